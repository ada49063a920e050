"""The kinds of sheets, as data."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from etudes.errors import InvalidValue, UnknownName
from etudes.tables.data import read_table, reading

LINES = ("name", "date", "score")
RHYTHMS = ("none", "before", "only")
TEMPLATES = ("page", "sight-reading", "slides", "cards", "book")

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
    template: str
    lines: tuple[str, ...]
    per_page: int
    staff_size: float
    questions: bool
    rhythm: str
    headings: bool

    def __post_init__(self) -> None:
        for field, holds, expected in (
            ("template", self.template in TEMPLATES, f"one of {', '.join(TEMPLATES)}"),
            ("lines", {*self.lines} <= {*LINES}, f"among {', '.join(LINES)}"),
            ("per_page", 0 <= self.per_page <= 12, "0 to 12"),
            ("staff_size", self.staff_size == 0 or 10 <= self.staff_size <= 60, "10 to 60"),
            ("rhythm", self.rhythm in RHYTHMS, f"one of {', '.join(RHYTHMS)}"),
        ):
            if not holds:
                given = getattr(self, field)
                raise InvalidValue(f"{self.name}: {field} is {expected}, not {given!r}")


@cache
def kinds() -> dict[str, Kind]:
    """Return every kind by its name, in the order of the table.

    Examples
    --------
    >>> list(kinds())[:3]
    ['page', 'sight-reading', 'series']

    Raises
    ------
    DamagedData
        If `kinds.toml` is not what it should be.
    """
    found = {}
    for name, row in read_table(str(_FILE)).items():
        with reading(_FILE.name, name):
            found[name] = Kind(**{**row, "name": name, "lines": tuple(row["lines"])})
    return found


def kind(name: str) -> Kind:
    """Return the kind of this name.

    Raises
    ------
    UnknownName
        If there is none.
    """
    if name not in kinds():
        raise UnknownName(f"a sheet's kind is one of {', '.join(kinds())}, not '{name}'")
    return kinds()[name]
