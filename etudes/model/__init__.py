"""The model: its network, its training, and the folder that holds it."""
