"""What ratings teach: a scale of difficulty, and what teachers prefer."""
