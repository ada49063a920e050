"""What the ratings of a session say, part by part, as values."""
