"""The tables say what a teacher would say of levels."""

import json
import subprocess
import sys
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from etudes.errors import DamagedData, InvalidValue
from etudes.tables import Level, level, levels
from etudes.tables.data import read_table, reading
from etudes.theory import TimeSignature

every_level = pytest.mark.parametrize(
    "lesson", levels(), ids=lambda lesson: str(lesson.number)
)

# Levels


def test_levels_are_numbered() -> None:
    """There are eight levels, and each is found by its number."""
    assert [level(number) for number in range(1, 9)] == list(levels())


@pytest.mark.parametrize("number", [0, 9, -1])
def test_no_ninth_level(number: int) -> None:
    """A number outside 1 to 8 is no level."""
    with pytest.raises(InvalidValue, match=f"1 to 8 was expected, not {number}"):
        level(number)


def test_levels_are_cumulative() -> None:
    """Whatever a level allows, the next one allows too."""
    strictness = ("none", "leading note", "minor", "by step", "free")
    offbeats = ("none", "simple", "free")
    for easier, harder in zip(levels(), levels()[1:], strict=False):
        assert set(easier.metres) <= set(harder.metres)
        assert set(easier.values) <= set(harder.values)
        assert set(easier.rests) <= set(harder.rests)
        assert easier.ties <= harder.ties
        assert easier.pickup <= harder.pickup
        assert easier.span <= harder.span
        assert easier.max_leap <= harder.max_leap
        assert max(easier.measures) <= max(harder.measures)
        assert easier.tempo[1] <= harder.tempo[1]
        assert strictness.index(easier.alterations) <= strictness.index(harder.alterations)
        assert offbeats.index(easier.syncopation) <= offbeats.index(harder.syncopation)


def test_spans_and_leaps() -> None:
    """Spans grow from a fifth to three octaves, leaps from a third to the octave."""
    assert [lesson.span for lesson in levels()] == [7, 9, 12, 14, 16, 19, 24, 36]
    assert [lesson.max_leap for lesson in levels()] == [4, 5, 7, 9, 12, 12, 12, 12]


def test_no_tritone_or_seventh_up_to_level_five() -> None:
    """Up to level 5 a tritone (6) or a seventh (10, 11) is out of reach or forbidden."""
    for lesson in levels()[:5]:
        reachable = set(range(lesson.max_leap + 1)) - set(lesson.forbidden_leaps)

        assert reachable.isdisjoint({6, 10, 11})


@pytest.mark.parametrize(
    ("metre", "number"),
    [("2/4", 1), ("4/4", 1), ("3/8", 3), ("6/8", 4), ("9/8", 6), ("7/8", 7), ("12/8", 8)],
)
def test_first_level_of_a_metre(metre: str, number: int) -> None:
    """Simple metres come first, 6/8 at level 4, odd metres at 6 and 7, 12/8 last."""
    having = [lesson.number for lesson in levels() if metre in map(str, lesson.metres)]

    assert having[0] == number


@pytest.mark.parametrize(
    ("value", "number"),
    [("1/8", 1), ("3/4", 1), ("1", 2), ("3/8", 2), ("1/16", 3), ("3/16", 4), ("1/12", 6)],
)
def test_first_level_of_a_value(value: str, number: int) -> None:
    """Quavers stand at 1, dotted crotchets at 2, semiquavers at 3, triplets at 6."""
    having = [lesson.number for lesson in levels() if Fraction(value) in lesson.values]

    assert having[0] == number


@pytest.mark.parametrize("lesson", levels()[1:], ids=lambda lesson: str(lesson.number))
def test_one_note_can_fill_a_bar(lesson: Level) -> None:
    """From level 2 on every metre has a note, tied if need be, as long as its bar."""
    bars = {metre.measure_duration for metre in lesson.metres}

    assert bars <= set(lesson.values)


@every_level
def test_exercises_fill_one_page(lesson: Level) -> None:
    """A page of about twelve systems holds 32 to 50 bars."""
    assert 32 <= lesson.count * max(lesson.measures) <= 50


@every_level
def test_tempo_words_differ(lesson: Level) -> None:
    """No level says the same word for two tempi."""
    assert len(set(lesson.tempo_words)) == len(lesson.tempo_words)


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ("number", 9, "'number' is expected to be 1 to 8, not 9"),
        ("metres", (), r"time signatures, at level 1 one or more, not \[\]"),
        ("values", (Fraction(0),), "'values' is expected to be lengths from 1/32 to 2"),
        ("syncopation", "some", 'one of none, simple, free, not "some"'),
        ("alterations", "all", 'one of none, leading note, .*, not "all"'),
        ("max_leap", 40, "1 to 7 semitones, the span, not 40; write a number"),
        ("forbidden_leaps", (6,), r"under the largest leap, 4, not \[6\]"),
        ("tempo", (90, 60), r"slowest and the fastest .* 20 to 300, not \[90, 60\]"),
    ],
)
def test_a_level_is_valid_at_birth(field: str, value: object, expected: str) -> None:
    """A level that cannot be is refused, and the message names the field."""
    with pytest.raises(InvalidValue, match=expected):
        replace(level(1), **{field: value})


# Data


@every_level
def test_levels_as_data(lesson: Level) -> None:
    """A level survives JSON, and its metres and lengths read back."""
    data = json.loads(json.dumps(lesson.as_data()))

    assert tuple(map(TimeSignature.parse, data["metres"])) == lesson.metres
    assert tuple(map(Fraction, data["values"])) == lesson.values


def test_a_row_says_where_it_is_wrong() -> None:
    """A wrong row names its file, itself and what is missing."""
    with (
        pytest.raises(DamagedData, match=r"levels\.toml, level 3: the field 'values' was"),
        reading("levels.toml", "level 3"),
    ):
        {}["values"]


def test_a_table_of_another_version(tmp_path: Path) -> None:
    """A table of another version is refused rather than half understood."""
    file = tmp_path / "levels.toml"
    file.write_text("version = 2\n", encoding="utf-8")

    with pytest.raises(DamagedData, match="line 1: 'version' is expected to be 1, not 2"):
        read_table(str(file))


def test_tables_load_lightly() -> None:
    """Importing the tables pulls in neither NumPy nor the search for near names."""
    code = "import sys, etudes.tables; print({'numpy', 'difflib'} & sys.modules.keys())"
    printed = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout

    assert printed.strip() == "set()"
