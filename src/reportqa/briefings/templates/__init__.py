"""Templates of exported briefings."""
