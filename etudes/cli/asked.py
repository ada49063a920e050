"""Words of the command line to a request."""

import secrets
from collections.abc import Mapping, Sequence
from contextlib import suppress
from fractions import Fraction
from typing import Any

from etudes.errors import InvalidValue, UnknownName
from etudes.focus import focus
from etudes.item.request import Request
from etudes.tables import (
    GENERIC,
    Instrument,
    Rubric,
    generic,
    instrument,
    own_instrument,
    rubric,
)
from etudes.tables.instruments import Range
from etudes.tables.styles import style as style_named
from etudes.theory import Interval, Key, Pitch, TimeSignature


def parse_request(asked: Mapping[str, Any], levels: Rubric | None = None) -> Request:
    """Return the request that the options describe.

    Parameters
    ----------
    levels : the rubric whose keys an instrument of one's own has; None is the program's.

    Raises
    ------
    InvalidValue, UnknownName
        With one line about the first option that is wrong.
    """
    named = asked["instrument"] or asked["instrument_file"]
    if asked["level"] is None or not named:
        missing = "an instrument was" if not named else "a level was"
        if asked["level"] is None and not named:
            missing = "a level and an instrument were"
        raise InvalidValue(
            f"{missing} expected, for example: etudes make --level 2 --instrument violin"
        )
    style = _given(lambda name: style_named(name).name, asked["style"])
    seed = asked["seed"]
    within = _given(_range, asked["range"])
    player = _player(asked, within)
    return Request(
        level=asked["level"],
        instrument=player.name,
        seed=secrets.randbelow(1_000_000) if seed is None else seed,
        count=asked["count"],
        measures=asked["measures"],
        key=Key.parse(asked["key"]) if asked["key"] is not None else None,
        time_signature=_given(TimeSignature.parse, asked["time"]),
        tempo=asked["tempo"],
        range=within if player.name != GENERIC else None,
        values=_given(_values, asked["values"]),
        max_leap=_given(Interval.parse, asked["max_leap"]),
        style=style,
        pickup=asked["pickup"],
        focus=parse_focus(asked["focus"]),
        rules=_given(tuple, asked["rule"]),
        contour=_given(str.lower, asked["contour"]),
        temperature=asked["temperature"],
        top_p=asked["top_p"],
        tessitura=_given(_tessitura, asked["tessitura"]),
        own_instrument=_own(player, levels or rubric()),
    )


def _player(asked: Mapping[str, Any], within: Range | None) -> Instrument:
    """Return the instrument: of the table, of a teacher's file, or just clef and range."""
    name, clef, transposition = (
        asked[field] for field in ("instrument", "clef", "transposition")
    )
    if asked["instrument_file"]:
        player = own_instrument(asked["instrument_file"], name)
    elif name.strip().lower() == GENERIC:
        if clef is None or within is None:
            raise InvalidValue(
                "with --instrument generic a clef and a range were expected, for example: "
                "--clef bass --range C3:C4"
            )
        return generic(clef, within, Interval.parse(transposition or "P1"))
    else:
        player = instrument(name)
    if transposition is not None:
        raise InvalidValue(
            f"{player.label} has its own transposition; --transposition was expected with "
            "--instrument generic only"
        )
    return player.in_clef(clef) if clef else player


def _own(player: Instrument, levels: Rubric) -> Instrument | None:
    """Return what a request keeps of an instrument that is not the table's, with keys."""
    with suppress(UnknownName):
        if instrument(player.name) == player:
            return None
    from etudes.item.plan import fitted

    return fitted(player, levels)


def _given(parse: Any, text: str | None) -> Any:
    return None if text is None else parse(text)


def parse_focus(texts: Sequence[str] | None) -> tuple[str, ...] | None:
    """Return the names of focuses, each of which may have some with commas between."""
    names = [name for text in texts or () for name in text.split(",") if name.strip()]
    return tuple(dict.fromkeys(focus(name).name for name in names)) or None


def _range(text: str, what: str = "range such as G3:B5") -> tuple[Pitch, Pitch]:
    low, colon, high = text.partition(":")
    if not colon:
        raise InvalidValue(f"a {what} was expected, not '{text}'")
    return Pitch.parse(low), Pitch.parse(high)


def _tessitura(text: str) -> tuple[Pitch, Pitch]:
    return _range(text, "tessitura such as D4:A4")


def _values(text: str) -> tuple[Fraction, ...]:
    values = []
    for part in text.split(","):
        try:
            value = Fraction(part.strip())
        except (ValueError, ZeroDivisionError):
            value = Fraction(0)
        if not 0 < value <= 2:
            raise InvalidValue(
                f"note values such as 1/2,1/4,1/8 were expected, not '{part.strip()}'"
            )
        values.append(value)
    return tuple(sorted(set(values), reverse=True))
