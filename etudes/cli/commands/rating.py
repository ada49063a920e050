"""Rating sessions: planned, taken part in, reported, and learnt from."""

import typer

app = typer.Typer()
