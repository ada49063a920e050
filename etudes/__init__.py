"""`etudes`: practice music at a chosen level, written by a trained GRU under rules."""
