"""The catalogue of instruments: rows of TOML files, found by any of their names.

`docs/instruments.md` documents the form field by field; a teacher's own file has the same.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Any

from etudes.errors import InvalidValue, UnknownName
from etudes.tables.data import TableFile, check_version, nearest, read_toml, shown
from etudes.tables.fields import each, flag, text, whole
from etudes.tables.instruments import (
    CLEFS,
    FAMILIES,
    MIDDLE_LINE,
    UNISON,
    Instrument,
    Range,
)
from etudes.theory import Interval, Key, Pitch

_FOLDER = Path(__file__).parent
_VERSION = 1
GENERIC = "generic"
"""The name of an instrument that is told by its clef and range alone."""


def instruments() -> tuple[Instrument, ...]:
    """Return every instrument of the table, family by family.

    Examples
    --------
    >>> instruments()[0].name
    'violin'

    Raises
    ------
    DamagedData
        If a file of the table is not what it should be.
    """
    return tuple(player for family in FAMILIES for player in _of_family(family))


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
    # family by family, since reading the whole table costs a page noticeable time
    for family in FAMILIES:
        if found := _by_folded_name(family).get(_folded(name)):
            return found
    names = {key: row.name for f in FAMILIES for key, row in _by_folded_name(f).items()}
    raise UnknownName(
        f"no instrument is called '{name}'; the nearest are {_nearest(name, names)} "
        "('etudes instruments' lists them all)"
    )


def read_instruments(path: Path) -> tuple[Instrument, ...]:
    """Return a teacher's own instruments, in the order of the file.

    Raises
    ------
    DamagedData
        If the file cannot be read, or anything in it is wrong: one line with the file, the
        line, what was expected, what came, and the cure.
    """
    file = read_toml(path)
    found = tuple(_instruments(file))
    if not found:
        raise file.wrong("one or more instruments were expected; write [name] and its row")
    return found


def own_instrument(path: Path, name: str | None) -> Instrument:
    """Return one of a teacher's own instruments; None is the only one of the file.

    Raises
    ------
    DamagedData
        If the file is wrong.
    UnknownName
        If it has no such instrument, or several and no name is given.
    """
    own = {player.name: player for player in read_instruments(path)}
    if name is None and len(own) == 1:
        return next(iter(own.values()))
    if name not in own:
        raise UnknownName(
            f"--instrument was expected to name one of {path}: {', '.join(own)}; "
            f"not {name or 'none'}"
        )
    return own[name]


def generic(clef: str, within: Range, transposition: Interval = UNISON) -> Instrument:
    """Return an instrument of which only clef, written range and transposition are known.

    Its keys are those of the keyboards, which begin among the fewest sharps and flats.

    Raises
    ------
    InvalidValue
        If there is no such clef, or it is one for rhythms.
    """
    if clef == "percussion":
        raise InvalidValue(
            "a clef for pitches was expected, not percussion; for rhythms use the "
            "instrument 'rhythm'"
        )
    return Instrument(
        name=GENERIC,
        label="Any instrument",
        family="keyboard",
        clef=clef,
        ranges=(within,) * 8,
        comfortable=within,
        transposition=transposition,
    )


def instrument_from_data(data: Mapping[str, Any]) -> Instrument:
    """Return the instrument that `Instrument.as_data` gave."""

    def pair(texts: Any) -> Range | None:
        return (Pitch.parse(texts[0]), Pitch.parse(texts[1])) if texts else None

    usual = ("comfortable", "beginner", "intermediate", "advanced")
    return Instrument(
        **{
            **data,
            **{field: pair(data[field]) for field in usual},
            "ranges": tuple(map(pair, data["ranges"])),
            "keys": tuple(tuple(map(Key.parse, keys)) for keys in data["keys"]),
            "aliases": tuple(data["aliases"]),
            "other_clefs": tuple((clef, octaves) for clef, octaves in data["other_clefs"]),
            "transposition": Interval(**data["transposition"]),
            "drums": tuple(data["drums"]),
        }
    )


@cache
def _of_family(family: str) -> tuple[Instrument, ...]:
    name = f"{family}.toml"
    return tuple(_instruments(read_toml(_FOLDER / name, name)))


@cache
def _by_folded_name(family: str) -> dict[str, Instrument]:
    return {
        _folded(name): player
        for player in _of_family(family)
        for name in (player.name, player.label, *player.aliases)
    }


def _folded(name: str) -> str:
    """Return the name as it is compared: letters only, lower case, without accents."""
    bare = unicodedata.normalize("NFKD", name.replace("♭", "b").casefold())
    bare = re.sub(r"[^a-z]", "", bare).replace("flat", "b")
    # German writes ä ö ü as ae oe ue where a keyboard has no umlauts.
    return re.sub("([aou])e", r"\1", bare)


def _nearest(name: str, names: Mapping[str, str]) -> str:
    from difflib import get_close_matches

    close = get_close_matches(_folded(name), names, n=len(names), cutoff=0)
    return ", ".join(list(dict.fromkeys(names[folded] for folded in close))[:3])


def _instruments(file: TableFile) -> Iterator[Instrument]:
    check_version(file, _VERSION)
    for name, row in file.content.items():
        if name == "version":
            continue
        if not isinstance(row, dict):
            raise file.wrong(
                f"'{name}' is expected to stand in an instrument's table, not above the "
                "first; write [name] before it",
                field=name,
            )
        yield _instrument(file, name, row)


def _instrument(file: TableFile, name: str, row: Mapping[str, Any]) -> Instrument:
    if row.get("unpitched") is True:
        row = {**_ON_ONE_LINE, **row}
    values: dict[str, Any] = {
        field: _value(file, name, field, given) for field, given in row.items()
    }
    for field in _REQUIRED:
        if field not in values:
            raise file.wrong(
                f"'{field}' is missing; add {_FIELDS[field][1]}", table=name, label=name
            )
    values.setdefault("comfortable", values["ranges"][-1])
    try:
        return Instrument(**values, name=name)
    except InvalidValue as error:
        wrong = next((field for field in _FIELDS if f": {field} is" in str(error)), "")
        raise file.wrong(str(error), table=name, field=wrong) from error


def _value(file: TableFile, name: str, field: str, given: object) -> object:
    place: dict[str, Any] = {"table": name, "field": field, "label": name}
    if field not in _FIELDS:
        near = nearest(field, list(_FIELDS))
        raise file.wrong(
            f"'{field}' is unknown here; the nearest known is '{near}'", **place
        )
    read, expected = _FIELDS[field]
    try:
        return read(given)
    except (TypeError, ValueError) as error:
        raise file.wrong(
            f"'{field}' is expected to be {expected}, not {shown(given)}; write it so",
            **place,
        ) from error


def _range(value: object) -> Range:
    low, _, high = text(value).partition(":")
    return Pitch.parse(low), Pitch.parse(high)


def _keys(value: object) -> tuple[tuple[Key, ...], ...]:
    added = (tuple(map(Key.parse, keys.split())) for keys in each(text)(value))
    return tuple(accumulate(added))


def _transposition(value: object) -> Interval:
    semitones, steps = each(whole)(value)
    return Interval(steps, semitones)


def _other_clefs(value: object) -> tuple[tuple[str, int], ...]:
    if not isinstance(value, dict):
        raise TypeError
    return tuple((clef, whole(octaves)) for clef, octaves in value.items())


_FIELDS: dict[str, tuple[Callable[[object], object], str]] = {
    "label": (text, 'the printed name in quotes, such as label = "Violin"'),
    "family": (text, f"one of {', '.join(FAMILIES)}"),
    "aliases": (each(text), 'other names, such as ["fiddle", "Geige"]'),
    "clef": (text, f"one of {', '.join(CLEFS)}"),
    "other_clefs": (_other_clefs, "octaves by clef, such as { tenor = 0 }"),
    "transposition": (_transposition, "semitones and staff steps, such as [-2, -1]"),
    "midi_program": (whole, "a whole number, 0 to 127"),
    "midi_instrument": (text, 'LilyPond\'s name of a sound, such as "violin"'),
    "breathes": (flag, "true or false"),
    "unpitched": (flag, "true or false"),
    "beginner": (_range, 'a range such as "D4:E5"'),
    "intermediate": (_range, 'a range such as "G3:E6"'),
    "advanced": (_range, 'a range such as "G3:G7"'),
    "comfortable": (_range, 'a range such as "D4:A5"'),
    "ranges": (each(_range), 'eight ranges, such as ranges = ["D4:E5", "G3:B5", ...]'),
    "drums": (each(whole), "eight numbers of drums, such as [2, 2, 2, 2, 3, 3, 4, 4]"),
    "keys": (_keys, 'eight lists of keys, such as ["D A", "G Em", "", ...]'),
}
"""How each field is read, and what it is expected to be."""

_REQUIRED = ("label", "family", "clef", "ranges")

_ON_ONE_LINE = {
    "ranges": [f"{MIDDLE_LINE}:{MIDDLE_LINE}"] * 8,
    "keys": ["C", *[""] * 7],
}
"""What a rhythm has instead of ranges and keys."""
