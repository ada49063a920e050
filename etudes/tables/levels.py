"""The eight levels, as data: what each allows."""

from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Any

from etudes.errors import DamagedData, InvalidValue
from etudes.tables.data import plain, plain_row, read_table, reading
from etudes.theory import TimeSignature

SYNCOPATIONS = ("none", "simple", "free")
ALTERATIONS = ("none", "leading note", "minor", "by step", "free")
"""What `Level.syncopation` and `Level.alterations` may say, from strict to free."""

_FILE = "levels.toml"
_ADDED = ("metres", "values", "rests")


@dataclass(frozen=True, slots=True)
class Level:
    """One level of the rubric (`levels.toml`), cumulative over the levels below it.

    Attributes
    ----------
    count : how many exercises fill a page.
    measures : the lengths, in measures, that exercises have.
    metres : allowed time signatures.
    values : allowed note lengths, as fractions of a whole note, longest first (a tied
        note counts with its whole length).
    rests : allowed rest lengths, longest first; empty for none.
    syncopation : "none" (no note sounds through a stronger place in the bar than its
        onset), "simple" (quaver-crotchet-quaver, crotchet-minim-crotchet) or "free".
    ties : whether a note may sound across a barline.
    span : largest distance between lowest and highest note, in semitones.
    max_leap : largest leap in semitones.
    forbidden_leaps : sizes in semitones that are not allowed although smaller.
    alterations : notes outside the key signature: "none", "leading note" (the raised
        seventh of minor, left by step to the tonic), "minor" (raised sixth and seventh),
        "by step" (any, approached and left by step) or "free".
    pickup : whether exercises may begin with an upbeat.
    tempo : lowest and highest beats a minute.
    tempo_words : words printed before the metronome mark, slow to fast.

    Raises
    ------
    InvalidValue
        If a field is empty, out of bounds or says what no level can say.
    """

    number: int
    count: int
    measures: tuple[int, ...]
    metres: tuple[TimeSignature, ...]
    values: tuple[Fraction, ...]
    rests: tuple[Fraction, ...]
    syncopation: str
    ties: bool
    span: int
    max_leap: int
    forbidden_leaps: tuple[int, ...]
    alterations: str
    pickup: bool
    tempo: tuple[int, int]
    tempo_words: tuple[str, ...]

    def __post_init__(self) -> None:
        for field, holds, expected in (
            ("number", 1 <= self.number <= 8, "1 to 8"),
            ("count", self.count >= 1, "at least 1"),
            ("measures", self.measures and min(self.measures) >= 1, "one or more lengths"),
            ("metres", self.metres, "one or more time signatures"),
            ("values", self.values and min(self.values) > 0, "one or more lengths over 0"),
            ("rests", all(rest > 0 for rest in self.rests), "lengths over 0"),
            ("syncopation", self.syncopation in SYNCOPATIONS, f"one of {SYNCOPATIONS}"),
            ("alterations", self.alterations in ALTERATIONS, f"one of {ALTERATIONS}"),
            ("max_leap", 0 < self.max_leap <= self.span, f"1 to the span, {self.span}"),
            (
                "forbidden_leaps",
                all(0 < leap < self.max_leap for leap in self.forbidden_leaps),
                f"under the largest leap, {self.max_leap}",
            ),
            ("tempo", _is_tempo_range(self.tempo), "slowest and fastest, within 20-300"),
            ("tempo_words", self.tempo_words, "one or more words"),
        ):
            if not holds:
                given = plain(getattr(self, field))
                raise InvalidValue(
                    f"level {self.number}: {field} is {expected}, not {given}"
                )

    def as_data(self) -> dict[str, object]:
        """Return the level as JSON knows it; metres and lengths are text such as '3/8'."""
        return plain_row(self)


@cache
def levels() -> tuple[Level, ...]:
    """Return the eight levels, lowest first.

    Examples
    --------
    >>> [str(metre) for metre in levels()[0].metres]
    ['2/4', '3/4', '4/4']

    Raises
    ------
    DamagedData
        If `levels.toml` is not what it should be.
    """
    table = read_table(_FILE)
    with reading(_FILE, "the list of levels"):
        rows = table["level"]
    built: list[Level] = []
    below: dict[str, list[str]] = {field: [] for field in _ADDED}
    for number, row in enumerate(rows, start=1):
        with reading(_FILE, f"level {number}"):
            below = {field: below[field] + row[field] for field in _ADDED}
            built.append(_level({**row, **below}))
    if [level.number for level in built] != list(range(1, 9)):
        raise DamagedData(f"{_FILE}: the levels 1 to 8 were expected, in order")
    return tuple(built)


def level(number: int) -> Level:
    """Return the level of this number.

    Raises
    ------
    InvalidValue
        If the number is not 1 to 8.
    """
    if not 1 <= number <= 8:
        raise InvalidValue(f"a level from 1 to 8 was expected, not {number}")
    return levels()[number - 1]


def _level(row: dict[str, Any]) -> Level:
    lists = ("measures", "forbidden_leaps", "tempo", "tempo_words")
    return Level(
        **{
            **row,
            **{field: tuple(row[field]) for field in lists},
            "metres": tuple(TimeSignature.parse(text) for text in row["metres"]),
            "values": tuple(sorted(map(Fraction, row["values"]), reverse=True)),
            "rests": tuple(sorted(map(Fraction, row["rests"]), reverse=True)),
        }
    )


def _is_tempo_range(tempo: tuple[int, ...]) -> bool:
    return len(tempo) == 2 and 20 <= tempo[0] <= tempo[1] <= 300
