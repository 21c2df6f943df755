"""Data files: JSON and XML."""
