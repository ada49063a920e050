"""A tessitura: where a line mostly lies, though it may leave it."""

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from checker import check
from hypothesis import given
from hypothesis import strategies as st
from toys import exercise, vocabulary_for

from etudes import Item, Request, make
from etudes.cli import run
from etudes.constraints.reachability import reach
from etudes.errors import InvalidValue, UnsatisfiableRequest
from etudes.item.codec import request_from_json, request_to_json
from etudes.item.make import load_runtime
from etudes.melody import Melody
from etudes.runtime import Runtime
from etudes.sampling.wish import tessitura
from etudes.store import Store
from etudes.tables import instrument, rubric
from etudes.theory import Pitch
from etudes.writing.musicxml import musicxml

Band = tuple[Pitch, Pitch]

PITCHES = st.builds(Pitch, st.integers(0, 6), st.integers(-1, 1), st.integers(1, 7))


def band(text: str) -> Band:
    low, high = text.split(":")
    return Pitch.parse(low), Pitch.parse(high)


FIFTHS = {"violin": "D4:A4", "clarinet": "C4:G4", "trombone": "Bb2:F3"}


@pytest.fixture(scope="module")
def runtime() -> Runtime:
    return load_runtime()


def inside(line: Melody, within: Band) -> Fraction:
    """Return the share of the sounding time that lies within a band."""
    low, high = within
    notes = [event for event in line.events() if event.pitch]
    held = [n for n in notes if n.pitch and low.midi <= n.pitch.midi <= high.midi]
    return sum((n.duration for n in held), Fraction(0)) / sum(n.duration for n in notes)


def mean_inside(items: list[Item], within: Band) -> Fraction:
    return sum((inside(item.melody, within) for item in items), Fraction(0)) / len(items)


@pytest.mark.parametrize("player", FIFTHS)
@pytest.mark.parametrize("level", [2, 5])
def test_a_page_lies_where_it_is_wished(runtime: Runtime, player: str, level: int) -> None:
    """It lies in a fifth for more than four fifths of its time, and longer than the same
    page without the wish; no rule is broken for it."""
    within = band(FIFTHS[player])

    free = make(Request(level, player, 3, count=4), runtime)
    wished = make(Request(level, player, 3, count=4, tessitura=within), runtime)

    assert mean_inside(wished, within) > max(Fraction(4, 5), mean_inside(free, within))
    row = instrument(player)
    allowed = rubric().level(level).as_data()
    texts = [musicxml(item, row).decode() for item in wished]
    assert [check(text, allowed, row.as_data()) for text in texts] == [[]] * 4


def test_notes_outside_stay_possible(runtime: Runtime) -> None:
    """Of a page that should lie within a third, something leaves it, and it still closes
    on its tonic."""
    within = band("E4:G4")
    request = Request(5, "flute", 2, measures=8, tessitura=within)

    items = make(request, runtime)

    assert mean_inside(items, within) < 1
    assert all(item.melody.pitches[-1].step == item.melody.key.step for item in items)


def test_the_same_seed_makes_the_same_page(runtime: Runtime) -> None:
    """Nothing is left to chance but what the seed decides; another band is another page."""
    one, again, other = (
        make(Request(3, "oboe", 5, count=2, tessitura=band(text)), runtime)
        for text in ("G4:D5", "G4:D5", "D4:A4")
    )

    assert one == again
    assert [item.id for item in one] != [item.id for item in other]


def test_it_goes_with_a_contour_and_a_focus(runtime: Runtime) -> None:
    """A rising line of thirds that mostly lies in an octave: each wish has its share."""
    within = band("D4:D5")
    request = Request(
        3, "violin", 4, count=3, tessitura=within, contour="rising", focus=("thirds",)
    )

    items = make(request, runtime)

    assert mean_inside(items, within) > Fraction(4, 5)
    assert all(item.descriptors["focus thirds"] > 0 for item in items)


def test_what_a_note_weighs_is_its_distance() -> None:
    """Within nothing, a tone below 2, a fourth above 5 times what a semitone does; rests
    and lengths nothing."""
    asked = exercise("2/4", 2, "C5", ["1/4"], ["1/4"])
    tables = reach(asked, vocabulary_for(asked)).tables

    wish = tessitura(*band("D4:G4"), tables)

    first = zip(tables.pitches, wish.tones[0], strict=True)
    weights = {str(pitch): weight for pitch, weight in first}
    assert weights["None"] == weights["D4"] == weights["G4"] == 0
    assert weights["C4"] == weights["A4"] < 0
    assert weights["C5"] == pytest.approx(weights["C4"] * 5 / 2)
    assert not (wish.notes.any() or wish.rests.any() or wish.moves.any())


@given(st.tuples(PITCHES, PITCHES).map(lambda pair: sorted(pair, key=lambda p: p.midi)))
def test_a_request_comes_back_from_json(pair: list[Pitch]) -> None:
    """The tessitura is written as pitches are."""
    low, high = pair
    request = Request(2, "violin", 7, tessitura=(low, high))

    text = request_to_json(request)

    assert json.loads(text)["tessitura"] == [str(low), str(high)]
    assert request_from_json(text) == request


def test_a_request_without_it_is_written_as_before() -> None:
    """So older items keep their ids."""
    assert "tessitura" not in request_to_json(Request(2, "violin", 7))


def test_it_comes_back_from_the_store(runtime: Runtime, tmp_path: Path) -> None:
    """With its item, so that the page can be made again."""
    request = Request(1, "flute", 1, count=1, tessitura=band("G4:D5"))
    items = make(request, runtime)

    with Store.open(tmp_path / "etudes.db") as store:
        store.save(request, items)
        found = store.item(items[0].id)

    assert found.request == request
    assert make(found.request, runtime) == items


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--tessitura", "D4"], "a tessitura such as D4:A4 was expected, not 'D4'"),
        (["--tessitura", "A4:D4"], "a tessitura goes upwards; A4:D4 does not"),
        (["--tessitura", "X4:A4"], "a pitch such as"),
        (["--tessitura", ":"], "a pitch such as"),
        (["--tessitura", "C6:G6"], "a tessitura within D4 to E5 was expected"),
        (
            ["--tessitura", "B4:E5", "--range", "D4:A4"],
            "a tessitura within D4 to A4 was expected",
        ),
    ],
)
def test_what_is_no_tessitura_is_refused_in_a_line(
    words: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """What was expected, what came."""
    code = run(["make", "--level", "1", "--instrument", "violin", *words])

    printed = capsys.readouterr()
    assert code in (2, 3)
    assert says in printed.err
    assert printed.err.count("\n") == 1
    assert not printed.out


def test_a_rhythm_has_none(runtime: Runtime) -> None:
    """A snare drum has no pitch to lie anywhere."""
    with pytest.raises(UnsatisfiableRequest, match="a rhythm has no pitch"):
        make(Request(1, "snare-drum", 1, tessitura=band("D4:A4")), runtime)


def test_it_goes_upwards_at_birth() -> None:
    """As a range does."""
    wrong: dict[str, Any] = {"tessitura": band("A4:D4")}

    with pytest.raises(InvalidValue, match="upwards"):
        Request(1, "violin", 1, **wrong)
