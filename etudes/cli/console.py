"""Where words go: results to stdout, everything else to stderr."""

import json
import sys
from typing import Any


def complain(message: str) -> None:
    """Print one line about what went wrong."""
    line = " ".join(message.split())
    print(f"etudes: {line}", file=sys.stderr)  # noqa: T201


def say(message: str, *, quiet: bool = False) -> None:
    """Print a line about what is going on."""
    if not quiet:
        print(message, file=sys.stderr)  # noqa: T201


def print_json(value: Any) -> None:
    """Print one JSON document."""
    print(json.dumps(value, ensure_ascii=False, indent=1))  # noqa: T201


def print_line(line: str) -> None:
    """Print one line of a result."""
    print(line)  # noqa: T201


def print_table(
    title: str, columns: list[str], rows: list[list[str]], width: int = 160
) -> None:
    """Print a table, as wide as the terminal allows; plain where output is no terminal.

    Title, heads and cells are text as it stands, whatever brackets or colons it has.

    Parameters
    ----------
    width : columns at most where output is no terminal.
    """
    from rich.console import Console
    from rich.table import Table

    table = Table(title=title, title_justify="left", header_style="bold")
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*row)
    columns_at_most = None if sys.stdout.isatty() else width
    console = Console(width=columns_at_most, markup=False, emoji=False, highlight=False)
    console.print(table)
