"""Plain text: its structure by the form of its lines."""
