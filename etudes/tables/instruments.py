"""The instruments, as data: clef, transposition, written ranges, keys by level."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, pairwise
from typing import Any

from etudes.errors import DamagedData, InvalidValue, UnknownName
from etudes.tables.data import plain, plain_row, read_table, reading
from etudes.theory import Interval, Key, Pitch

FAMILIES = (
    "strings",
    "plucked",
    "woodwind",
    "brass",
    "voice",
    "keyboard",
    "percussion",
)
CLEFS = (
    "treble",
    "treble_8",
    "treble^8",
    "alto",
    "tenor",
    "bass",
    "bass^8",
    "percussion",
)
"""The clefs of the table, by LilyPond's names."""

_FILE = "instruments.toml"


@dataclass(frozen=True, slots=True)
class Instrument:
    """One row of the table (`instruments.toml`); all pitches and keys are written ones.

    `transposition` leads from written to sounding pitch. `ranges` and `keys` hold one
    entry for each level 1 to 8; keys are cumulative. `clef` is LilyPond's name.
    `comfortable` is the tessitura: where a line should mostly lie. `breathes` says that
    the player needs rests to breathe.

    Raises
    ------
    InvalidValue
        If the clef or family is unknown, there are not eight ranges and lists of keys, or
        a higher level has less than the one below it.
    """

    name: str
    label: str
    family: str
    aliases: tuple[str, ...]
    clef: str
    transposition: Interval
    midi_program: int
    midi_instrument: str
    ranges: tuple[tuple[Pitch, Pitch], ...]
    keys: tuple[tuple[Key, ...], ...]
    comfortable: tuple[Pitch, Pitch]
    breathes: bool

    def __post_init__(self) -> None:
        for field, holds, expected in (
            (
                "name",
                re.fullmatch(r"[a-z]+(-[a-z]+)*", self.name),
                "lower case with hyphens",
            ),
            ("family", self.family in FAMILIES, f"one of {FAMILIES}"),
            ("clef", self.clef in CLEFS, f"one of {CLEFS}"),
            ("midi_program", 0 <= self.midi_program <= 127, "0 to 127"),
            ("ranges", len(self.ranges) == 8, "one for each of 8 levels"),
            (
                "ranges",
                _each_holds_the_one_before(self.ranges),
                "rising, and never shrinks",
            ),
            ("keys", len(self.keys) == 8 and self.keys[0], "one list for each of 8 levels"),
            ("keys", _each_begins_with_the_one_before(self.keys), "cumulative"),
            (
                "comfortable",
                _each_holds_the_one_before((self.comfortable, *self.ranges[-1:])),
                "inside the range of level 8",
            ),
        ):
            if not holds:
                raise InvalidValue(
                    f"{self.name}: {field} is {expected}, not {plain(getattr(self, field))}"
                )

    def as_data(self) -> dict[str, object]:
        """Return the instrument as JSON knows it: pitches such as 'F#3', keys 'D major'."""
        return plain_row(self)


@cache
def instruments() -> tuple[Instrument, ...]:
    """Return every instrument of the table, in its order.

    Examples
    --------
    >>> instruments()[0].name
    'violin'

    Raises
    ------
    DamagedData
        If `instruments.toml` is not what it should be.
    """
    built = []
    for name, row in read_table(_FILE).items():
        with reading(_FILE, name):
            built.append(_instrument(name, row))
    return tuple(built)


def instrument(name: str) -> Instrument:
    """Return the instrument of this name, label or alias, however it is spelled.

    Case, accents, spaces and hyphens do not matter; ♭ may be 'b' or 'flat', and ü 'ue'.

    Examples
    --------
    >>> instrument("Alto Sax").name, instrument("Querflöte").name
    ('alto-saxophone', 'flute')

    Raises
    ------
    UnknownName
        If no instrument is called so; the message offers the nearest three.
    """
    found = _by_folded_name().get(_folded(name))
    if found is None:
        raise UnknownName(
            f"no instrument is called '{name}'; the nearest are "
            f"{', '.join(_nearest(name))} ('etudes instruments' lists them all)"
        )
    return found


@cache
def _by_folded_name() -> dict[str, Instrument]:
    found: dict[str, Instrument] = {}
    for player in instruments():
        for name in (player.name, player.label, *player.aliases):
            owner = found.setdefault(_folded(name), player)
            if owner is not player:
                raise DamagedData(
                    f"{_FILE}: '{name}' is expected to name one instrument, not both "
                    f"{owner.name} and {player.name}; take it from one"
                )
    return found


def _folded(name: str) -> str:
    """Return the name as it is compared: letters only, lower case, without accents."""
    bare = unicodedata.normalize("NFKD", name.replace("♭", "b").casefold())
    bare = re.sub(r"[^a-z]", "", bare).replace("flat", "b")
    # German writes ä ö ü as ae oe ue where a keyboard has no umlauts.
    return re.sub("([aou])e", r"\1", bare)


def _nearest(name: str) -> list[str]:
    from difflib import get_close_matches

    names = _by_folded_name()
    close = get_close_matches(_folded(name), names, n=len(names), cutoff=0)
    return list(dict.fromkeys(names[folded].name for folded in close))[:3]


def _instrument(name: str, row: dict[str, Any]) -> Instrument:
    semitones, steps = row["transposition"]
    added = (tuple(map(Key.parse, keys.split())) for keys in row["keys"])
    return Instrument(
        **{
            **row,
            "name": name,
            "aliases": tuple(row["aliases"]),
            "transposition": Interval(steps, semitones),
            "ranges": tuple(map(_range, row["ranges"])),
            "keys": tuple(accumulate(added)),
            "comfortable": _range(row["comfortable"]),
        }
    )


def _range(text: str) -> tuple[Pitch, Pitch]:
    low, _, high = text.partition(":")
    return Pitch.parse(low), Pitch.parse(high)


def _each_holds_the_one_before(ranges: tuple[tuple[Pitch, Pitch], ...]) -> bool:
    rising = all(low.midi < high.midi for low, high in ranges)
    return rising and all(
        wider[0].midi <= narrow[0].midi and narrow[1].midi <= wider[1].midi
        for narrow, wider in pairwise(ranges)
    )


def _each_begins_with_the_one_before(keys: tuple[tuple[Key, ...], ...]) -> bool:
    return all(more[: len(fewer)] == fewer for fewer, more in pairwise(keys))
