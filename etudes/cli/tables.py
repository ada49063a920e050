"""`etudes instruments`, `etudes focus`: the tables as tables."""

from collections.abc import Iterable
from typing import Any

from etudes.cli.console import print_json, print_table
from etudes.focus import focuses
from etudes.tables import instruments


def show_instruments(as_json: bool) -> None:
    """Print the instruments."""
    if as_json:
        print_json([player.as_data() for player in instruments()])
        return
    rows = [
        [
            player.name,
            player.label,
            player.clef,
            f"{player.transposition.semitones:+d}"
            if player.transposition.steps
            else "concert",
            _range(player.ranges[0]),
            _range(player.ranges[-1]),
            _words(player.keys[0]),
        ]
        for player in instruments()
    ]
    columns = ["name", "label", "clef", "sounds", "level 1", "level 8", "first keys"]
    print_table("Instruments (written ranges)", columns, rows)


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


def _words(values: Iterable[Any]) -> str:
    return " ".join(
        str(value).replace(" major", "").replace(" minor", "m") for value in values
    )


def _range(pair: tuple[Any, Any]) -> str:
    return f"{pair[0]}–{pair[1]}"
