"""Where and when the music of each collection comes from: what a model stands for.

A model's taste is that of its data. The table (`origins.toml`) says of every collection
which region and century it stands for, with its source; notes are counted by them.
"""

import tomllib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from etudes.corpus.build import TuneRow
from etudes.errors import DamagedData

UNKNOWN: Final = "not stated"
"""The region and century of a user's own collections."""

_VERSION = 1


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the music of a collection comes from, or of those of its files whose names
    begin with `files`. `years` are those of the print: first and last, one, or none."""

    collection: str
    files: str
    region: str
    century: str
    years: tuple[int, ...]
    about: str
    source: str

    @property
    def printed(self) -> str:
        """The years of the print, in figures; "" where there are none.

        Examples
        --------
        >>> [origin.printed for origin in of_collection("aird")]
        ['1778–1801']
        """
        return "–".join(str(year) for year in self.years)


@cache
def origins() -> tuple[Origin, ...]:
    """Return the table of origins that comes with the program.

    Raises
    ------
    DamagedData
        If the file is of another version or lacks something.
    """
    path = Path(__file__).parent / "origins.toml"
    try:
        table = tomllib.loads(path.read_text("utf-8"))
        if table["version"] != _VERSION:
            raise DamagedData(
                f"version {_VERSION} of {path.name} was expected, not {table['version']}"
            )
        return tuple(
            Origin(**{**row, "years": tuple(row["years"])}) for row in table["origin"]
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DamagedData(f"{path} cannot be read: {error}; install etudes again") from None


def of_collection(name: str) -> tuple[Origin, ...]:
    """Return what is known of a collection; nothing of a user's own.

    Examples
    --------
    >>> [origin.region for origin in of_collection("misc")]
    ['United States', 'England']
    """
    return tuple(origin for origin in origins() if origin.collection == name)


def origin_of(tune: TuneRow) -> Origin | None:
    """Return where a tune comes from, or None if the table does not know."""
    _, _, file = tune.id.partition("/")
    return next(
        (o for o in of_collection(tune.collection) if file.startswith(o.files)), None
    )


def represented(tunes: Iterable[TuneRow]) -> dict[str, Any]:
    """Return how many notes stand for which region and century, ready for JSON.

    Returns
    -------
    dict
        `notes`; `by_region` and `by_century`, each name → notes, the most first; and
        `rows`: for each origin that occurs its region, century, years of print, what is
        known of it with the source, `tunes` and `notes`.
    """
    notes: Counter[Origin | None] = Counter()
    count: Counter[Origin | None] = Counter()
    unknown: Counter[str] = Counter()
    for tune in tunes:
        origin = origin_of(tune)
        notes[origin] += tune.notes
        count[origin] += 1
        if origin is None:
            unknown[tune.collection] += tune.notes
    known = [origin for origin, _ in notes.most_common() if origin is not None]
    return {
        "notes": notes.total(),
        "by_region": _shares(notes, [(o.region, o) for o in known]),
        "by_century": _shares(notes, [(o.century, o) for o in known]),
        "rows": [
            {
                "collection": origin.collection,
                "region": origin.region,
                "century": origin.century,
                "printed": origin.printed,
                "about": origin.about,
                "source": origin.source,
                "tunes": count[origin],
                "notes": notes[origin],
            }
            for origin in known
        ],
        "unknown": dict(unknown.most_common()),
    }


def _shares(
    notes: Counter[Origin | None], named: Iterable[tuple[str, Origin]]
) -> dict[str, int]:
    found: Counter[str] = Counter()
    for name, origin in named:
        found[name] += notes[origin]
    if notes[None]:
        found[UNKNOWN] += notes[None]
    return dict(found.most_common())
