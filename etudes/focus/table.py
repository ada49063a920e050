"""The technical focuses, as data: what each is, from which level, for which instruments."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

from etudes.errors import InvalidValue, UnknownName, UnsatisfiableRequest
from etudes.tables import Instrument, instruments
from etudes.tables.data import read_table, reading
from etudes.technique import players_of
from etudes.theory import Interval, Key, TimeSignature

UNITS = ("intervals", "notes", "events", "items")
METRES = ("", "simple", "compound")
_OF_RHYTHM = ("dotted", "syncopated", "value", "rest", "tied", "compound", "upbeat")
"""The features that a rhythm without pitch has."""
"""What `Focus.unit` and `Focus.metres` may say."""

_FILE = Path(__file__).with_name("focus.toml")
_KEY = "key:"


@dataclass(frozen=True, slots=True)
class Focus:
    """One row of `focus.toml`, where the fields are explained; `key` is the one named.

    Raises
    ------
    InvalidValue
        If a field is out of bounds or says what no focus can say.
    """

    name: str
    words: str
    unit: str
    level: int
    feature: str
    strength: float = 0
    aim: float = 1
    instruments: tuple[str, ...] = ()
    metres: str = ""
    intervals: tuple[Interval, ...] = ()
    values: tuple[Fraction, ...] = ()
    demands: tuple[str, ...] = ()
    finger: int = 0
    stretch: str = ""
    key: Key | None = None

    def __post_init__(self) -> None:
        for field, holds, expected in (
            ("unit", self.unit in UNITS, f"one of {UNITS}"),
            ("level", 1 <= self.level <= 8, "1 to 8"),
            ("aim", 0 < self.aim <= 1, "over 0 and at most 1"),
            ("strength", 0 <= self.strength <= 10, "0 to 10"),
            ("metres", self.metres in METRES, f"one of {METRES}"),
        ):
            if not holds:
                given = getattr(self, field)
                raise InvalidValue(f"{self.name}: {field} is {expected}, not {given!r}")

    def admits(self, metre: TimeSignature) -> bool:
        """Tell whether the feature has a place in this metre."""
        if self.metres == "compound":
            return metre.is_compound and len(metre.beats) > 1
        return not self.metres or (not metre.is_compound and len(set(metre.groups)) == 1)

    def as_data(self) -> dict[str, object]:
        """Return what a teacher chooses by, as JSON knows it."""
        return {
            "name": self.name,
            "words": self.words,
            "unit": self.unit,
            "level": self.level,
            "instruments": list(self.instruments),
        }


@cache
def focuses() -> tuple[Focus, ...]:
    """Return every focus of the table, in its order; the last stands for any key.

    Examples
    --------
    >>> focuses()[0].name
    'thirds'

    Raises
    ------
    DamagedData
        If `focus.toml` is not what it should be.
    """
    built = []
    for name, row in read_table(str(_FILE)).items():
        with reading(_FILE.name, name):
            built.append(_focus(name, row))
    return tuple(built)


def focus(name: str) -> Focus:
    """Return the focus of this name; 'key:' and a key is one of its own.

    Examples
    --------
    >>> focus("Dotted rhythm").name, focus("key:Bb").name
    ('dotted-rhythm', 'key:Bb major')

    Raises
    ------
    UnknownName
        If no focus is called so; the message offers the nearest three.
    InvalidValue
        If 'key:' is not followed by a key.
    """
    by_name = {row.name: row for row in focuses()}
    if name.strip().casefold().startswith(_KEY):
        key = Key.parse(name.strip()[len(_KEY) :])
        return replace(by_name["key:NAME"], name=f"{_KEY}{key}", key=key)
    folded = "-".join(name.casefold().replace("_", " ").replace("-", " ").split())
    if folded not in by_name:
        nearest = get_close_matches(folded, by_name, n=3, cutoff=0)
        raise UnknownName(
            f"no focus is called '{name}'; the nearest are {', '.join(nearest)} "
            "('etudes focus' lists them all)"
        )
    return by_name[folded]


def refuse_misplaced(
    asked: Iterable[Focus],
    level: int,
    player: Instrument,
    keys: Sequence[Sequence[Key]],
) -> None:
    """Refuse a focus that this level or this instrument cannot have.

    Parameters
    ----------
    keys : the instrument's written keys at levels 1 to 8.

    Raises
    ------
    UnsatisfiableRequest
        Saying from which level or for which instruments there is such a focus.
    """
    for row in asked:
        if player.unpitched and row.feature not in _OF_RHYTHM:
            raise UnsatisfiableRequest(
                f"the focus {row.name} is about pitch, and {player.label} has none: choose "
                "another focus or instrument"
            )
        if row.instruments and player.name not in row.instruments:
            some = ", ".join(row.instruments[:3]) + " …" * (len(row.instruments) > 3)
            raise UnsatisfiableRequest(
                f"the focus {row.name} is for {some} ('etudes focus' lists them), not for "
                f"the {player.label}: choose another focus or instrument"
            )
        first = _first_level(row, keys)
        if first is None:
            raise UnsatisfiableRequest(
                f"the {player.label} does not play in {row.key} at any level; its keys are "
                f"{', '.join(map(str, keys[-1]))}"
            )
        if level < first:
            raise UnsatisfiableRequest(
                f"the focus {row.name} comes from level {first} on for the "
                f"{player.label}, not at level {level}: ask for a higher level or another "
                "focus"
            )


def _first_level(row: Focus, keys: Sequence[Sequence[Key]]) -> int | None:
    if row.key is None:
        return row.level
    return next((n for n, of_level in enumerate(keys, 1) if row.key in of_level), None)


def _focus(name: str, row: dict[str, Any]) -> Focus:
    row = dict(row)
    headings = row.pop("techniques", ())
    return Focus(
        **{
            **row,
            "name": name,
            "instruments": tuple(
                player.name
                for player in instruments()
                if any(player.name in players_of(heading) for heading in headings)
            ),
            "intervals": tuple(map(Interval.parse, row.get("intervals", ()))),
            "values": tuple(map(Fraction, row.get("values", ()))),
            "demands": tuple(row.get("demands", ())),
        }
    )
