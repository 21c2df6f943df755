"""PDF files: lines, blocks, tables, notes and word boxes from the characters and rules of their pages."""
