"""`etudes focus` and `etudes rules`: what can be asked for, as tables."""

from etudes.cli.console import print_json, print_table
from etudes.focus import focuses
from etudes.item.kinds import KINDS


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


def show_rules(as_json: bool) -> None:
    """Print the kinds of rule that can be asked for."""
    if as_json:
        print_json([kind.as_data() for kind in KINDS])
        return
    rows = [[kind.name, kind.means, f"{kind.name}: {kind.example}"] for kind in KINDS]
    print_table("Rules: what every item keeps besides", ["kind", "means", "as in"], rows)
