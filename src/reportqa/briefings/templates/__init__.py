"""What exported briefings look like."""
