"""Markup formats through pandoc's syntax tree."""
