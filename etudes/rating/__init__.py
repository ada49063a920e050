"""Rating sessions: teachers judge what was made, blind; and what follows from it."""
