"""What a person who runs the server sees of it: log, metrics, readiness."""
