"""A rubric: eight levels, and the first keys of each family of instruments.

The one that comes with the program is `levels.toml`, whose header documents every field;
a teacher's own is a file of the same form.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Any

from etudes.errors import DamagedData, InvalidValue
from etudes.tables.catalogue import instruments
from etudes.tables.data import TableFile, check_version, nearest, plain, read_toml, shown
from etudes.tables.fields import ALTERATIONS, FIELDS, SYNCOPATIONS, Field
from etudes.tables.instruments import FAMILIES, Instrument
from etudes.tables.levels import Level
from etudes.theory import Key

Keys = tuple[tuple[Key, ...], ...]
"""The written keys of levels 1 to 8, cumulative."""

RUBRIC_FILE = Path(__file__).parent / "levels.toml"
_VERSION = 2
_GROWS: dict[str, Sequence[object]] = {
    "syncopation": SYNCOPATIONS,
    "ties": (False, True),
    "span": range(100),
    "max_leap": range(100),
    "alterations": ALTERATIONS,
    "pickup": (False, True),
}
"""What a level never has less of than the one below, from least to most."""


@dataclass(frozen=True, slots=True)
class Rubric:
    """Eight levels and first keys, under a name and an edition.

    `keys` maps a family, or one instrument's name, to its keys; `digest` is the SHA-256
    of all that the rubric says, whatever its file looks like.
    """

    name: str
    edition: str
    levels: tuple[Level, ...]
    keys: Mapping[str, Keys] = field(hash=False)

    @property
    def digest(self) -> str:
        text = json.dumps(self.as_data(), sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()

    def level(self, number: int) -> Level:
        """Return the level of this number.

        Raises
        ------
        InvalidValue
            If the number is not 1 to 8.
        """
        if not 1 <= number <= 8:
            raise InvalidValue(f"a level from 1 to 8 was expected, not {number}")
        return self.levels[number - 1]

    def keys_for(self, player: Instrument) -> Keys:
        """Return the instrument's written keys at levels 1 to 8, cumulative.

        What the rubric says of this very instrument comes first, then what the instrument
        says itself, then what the rubric says of its family.
        """
        return self.keys.get(player.name) or player.keys or self.keys[player.family]

    def as_data(self) -> dict[str, object]:
        """Return the rubric as JSON knows it."""
        return {
            "name": self.name,
            "edition": self.edition,
            "levels": [level.as_data() for level in self.levels],
            "keys": {name: plain(keys) for name, keys in self.keys.items()},
        }


@cache
def rubric() -> Rubric:
    """Return the rubric that comes with the program.

    Raises
    ------
    DamagedData
        If `levels.toml` is not what it should be.
    """
    return _rubric(read_toml(RUBRIC_FILE, RUBRIC_FILE.name))


def read_rubric(path: Path) -> Rubric:
    """Return a teacher's own rubric.

    Raises
    ------
    DamagedData
        If the file cannot be read, or anything in it is wrong: one line with the file, the
        line, what was expected, what came, and the cure.
    """
    return _rubric(read_toml(path))


def levels() -> tuple[Level, ...]:
    """Return the eight levels of the program's own rubric, lowest first.

    Examples
    --------
    >>> [str(metre) for metre in levels()[0].metres]
    ['2/4', '3/4', '4/4']
    """
    return rubric().levels


def level(number: int) -> Level:
    """Return the level of this number in the program's own rubric.

    Raises
    ------
    InvalidValue
        If the number is not 1 to 8.
    """
    return rubric().level(number)


def _rubric(file: TableFile) -> Rubric:
    check_version(file, _VERSION)
    known = ["version", "name", "edition", "keys", "level"]
    for name in file.content:
        if name not in known:
            raise _unknown(file, name, known)
    for name in ("name", "edition"):
        if not isinstance(text := file.content.get(name), str) or not text.strip():
            raise file.wrong(
                f"'{name}' is expected to be text in quotes, not {shown(text)}; write "
                f'{name} = "..." above the first level',
                field=name,
            )
    return Rubric(
        file.content["name"],
        file.content["edition"],
        tuple(_levels(file)),
        dict(_keys(file)),
    )


def _levels(file: TableFile) -> Iterator[Level]:
    rows = file.content.get("level")
    if not isinstance(rows, list) or len(rows) != 8 or not isinstance(rows[0], dict):
        found = len(rows) if isinstance(rows, list) else shown(rows)
        raise file.wrong(
            f"eight tables [[level]] are expected, not {found}; write one for each level",
            field="level",
        )
    below = None
    for number, row in enumerate(rows, start=1):
        below = _level(file, number, row, below)
        yield below


def _level(
    file: TableFile, number: int, row: Mapping[str, Any], below: Level | None
) -> Level:
    place: dict[str, Any] = {"table": "level", "number": number, "label": f"level {number}"}
    for name in row:
        if name not in FIELDS:
            raise _unknown(file, name, list(FIELDS), **place)
    values: dict[str, Any] = {}
    for name, kind in FIELDS.items():
        if name not in row:
            raise file.wrong(f"'{name}' is missing; add it and {kind.cure}", **place)
        given = row[name]
        try:
            values[name] = _value(kind, given, getattr(below, name, ()))
            in_order = kind.holds(values)
        except (TypeError, ValueError):
            in_order = False
        if not in_order:
            raise file.wrong(kind.message(name, given, values), **place, field=name)
    if values["number"] != number:
        raise file.wrong(
            f"'number' is expected to be {number}, not {values['number']}; put the levels "
            "in order, 1 to 8",
            **place,
            field="number",
        )
    try:
        made = Level(**values)
    except InvalidValue as error:  # field by field it was right: only the figures are left
        raise file.wrong(str(error), **place, field="figures") from error
    for name, order in _GROWS.items() if below else ():
        least = getattr(below, name)
        if order.index(getattr(made, name)) < order.index(least):
            raise file.wrong(
                f"'{name}' is expected to allow no less than level {number - 1}, "
                f"{shown(least)}, not {shown(row[name])}; levels are cumulative",
                **place,
                field=name,
            )
    return made


def _value(kind: Field, given: object, below: tuple[Any, ...]) -> object:
    """Return the value of a field; one that adds goes on from the level below."""
    value = kind.read(given)
    return kind.joined((*below, *value)) if kind.joined else value


def _keys(file: TableFile) -> Iterator[tuple[str, Keys]]:
    rows = file.content.get("keys", {})
    if not isinstance(rows, dict):
        raise file.wrong(
            f"[keys] is expected to be a table, not {shown(rows)}", field="keys"
        )
    for name, lists in rows.items():
        if name not in FAMILIES and name not in (names := _instrument_names()):
            known = [*FAMILIES, *names]
            raise _unknown(file, name, known, table="keys", label="keys")
        yield name, _cumulative(file, name, lists)
    for family in FAMILIES:
        if family not in rows:
            raise file.wrong(
                f"'{family}' is missing; add its eight lists of keys",
                table="keys",
                label="keys",
            )


def _instrument_names() -> list[str]:
    return [player.name for player in instruments()]


def _cumulative(file: TableFile, name: str, lists: Any) -> Keys:
    place: dict[str, Any] = {"table": "keys", "field": name, "label": "keys"}
    are_texts = isinstance(lists, list) and all(isinstance(text, str) for text in lists)
    if not are_texts or len(lists) != 8 or not lists[0].strip():
        raise file.wrong(
            f"'{name}' is expected to be eight lists of keys, the first not empty, not "
            f'{shown(lists)}; write ["D A", "G Em", "", ...]',
            **place,
        )
    try:
        added = [tuple(map(Key.parse, text.split())) for text in lists]
    except InvalidValue as error:
        raise file.wrong(f"'{name}': {error}; write it as D or Em", **place) from error
    return tuple(accumulate(added))


def _unknown(file: TableFile, name: str, known: list[str], **place: Any) -> DamagedData:
    return file.wrong(
        f"'{name}' is unknown here; the nearest known is '{nearest(name, known)}'",
        **place,
        field=name,
    )
