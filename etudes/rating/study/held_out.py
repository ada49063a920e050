"""The tunes of the free collections that no model learns from (`held_out.toml`).

The list has places, no notes: they are read from the collections that music21 brings, by
the project's own reader of ABC.
"""

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from etudes.corpus.collections import Collection, collections
from etudes.corpus.tune_styles import number_of, style_of
from etudes.errors import DamagedData, UnreadableFile
from etudes.melody import Melody
from etudes.reading.abc import read_abc_tune
from etudes.reading.files import content

_PLACE = re.compile(r"(.+\.abc)-tune-(\d+)/0/(\d+)")
_BEGINS = re.compile(r"(?m)^(?=X: *\d)")


@dataclass(frozen=True, slots=True)
class HeldOut:
    """A passage of a tune; `id` is its collection and place, `style` one of
    `etudes.tables.styles`, both as in the built corpus."""

    id: str
    title: str
    melody: Melody
    style: str


@cache
def held_out() -> tuple[HeldOut, ...]:
    """Return the tunes that no model learns from, as far as they are on this machine.

    Raises
    ------
    DamagedData
        If not one of them is.

    Examples
    --------
    >>> {tune.id.partition("/")[0] for tune in held_out()} >= {"aird", "oneill", "ryan"}
    True
    """
    path = Path(__file__).parent / "held_out.toml"
    found = read_tunes(tomllib.loads(path.read_text("utf-8"))["tunes"])
    if not found:
        raise DamagedData(
            "public-domain tunes were expected, which music21 brings, and there are none; "
            "install it (pip install music21), or ask for no human controls"
        )
    return found


def read_tunes(places: Mapping[str, Sequence[str]]) -> tuple[HeldOut, ...]:
    """Return the passages at these places of collections; a place where there is none, or
    none that can be read, gives nothing.

    Parameters
    ----------
    places : by collection, as `file.abc-tune-NUMBER/0/PASSAGE`.
    """
    rows = {row.name: row for row in collections()}
    found: dict[str, HeldOut] = {}
    for name, wanted in places.items():
        row = rows.get(name)
        if row and row.path:
            for file, numbers in _by_file(wanted).items():
                for tune in _read(row, row.path / file, numbers):
                    found[f"{name}/{tune.id}"] = tune
    return tuple(
        replace(found[id_], id=id_)
        for name, wanted in places.items()
        for id_ in (f"{name}/{place}" for place in wanted)
        if id_ in found
    )


def _by_file(places: Sequence[str]) -> dict[str, set[int]]:
    numbers: dict[str, set[int]] = defaultdict(set)
    for place in places:
        if match := _PLACE.fullmatch(place):
            numbers[match[1]].add(int(match[2]))
    return numbers


def _read(row: Collection, path: Path, numbers: set[int]) -> Iterator[HeldOut]:
    """Yield every passage of these tunes of a file; of the others only the number is
    read."""
    try:
        text = content(path).decode("utf-8-sig", errors="replace")
    except UnreadableFile:  # another edition of the collection may lack it
        return
    for tune in _BEGINS.split(text)[1:]:
        number = re.match(r"X: *(\d{1,9})", tune)
        if number is None or int(number[1]) not in numbers:
            continue
        try:
            score = read_abc_tune(tune, path.name)
        except UnreadableFile:
            continue
        of = score.provenance
        style = style_of(row.name, row.style, number_of(of.source), of.rhythm, of.title)
        for passage, melody in enumerate(score.lines[0].passages):
            place = f"{path.name}-tune-{number[1]}/0/{passage}"
            yield HeldOut(place, of.title, melody, style)
