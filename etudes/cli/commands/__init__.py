"""The commands as typer sees them: options and their help, and the room that does it."""
