"""`etudes focus`: what there can be more of, as a table."""

from etudes.cli.console import print_json, print_table
from etudes.focus import focuses


def show_focuses(as_json: bool) -> None:
    """Print what a page can be asked to have more of."""
    if as_json:
        print_json([focus.as_data() for focus in focuses()])
        return
    rows = [
        [
            focus.name,
            focus.words,
            focus.unit,
            str(focus.level),
            ", ".join(focus.instruments) or "all",
        ]
        for focus in focuses()
    ]
    columns = ["name", "more of", "a share of", "from level", "instruments"]
    print_table("Focus: more of one thing on a page", columns, rows)
