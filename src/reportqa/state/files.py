"""Files of the index folder that have the state."""

STATE_FILE = "state.db"
"""The database, unless another is configured."""
FEEDBACK_FILE = "judgements.jsonl"
"""The feedback of older versions; also the name of exported feedback."""
