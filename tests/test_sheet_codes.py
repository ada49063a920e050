"""The code in the footer makes the same sheet again, and catches a slip of the pen."""

from dataclasses import fields, replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etudes.errors import EtudesError, InvalidValue
from etudes.item.request import Request
from etudes.melody import Melody
from etudes.sheet import Layout
from etudes.sheet.chapters import chapters, with_motif
from etudes.sheet.code import layout_from_json, layout_to_json, read_code, sheet_code
from etudes.sheet.layout import KINDS
from etudes.theory import Interval, Key, Pitch, TimeSignature
from etudes.words import LANGUAGES

DIGEST = "3f2a" * 16

LAYOUTS = st.builds(
    Layout,
    kind=st.sampled_from([kind for kind in KINDS if kind not in ("slides", "cards")]),
    title=st.none() | st.text(max_size=80),
    paper=st.sampled_from(("a4", "letter")),
    language=st.sampled_from([*LANGUAGES]),
    large=st.booleans(),
    easy=st.booleans(),
    contrast=st.booleans(),
    plain=st.booleans(),
    two_up=st.booleans(),
    levels=st.none()
    | st.tuples(st.integers(1, 8), st.integers(1, 8)).map(lambda pair: tuple(sorted(pair))),
    motif=st.booleans(),
)
REQUESTS = st.builds(
    Request,
    level=st.integers(1, 8),
    instrument=st.sampled_from(("violin", "alto-saxophone", "snare-drum")),
    seed=st.integers(0, 2**64),
    count=st.none() | st.integers(1, 200),
    key=st.none() | st.sampled_from([Key.parse(name) for name in ("G", "Bb", "F#m")]),
    time_signature=st.none() | st.just(TimeSignature(6, 8)),
    range=st.none() | st.just((Pitch.parse("G3"), Pitch.parse("D5"))),
    max_leap=st.none() | st.just(Interval.parse("P5")),
    pickup=st.none() | st.booleans(),
    focus=st.none() | st.just(("thirds", "key:G")),
    rules=st.none() | st.just(("form: a a' b a",)),
    temperature=st.none() | st.floats(0.1, 10),
    scale=st.none() | st.sampled_from(["adbb40a8", "00000000", "another"]),
    preference=st.none() | st.sampled_from(["9e107d9d", "another"]),
)


@given(REQUESTS, LAYOUTS)
def test_a_code_brings_back_what_was_asked_for(request: Request, layout: Layout) -> None:
    """Every field of the request and of the layout comes back."""
    code = sheet_code(request, layout, DIGEST)

    again, looks, _ = read_code(code)

    assert (again, looks) == (request, layout)


@given(LAYOUTS)
def test_a_layout_is_kept_without_loss(layout: Layout) -> None:
    """As JSON and back."""
    assert layout_from_json(layout_to_json(layout)) == layout


def test_the_layouts_above_fill_every_field() -> None:
    """A field that is added to a layout is added to these tests."""
    assert {*LAYOUTS.wrapped_strategy.kwargs} == {field.name for field in fields(Layout)}


def test_what_was_learnt_costs_a_code_eighteen_characters() -> None:
    """A scale and a preference: a foot of a page has room for that."""
    plain = Request(3, "violin", 5)
    learnt = replace(plain, scale="adbb40a8", preference="9e107d9d")

    code = sheet_code(learnt, Layout(), DIGEST)

    assert len(code) == len(sheet_code(plain, Layout(), DIGEST)) + 18
    assert read_code(code.upper())[0] == learnt


def test_a_usual_code_is_short() -> None:
    """Copied from paper by hand in a moment: instrument, level, seed, five letters."""
    code = sheet_code(Request(2, "violin", 498785), Layout(), DIGEST)

    assert code.startswith("violin.2.498785.")
    assert len(code) == len("violin.2.498785.") + 5


def test_capitals_do_not_matter() -> None:
    """A code may be typed in any case, with spaces around it."""
    request = Request(3, "violin", 10, key=Key.parse("D"))
    code = sheet_code(request, Layout("book", language="de"), DIGEST)

    assert read_code(f" {code.upper()} ")[0] == request


@given(st.data())
def test_a_slip_in_a_code_is_caught(data: st.DataObject) -> None:
    """One wrong character in 100 codes: no more than the odd one passes (1 in 1,024), and
    what passes is still a sheet or a plain error."""
    request = Request(
        data.draw(st.integers(1, 8)), "violin", data.draw(st.integers(0, 10**6))
    )
    code = sheet_code(request, Layout(), DIGEST)
    place = data.draw(st.integers(0, len(code) - 1))
    letter = data.draw(st.sampled_from("0123456789abcdefghjkmnpqrstvwxyz."))

    slip = code[:place] + letter + code[place + 1 :]

    if slip != code:
        try:
            read_code(slip)
        except EtudesError as error:
            assert "\n" not in str(error)


@pytest.mark.parametrize(
    "text",
    ["", "violin", "violin.2.7", "violin.9.7.abcde", "../../x.2.7.abcde", "x" * 5000],
)
def test_what_is_no_code_is_refused_in_a_line(text: str) -> None:
    """And the message shows what a code looks like."""
    with pytest.raises(InvalidValue, match=r"violin\.2\.498785"):
        read_code(text)


# Levels


def test_a_series_has_one_exercise_a_level() -> None:
    """Levels 1 to 8 unless told otherwise."""
    asked = chapters(Request(1, "flute", 7), Layout("series"))

    assert [(one.level, one.count) for one in asked] == [(n, 1) for n in range(1, 9)]


def test_a_page_has_one_level() -> None:
    """Several are refused with what to ask for."""
    with pytest.raises(InvalidValue, match="series or book"):
        chapters(Request(1, "flute", 7), Layout("page", levels=(1, 3)))


def test_a_book_is_not_endless() -> None:
    """400 exercises at most."""
    with pytest.raises(InvalidValue, match="at most 400"):
        chapters(Request(1, "flute", 7, count=200), Layout("book", levels=(1, 3)))


def test_a_motif_is_the_first_bar_in_its_key_and_metre() -> None:
    """What comes after it is free."""
    waltz = [("D5", "1/4"), ("F#5", "1/4"), ("A5", "1/4"), ("G5", "3/4")]
    first = Melody.from_events(
        Key.parse("D"),
        TimeSignature(3, 4),
        [(Pitch.parse(name), Fraction(length)) for name, length in waltz],
    )

    asked = with_motif(Request(4, "flute", 7), first)

    assert asked.rules == ("opening: D5 1/4 F#5 1/4 A5 1/4",)
    assert (asked.key, asked.time_signature) == (first.key, first.time_signature)
