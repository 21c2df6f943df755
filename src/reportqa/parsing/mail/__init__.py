"""Mail and its attached files."""
