"""PDF files: pages, lines, blocks, tables and word boxes."""
