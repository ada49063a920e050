"""The kinds of questions, as data."""

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any

from etudes.errors import InvalidValue, UnknownName
from etudes.tables.data import read_table, reading

ANSWERS = ("choice", "places", "notation", "performance")
OPTIONS = ("none", "words", "staves", "heard", "shapes")
PRELUDES = ("none", "triad", "cadence")

_FILE = Path(__file__).with_name("kinds.toml")


@dataclass(frozen=True, slots=True)
class Kind:
    """One row of `kinds.toml`, where the fields are explained.

    Raises
    ------
    InvalidValue
        If a field says what no kind can.
    """

    name: str
    label: str
    asks: str
    answer: str
    options: str
    prelude: str
    count_in: int
    plays: int
    gaps: tuple[float, ...]
    between: float
    points: int
    source: str
    ladder: Mapping[str, tuple[Any, ...]]
    pitched: bool = True

    def __post_init__(self) -> None:
        for field, holds, expected in (
            ("answer", self.answer in ANSWERS, f"one of {', '.join(ANSWERS)}"),
            ("options", self.options in OPTIONS, f"one of {', '.join(OPTIONS)}"),
            (
                "options",
                (self.options == "none") == (self.answer != "choice"),
                "none unless the answer is a choice",
            ),
            ("prelude", self.prelude in PRELUDES, f"one of {', '.join(PRELUDES)}"),
            ("count_in", 0 <= self.count_in <= 2, "0 to 2 bars"),
            ("plays", 1 <= self.plays <= 9, "1 to 9"),
            ("gaps", self.gaps and min(self.gaps) > 0, "seconds after each playing"),
            ("between", self.between >= 0, "seconds, 0 or more"),
            ("pitched", isinstance(self.pitched, bool), "true or false"),
            ("points", 0 <= self.points <= 20, "0 to 20; 0 is one a segment"),
            (
                "ladder",
                all(len(rungs) == 8 for rungs in self.ladder.values()),
                "lists of 8, one value a level",
            ),
        ):
            if not holds:
                given = getattr(self, field)
                raise InvalidValue(f"{self.name}: {field} is {expected}, not {given!r}")

    def at(self, rung: str, level: int) -> Any:
        """Return what the ladder has at a level.

        Raises
        ------
        InvalidValue
            If the kind has no such rung.
        """
        if rung not in self.ladder:
            raise InvalidValue(f"{self.name}: the ladder has no '{rung}'")
        return self.ladder[rung][level - 1]

    def gap_after(self, playing: int) -> float:
        """Return the seconds of silence after a playing, counted from 1; the last gap of
        the table counts for all later ones."""
        return self.gaps[min(playing, len(self.gaps)) - 1]


@cache
def kinds() -> dict[str, Kind]:
    """Return every kind by its name, in the order of the table.

    Examples
    --------
    >>> list(kinds())[:2]
    ['dictation', 'rhythm']

    Raises
    ------
    DamagedData
        If `kinds.toml` is not what it should be.
    """
    found = {}
    for name, row in read_table(str(_FILE)).items():
        with reading(_FILE.name, name):
            ladder = {rung: tuple(values) for rung, values in row["ladder"].items()}
            fields = {**row, "name": name, "gaps": tuple(row["gaps"]), "ladder": ladder}
            found[name] = Kind(**fields)
    return found


def kind(name: str) -> Kind:
    """Return the kind of this name, however it is spaced.

    Raises
    ------
    UnknownName
        If there is none; the message offers the nearest.

    Examples
    --------
    >>> kind("Same different").name
    'same-different'
    """
    folded = "-".join(name.casefold().replace("_", " ").replace("-", " ").split())
    if folded in kinds():
        return kinds()[folded]
    [nearest] = get_close_matches(folded, kinds(), n=1, cutoff=0)
    raise UnknownName(
        f"no kind of question is called '{name.strip()[:40]}'; the nearest is {nearest} "
        f"(there are {', '.join(kinds())})"
    )
