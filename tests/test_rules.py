"""What the program makes keeps its level's rules, in an independent checker's eyes."""

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from checker import Fault, check

from etudes.checking import Standard
from etudes.checking import check as check_line
from etudes.item.make import load_runtime, make
from etudes.item.request import Request
from etudes.reading import Score, read_each
from etudes.runtime import Runtime
from etudes.tables import Level, instrument, level, levels
from etudes.tables import rubric as own_rubric
from etudes.theory import Interval, Key, Pitch, TimeSignature
from etudes.writing.abc import abc
from etudes.writing.midi import midi
from etudes.writing.musicxml import musicxml

pytestmark = pytest.mark.slow

NEWEST = {str(metre): rubric for rubric in reversed(levels()) for metre in rubric.metres}
"""Each metre with the first level that has it."""
WITH_UPBEATS = {
    str(metre): rubric
    for rubric in reversed(levels())
    if rubric.pickup
    for metre in rubric.metres
}
"""Each metre with the first level that has it and upbeats."""
BY_LEVEL = {
    1: "descant-recorder",
    2: "viola",
    3: "tenor",
    4: "alto-saxophone",
    5: "double-bass",
    6: "horn",
    7: "piccolo",
    8: "guitar",
}
"""Instruments that between them have every kind of clef and of transposition."""


@pytest.fixture(scope="module")
def runtime() -> Runtime:
    return load_runtime()


def faults(request: Request, runtime: Runtime, **asked: Any) -> list[Fault]:
    """Return what the checker says of every étude of a request."""
    player = instrument(request.instrument)
    rubric = level(request.level).as_data()
    return [
        fault
        for item in make(request, runtime)
        for fault in check(musicxml(item, player).decode(), rubric, player.as_data(), asked)
    ]


@pytest.mark.parametrize(("number", "name"), BY_LEVEL.items())
def test_a_page_of_every_level_keeps_its_rules(
    number: int, name: str, runtime: Runtime
) -> None:
    """Études made for a level and an instrument break no rule of theirs."""
    request = Request(level=number, instrument=name, seed=number, count=2)

    assert faults(request, runtime) == []


@pytest.mark.parametrize(("number", "name"), BY_LEVEL.items())
def test_a_page_of_every_level_passes_check(
    number: int, name: str, runtime: Runtime, tmp_path: Path
) -> None:
    """`etudes check` finds nothing in what `etudes make` makes, whatever the format."""
    request = Request(level=number, instrument=name, seed=number, count=2)
    player = instrument(name)
    for item in make(request, runtime):
        (tmp_path / f"{item.id}.musicxml").write_bytes(musicxml(item, player))
        (tmp_path / f"{item.id}.mid").write_bytes(midi(item, player))
        (tmp_path / f"{item.id}.abc").write_text(abc(item, player, 1), encoding="utf-8")
    standard = Standard.of(own_rubric(), number, player)

    scores = [score for _, score in read_each([tmp_path], pages=True)]
    lines = [line for score in scores if isinstance(score, Score) for line in score.lines]

    assert len(lines) == 6
    assert [str(fault) for line in lines for fault in check_line(line, standard)] == []


@pytest.mark.parametrize(("metre", "rubric"), NEWEST.items(), ids=NEWEST)
def test_every_metre_keeps_the_rules(metre: str, rubric: Level, runtime: Runtime) -> None:
    """At the first level that has a metre, its études break no rule."""
    request = Request(
        level=rubric.number,
        instrument="flute",
        seed=5,
        count=3,
        measures=4,
        time_signature=TimeSignature.parse(metre),
        pickup=False,
    )

    assert faults(request, runtime, time_signature=metre, measures=4, pickup=False) == []


@pytest.mark.parametrize(("metre", "rubric"), WITH_UPBEATS.items(), ids=WITH_UPBEATS)
def test_an_upbeat_is_there_for_the_asking(
    metre: str, rubric: Level, runtime: Runtime
) -> None:
    """Where a level has upbeats, every metre gives one, and the last bar completes it."""
    request = Request(
        level=rubric.number,
        instrument="violin",
        seed=3,
        count=2,
        measures=2,
        time_signature=TimeSignature.parse(metre),
        pickup=True,
    )

    assert faults(request, runtime, time_signature=metre, measures=2, pickup=True) == []


def test_what_a_teacher_asks_for_is_kept(runtime: Runtime) -> None:
    """A range, note values, a largest leap and a key asked for are kept."""
    asked = {
        "range": ["D4", "B4"],
        "values": ["1/2", "1/4"],
        "max_leap": 5,
        "key": "E minor",
        "measures": 6,
        "time_signature": "3/4",
    }
    request = Request(
        level=4,
        instrument="violin",
        seed=11,
        count=3,
        range=(Pitch.parse("D4"), Pitch.parse("B4")),
        values=(Fraction(1, 2), Fraction(1, 4)),
        max_leap=Interval.parse("P4"),
        key=Key.parse("E minor"),
        measures=6,
        time_signature=TimeSignature.parse("3/4"),
    )

    assert faults(request, runtime, **asked) == []


@pytest.mark.parametrize("name", ["B minor", "A minor", "F minor", "C# minor"])
def test_minor_keys_move_their_raised_notes_by_the_rules(
    name: str, runtime: Runtime
) -> None:
    """In minor, altered notes are approached and left as the level says."""
    request = Request(
        level=5,
        instrument="flute",
        seed=2,
        count=4,
        measures=8,
        key=Key.parse(name),
        pickup=False,
    )

    assert faults(request, runtime, key=name, measures=8, pickup=False) == []
