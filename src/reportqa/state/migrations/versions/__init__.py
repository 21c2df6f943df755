"""Versions of the schema, one a file."""
