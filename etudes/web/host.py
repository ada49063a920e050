"""What is told to whoever runs the server, and to nobody else."""

import sys


def tell_host(error: object) -> None:
    """Print one line about what went wrong."""
    line = " ".join(str(error).split())
    print(f"etudes: {line}", file=sys.stderr)  # noqa: T201
