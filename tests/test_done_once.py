"""What is worked out once for many items is what each alone would have had."""

import pytest
from conftest import melody
from hypothesis import given, settings
from hypothesis import strategies as st
from sheets import Sheet, sections_of

from etudes.item import candidates as drawing
from etudes.item.make import make
from etudes.item.request import Request
from etudes.melody import Melody
from etudes.sampling.heard import Heard, turns
from etudes.sheet import Layout
from etudes.sheet.layout import KINDS
from etudes.writing.setting import Written

LINES = st.lists(st.sampled_from(["C4", "D4", "E4", "F4", "G4"]), min_size=2, max_size=12)


def crotchets(names: list[str]) -> Melody:
    """A line of crotchets, one a bar of 1/4."""
    return melody("1/4 " + " | ".join(f"{name}:1/4" for name in names))


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "cards"])
@settings(deadline=None, max_examples=30)
@given(first=st.floats(12, 60), room=st.floats(12, 60), longest=st.integers(1, 8))
def test_an_exercise_set_again_is_the_one_written_for_that_room(
    kind: str, first: float, room: float, longest: int
) -> None:
    """Its notes and signs stay, and its lines end where they would have ended at once."""
    layout = Layout(kind)
    sections = sections_of(Sheet((("violin", (2, 5)), ("flute", (7,))), layout))
    again, at_once = Written(sections, layout), Written(sections, layout)

    before = again.fitted(first)

    assert again.fitted(room, longest) == at_once.fitted(room, longest)
    assert [one.music for one in before] == [one.music for one in again.fitted(room)]


@settings(deadline=None)
@given(on_page=st.lists(LINES, max_size=6), names=LINES)
def test_an_item_is_as_alike_as_the_nearest_of_the_page(
    on_page: list[list[str]], names: list[str]
) -> None:
    """Held against each item of the page in turn, four notes by four."""
    page, line = [crotchets(names) for names in on_page], crotchets(names)
    common = [len(turns(line) & turns(other)) for other in page]

    heard = Heard(page)

    assert heard.alike(line) == max(common, default=0) / max(len(turns(line)), 1)


def test_items_drawn_a_few_at_a_time_are_those_drawn_together(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The same notes and signs, and the same said of how they were drawn."""
    for asked in (
        Request(level=2, instrument="violin", seed=3, count=5),
        Request(level=4, instrument="flute", seed=3, count=2, focus=("thirds",)),
    ):
        together = make(asked)
        with monkeypatch.context() as changed:
            changed.setattr(drawing, "_SIDE_BY_SIDE", 16)
            a_few = make(asked)

        assert a_few == together


def test_the_first_items_of_a_book_are_those_of_a_page() -> None:
    """What equal exercises share of looking ahead changes nothing in them."""
    asked = {"level": 1, "instrument": "violin", "seed": 5}

    many = make(Request(count=12, **asked))  # type: ignore[arg-type]
    few = make(Request(count=3, **asked))  # type: ignore[arg-type]

    assert [item.melody for item in many[:3]] == [item.melody for item in few]
