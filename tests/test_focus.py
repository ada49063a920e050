"""The technical focuses: what each is, how much of it a page gets, who cannot have it."""

import json
from fractions import Fraction

import numpy as np
import pytest
from conftest import melody
from hypothesis import given
from hypothesis import strategies as st
from test_constraints import three_bars as three_bars
from test_sampling import Impartial

from etudes import Request, make
from etudes.cli import run
from etudes.constraints.exercise import Exercise
from etudes.constraints.reachability import reach
from etudes.encoding.vocabulary import Vocabulary
from etudes.errors import EtudesError, UnknownName
from etudes.focus import focus, focuses, share
from etudes.item.codec import request_from_json, request_to_json
from etudes.item.make import load_runtime
from etudes.item.plan import plan
from etudes.melody import Melody
from etudes.model.architecture import Architecture
from etudes.runtime import Runtime
from etudes.sampling.draw import Task, draw
from etudes.sampling.wish import Wish, focused
from etudes.theory import Key, Pitch, TimeSignature

CHROMATIC = "4/4 C4:1/4 C#4:1/4 D4:1/4 B3:1/4"


@pytest.fixture(scope="module")
def runtime() -> Runtime:
    return load_runtime()


@pytest.mark.parametrize(
    ("name", "instrument", "line", "key", "expected"),
    [
        ("thirds", "flute", "4/4 C4:1/4 E4:1/4 D4:1/4 F4:1/4", "C", (2, 3)),
        ("thirds", "flute", "2/4 C4:1/4 Eb4:1/4", "C minor", (1, 1)),
        ("thirds", "flute", "2/4 C4:1/4 D#4:1/4", "E minor", (0, 1)),
        ("sixths", "flute", "3/4 C4:1/4 A4:1/4 C#4:1/4", "A", (2, 2)),
        ("large-leaps", "flute", "3/4 C4:1/4 G4:1/4 D4:1/4", "C", (1, 2)),
        ("repeated-notes", "flute", "3/4 C4:1/4 C4:1/4 C5:1/4", "C", (1, 2)),
        ("scales", "flute", "5/4 C4:1/4 D4:1/4 E4:1/4 F4:1/4 G4:1/4", "C", (5, 5)),
        ("scales", "flute", "4/4 C4:1/4 D4:1/4 E4:1/4 F4:1/4", "C", (0, 4)),
        ("scales", "flute", "5/4 C4:1/4 D4:1/4 E4:1/4 F4:1/4 E4:1/4", "C", (0, 5)),
        ("arpeggios", "flute", "4/4 C4:1/4 E4:1/4 G4:1/4 C5:1/4", "C", (4, 4)),
        ("arpeggios", "flute", "4/4 G4:1/4 E4:1/4 C4:1/4 B3:1/4", "C", (3, 4)),
        ("arpeggios", "flute", "3/4 C4:1/4 F4:1/4 B4:1/4", "C", (0, 3)),
        ("arpeggios", "flute", "3/4 C4:1/4 E4:1/4 C4:1/4", "C", (0, 3)),
        ("dotted-rhythm", "flute", "2/4 C4:3/8 D4:1/8", "C", (1, 2)),
        ("dotted-rhythm", "flute", "3/4 C4:3/4", "C", (0, 1)),
        ("dotted-rhythm", "flute", "6/8 C4:3/8 D4:3/8", "C", (0, 2)),
        ("dotted-rhythm", "flute", "6/8 C4:3/16 D4:1/16 C4:1/8 D4:3/8", "C", (1, 4)),
        ("syncopation", "flute", "2/4 C4:1/8 D4:1/4 C4:1/8", "C", (1, 3)),
        ("syncopation", "flute", "2/4 C4:1/4 D4:1/8 C4:1/8", "C", (0, 3)),
        ("triplets", "flute", "2/4 C4:1/12 D4:1/12 C4:1/12 D4:1/4", "C", (3, 4)),
        ("semiquavers", "flute", "2/4 C4:3/16 D4:1/16 C4:1/4", "C", (1, 3)),
        ("rests", "flute", "3/4 C4:1/4 -:1/4 C4:1/4", "C", (1, 3)),
        ("ties", "flute", "2/4 C4:1/4 D4:1/2 E4:1/4", "C", (1, 3)),
        ("ties", "flute", "4/4 C4:5/8 D4:1/8 C4:1/4", "C", (1, 3)),
        ("ties", "flute", "2/4 C4:1/8 D4:1/4 C4:1/8", "C", (0, 3)),
        ("accidentals", "flute", CHROMATIC, "C", (1, 4)),
        ("accidentals", "flute", "2/4 G#4:1/4 A4:1/4", "A minor", (1, 2)),
        ("chromatic-notes", "flute", "2/4 G#4:1/4 A4:1/4", "A minor", (0, 2)),
        ("chromatic-notes", "flute", CHROMATIC, "C", (1, 4)),
        ("second-finger-low", "violin", "3/4 F4:1/4 C5:1/4 F#4:1/4", "C", (2, 3)),
        ("second-finger-high", "violin", "3/4 F#4:1/4 C#5:1/4 G5:1/4", "D", (2, 3)),
        ("second-finger-high", "viola", "2/4 B3:1/4 C4:1/4", "G", (1, 2)),
        ("clarinet-break", "clarinet", "3/4 Bb4:1/4 B4:1/4 C5:1/4", "C", (1, 2)),
        ("string-crossing", "violin", "3/4 D4:1/4 E4:1/4 A4:1/4", "D", (1, 2)),
        ("string-crossing", "violin", "3/4 E4:1/4 F#4:1/4 G4:1/4", "D", (0, 2)),
        ("lip-slurs", "trumpet", "3/4 C4:1/4 G4:1/4 A4:1/4", "C", (1, 2)),
        ("lip-slurs", "trombone", "3/4 Bb2:1/4 F3:1/4 G3:1/4", "Bb", (1, 2)),
        ("lip-slurs", "flute", "2/4 C4:1/4 G4:1/4", "C", (0, 1)),
        ("compound-time", "flute", "6/8 C4:3/4", "C", (1, 1)),
        ("compound-time", "flute", "3/8 C4:3/8", "C", (0, 1)),
        ("upbeats", "flute", "2/4 C4:1/4 | C4:1/2 | C4:1/4", "C", (1, 1)),
        ("upbeats", "flute", "2/4 C4:1/2", "C", (0, 1)),
        ("key:Bb", "flute", "2/4 Bb4:1/2", "Bb", (1, 1)),
        ("key:D minor", "flute", "2/4 D4:1/2", "D", (0, 1)),
    ],
)
def test_a_share_counts_what_a_teacher_would_count(
    name: str, instrument: str, line: str, key: str, expected: tuple[int, int]
) -> None:
    """Written by hand: so many of so many intervals, notes, events or items."""
    found = share(focus(name), melody(line, key), instrument)

    assert found == pytest.approx(expected[0] / expected[1])


@given(
    st.lists(
        st.tuples(
            st.none() | st.sampled_from(["C4", "D4", "Eb4", "F#4", "B4", "G5"]),
            st.sampled_from(["1/16", "1/12", "1/8", "3/16", "1/4", "3/8", "5/8", "3/2"]),
        ),
        min_size=1,
        max_size=20,
    ),
    st.sampled_from(["2/4", "6/8", "5/8", "7/8", "2/2", "3/8"]),
)
def test_every_share_lies_between_none_and_all(
    events: list[tuple[str | None, str]], metre: str
) -> None:
    """Whatever the melody, a share is 0 to 1."""
    line = Melody.from_events(
        Key.parse("C"),
        TimeSignature.parse(metre),
        [(name and Pitch.parse(name), Fraction(length)) for name, length in events],
    )

    shares = [share(row, line, (*row.instruments, "flute")[0]) for row in focuses()]

    assert [s for s in shares if not 0 <= s <= 1] == []


@pytest.mark.parametrize("name", [row.name for row in focuses() if row.feature != "key"])
def test_every_focus_has_a_place_at_its_first_level(name: str, runtime: Runtime) -> None:
    """For its first instrument, or the violin."""
    row = focus(name)
    player = (*row.instruments, "violin")[0]
    request = Request(row.level, player, 1, count=2, focus=(name,))

    items = make(request, runtime)

    assert sum(item.descriptors[f"focus {name}"] for item in items) > 0


@pytest.mark.parametrize(
    ("level", "player", "name"),
    [
        (1, "violin", "arpeggios"),
        (2, "trumpet", "thirds"),
        (3, "violin", "dotted-rhythm"),
        (4, "flute", "compound-time"),
        (5, "trumpet", "scales"),
        (4, "flute", "chromatic-notes"),
        (5, "clarinet", "clarinet-break"),
    ],
)
def test_a_focus_at_least_doubles_its_share(
    level: int, player: str, name: str, runtime: Runtime
) -> None:
    """Eight items with it against eight without."""
    row = focus(name)

    plain, focused = (
        sum(share(row, item.melody, player) for item in make(request, runtime))
        for request in (
            Request(level, player, 5, count=8),
            Request(level, player, 5, count=8, focus=(name,)),
        )
    )

    assert focused >= 2 * plain
    assert focused > 0


@pytest.mark.parametrize(
    ("level", "player", "name", "says"),
    [
        (1, "violin", "syncopation", "from level 5 on"),
        (2, "flute", "sixths", "from level 4 on"),
        (5, "violin", "clarinet-break", "is for clarinet"),
        (5, "flute", "second-finger-low", "is for violin, viola"),
        (1, "violin", "key:Eb", "from level 4 on for the Violin"),
        (8, "violin", "key:C# minor,key:D", "exclude each other"),
        (6, "violin", "compound-time,triplets", "a metre that has a place"),
    ],
)
def test_a_focus_out_of_place_is_refused(
    level: int, player: str, name: str, says: str
) -> None:
    """In one line that says where there would be such a thing."""
    request = Request(level, player, 1, focus=tuple(name.split(",")))

    with pytest.raises(EtudesError, match=says) as refusal:
        plan(request, 0)

    assert "\n" not in str(refusal.value)


def test_values_without_room_for_a_focus_are_refused(runtime: Runtime) -> None:
    """Crotchets hold no semiquavers."""
    crotchets = (Fraction(1, 2), Fraction(1, 4))
    request = Request(
        4,
        "violin",
        1,
        time_signature=TimeSignature(4, 4),
        values=crotchets,
        focus=("semiquavers",),
    )

    with pytest.raises(EtudesError, match="no place for semiquavers"):
        make(request, runtime)


def test_an_unknown_focus_is_answered_with_the_nearest() -> None:
    """A slip of the finger is not the end."""
    with pytest.raises(UnknownName, match="the nearest are thirds"):
        focus("thrids")


def test_a_wish_for_nothing_changes_no_note(
    three_bars: Exercise, small_vocabulary: Vocabulary, small_architecture: Architecture
) -> None:
    """Weights of zero and no weights draw the same."""
    runtime = Impartial(small_vocabulary, small_architecture)
    reachable = reach(three_bars, small_vocabulary)
    nothing = Wish.none(reachable.tables)

    plain, wished = (
        draw(runtime, [Task(reachable, np.random.default_rng(3), wish=wish)], 6)[0].draws
        for wish in (None, nothing)
    )

    assert plain == wished


def test_a_focus_weighs_only_what_the_rules_allow(
    three_bars: Exercise, small_vocabulary: Vocabulary
) -> None:
    """Thirds are weighed where the leap is allowed, and nothing else is."""
    reachable = reach(three_bars, small_vocabulary)
    tables = reachable.tables

    wish = focused([focus("thirds")], reachable, "flute")

    assert wish is not None
    weighed = {
        (str(tables.pitches[i]), str(tables.pitches[j]))
        for i, j in zip(*np.nonzero(wish.moves), strict=True)
    }
    assert ("C4", "E4") in weighed
    assert ("C4", "D4") not in weighed
    assert not (wish.moves.astype(bool) & ~tables.moves).any()
    assert not any(w.any() for w in (wish.notes, wish.rests, wish.opens, wish.tones))


def test_a_request_keeps_its_focus_as_json() -> None:
    """There and back."""
    request = Request(3, "violin", 1, focus=("thirds", "key:G major"))

    assert request_from_json(request_to_json(request)) == request


def test_make_tells_the_share_of_each_focus(
    tmp_path: object, capsys: pytest.CaptureFixture[str]
) -> None:
    """`--focus` may be given twice or with commas; the key is spelled out."""
    line = "make --level 3 --instrument violin --focus thirds,ties --focus key:G --count 1"
    code = run([*line.split(), "--format", "abc", "-o", str(tmp_path), "--json"])

    [summary] = json.loads(capsys.readouterr().out)

    assert (code, list(summary["focus"])) == (0, ["thirds", "ties", "key:G major"])


def test_the_focuses_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    """As data: what each means, from which level, for whom."""
    run(["focus", "--json"])

    rows = json.loads(capsys.readouterr().out)

    assert {tuple(row) for row in rows} == {
        ("name", "words", "unit", "level", "instruments")
    }
    assert len(rows) == len(focuses())
