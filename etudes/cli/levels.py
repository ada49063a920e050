"""`etudes levels`: a rubric as a teacher reads it, as JSON, or as the file to edit."""

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

from etudes.cli.console import print_json, print_line, print_table
from etudes.errors import InvalidValue
from etudes.paths import database_path
from etudes.tables import Level, Rubric, read_rubric, rubric
from etudes.tables.figures import written
from etudes.tables.rubric import RUBRIC_FILE
from etudes.theory import Interval, Key, duration_name, note_value

_WIDTH = 100
_CROTCHET, _DOTTED_CROTCHET = Fraction(1, 4), Fraction(3, 8)

Column = tuple[str, Callable[[Level, Level | None], str]]
"""A heading, and what stands below it for a level and the level before it."""


def show_levels(file: Path | None, *, as_json: bool, as_toml: bool) -> None:
    """Print what each level of a rubric allows; None is the program's own."""
    shown = read_rubric(file) if file else rubric()
    if as_toml:
        print_line((file or RUBRIC_FILE).read_text(encoding="utf-8-sig").rstrip("\n"))
    elif as_json:
        print_json(_as_data(shown))
    else:
        print_line(
            f"{shown.name}, edition {shown.edition}. Of a list, a level shows what it adds."
        )
        for title, columns in _TABLES.items():
            print_line("")
            print_table(title, *_rows(shown, columns), width=_WIDTH)
        print_line("")
        print_table(
            "First keys, as written, of instruments without their own list",
            *_keys(shown),
            width=_WIDTH,
        )


def show_versions(
    is_asked: bool,
    number: int | None,
    file: Path | None,
    database: Path | None,
    *,
    as_json: bool,
    as_toml: bool,
) -> None:
    """Print the versions of the scale of difficulty, or what the one of a number changed.

    Raises
    ------
    InvalidValue
        If `--version` was not asked for, or what has nothing to do with it was.
    """
    if not is_asked or file is not None or as_toml:
        raise InvalidValue(
            "a number and --db were expected with --version alone, for example: etudes "
            "levels --version 2"
        )
    from etudes.cli import scale_versions

    scale_versions.show_versions(database or database_path(), number, as_json=as_json)


def _as_data(shown: Rubric) -> list[dict[str, Any]]:
    """Return the levels, each with the keys it has and the rubric it is of."""
    whole = shown.as_data()
    keys: Any = whole["keys"]
    title = {"name": shown.name, "edition": shown.edition, "digest": shown.digest}
    return [
        level.as_data()
        | {"keys": {name: lists[level.number - 1] for name, lists in keys.items()}}
        | {"rubric": title}
        for level in shown.levels
    ]


def _rows(shown: Rubric, columns: Sequence[Column]) -> tuple[list[str], list[list[str]]]:
    below = (None, *shown.levels)
    rows = [
        [str(level.number), *(cell(level, before) for _, cell in columns)]
        for level, before in zip(shown.levels, below, strict=False)
    ]
    return ["level", *(heading for heading, _ in columns)], rows


def _keys(shown: Rubric) -> tuple[list[str], list[list[str]]]:
    rows = []
    for name, lists in shown.keys.items():
        added = [
            [key for key in keys if key not in fewer]
            for keys, fewer in zip(lists, ((), *lists), strict=False)
        ]
        rows.append([name, *(" ".join(map(_key, keys)) or "–" for keys in added)])
    return ["", *(f"level {n}" if n == 1 else str(n) for n in range(1, 9))], rows


def _key(key: Key) -> str:
    return str(key).replace(" major", "").replace(" minor", "m")


def _all(field: str) -> Callable[[Level, Level | None], str]:
    def cell(level: Level, _: Level | None) -> str:
        return ", ".join(map(str, getattr(level, field))) or "–"

    return cell


def _added(
    field: str, name: Callable[[Any], str] = str
) -> Callable[[Level, Level | None], str]:
    def cell(level: Level, below: Level | None) -> str:
        old = getattr(below, field) if below else ()
        return _listed(name(one) for one in getattr(level, field) if one not in old)

    return cell


def _figures(beat: Fraction) -> Callable[[Level, Level | None], str]:
    def cell(level: Level, below: Level | None) -> str:
        old = below.figures if below else ()
        new = (one for one in level.figures if sum(one) == beat and one not in old)
        return _listed(written(one).replace(" ", "+") for one in new)

    return cell


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names) or "–"


def _semitones(count: int) -> str:
    names = {6: "tritone", 24: "two octaves", 36: "three octaves"}
    return names.get(count) or Interval.of_semitones(count).name


def _value(duration: Fraction) -> str:
    """Return the name of a note value; of tied ones, both."""
    if note_value(duration):
        return duration_name(duration)
    longest = Fraction(2 ** (duration.numerator.bit_length() - 1), duration.denominator)
    return f"{duration_name(longest)} + {duration_name(duration - longest)}"


def _leaps(level: Level, _: Level | None) -> str:
    but = ", ".join(map(_semitones, level.forbidden_leaps))
    return _semitones(level.max_leap) + (f"; no {but}" if but else "")


def _in_chords(level: Level, _: Level | None) -> str:
    return f"from a {_semitones(level.chord_leaps)} on" if level.chord_leaps else "–"


_TABLES: dict[str, list[Column]] = {
    "Length, metre and tempo": [
        ("a page", lambda level, _: str(level.count)),
        ("bars", _all("measures")),
        ("metres", _added("metres")),
        ("upbeat", lambda level, _: "yes" if level.pickup else "–"),
        ("tempo", lambda level, _: f"{level.tempo[0]}–{level.tempo[1]}"),
        ("words", _all("tempo_words")),
    ],
    "Notes and rests": [
        ("notes", _added("values", _value)),
        ("rests", _added("rests", _value)),
        ("syncopation", lambda level, _: level.syncopation),
        ("ties over the barline", lambda level, _: "yes" if level.ties else "–"),
    ],
    "Rhythm figures": [
        ("a crotchet is divided", _figures(_CROTCHET)),
        ("a dotted crotchet is divided", _figures(_DOTTED_CROTCHET)),
    ],
    "Pitch": [
        ("span", lambda level, _: _semitones(level.span)),
        ("largest leap", _leaps),
        ("leaps inside I, IV, V7", _in_chords),
        ("alterations", lambda level, _: level.alterations),
    ],
    "Marks": [
        ("articulation", _added("articulations")),
        ("dynamics", _added("dynamics")),
    ],
}
"""What stands in each table, under which title."""
