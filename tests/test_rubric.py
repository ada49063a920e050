"""A teacher's own rubric: read as she means it, and refused with line and cure."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etudes.errors import DamagedData, InvalidValue
from etudes.tables import instrument, level, levels, read_rubric, rubric
from etudes.tables.figures import Figure, unlisted_figure
from etudes.tables.instruments import FAMILIES
from etudes.tables.rubric import RUBRIC_FILE
from etudes.theory import Key, TimeSignature

SHIPPED = RUBRIC_FILE.read_text(encoding="utf-8")
LINES = SHIPPED.split("\n")
Edited = Callable[[str, str], Path]


@pytest.fixture
def edited(tmp_path: Path) -> Edited:
    """Return a copy of the program's rubric in which one text stands for another."""

    def edit(old: str, new: str) -> Path:
        assert old in SHIPPED
        path = tmp_path / "my.toml"
        path.write_text(SHIPPED.replace(old, new, 1), encoding="utf-8")
        return path

    return edit


def line_of(text: str, after: str = "") -> int:
    """Return the line, from 1, that begins with a text, from another one on."""
    start = next(i for i, line in enumerate(LINES) if line.startswith(after))
    return next(i for i in range(start, len(LINES)) if LINES[i].startswith(text)) + 1


def keys(text: str) -> tuple[Key, ...]:
    return tuple(map(Key.parse, text.split()))


def test_a_copy_is_the_same_rubric(edited: Edited) -> None:
    """Comments and gaps do not matter: the copy's digest is the program's own."""
    copy = read_rubric(edited("\n[keys]", "\n# mine\n\n\n[keys]"))

    assert (copy.digest, copy.levels) == (rubric().digest, levels())


def test_a_teachers_rubric_says_what_she_wrote(edited: Edited) -> None:
    """A wider leap at level 1 is another rubric, and nothing else changes."""
    own = read_rubric(edited("max_leap = 4 ", "max_leap = 5 "))

    assert own.levels == (replace(level(1), max_leap=5), *levels()[1:])
    assert own.digest != rubric().digest


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "max_leap = 7 ",
            'max_leap = "P5" ',
            "level 3: 'max_leap' is expected to be 1 to 12 semitones, the span, not "
            '"P5"; write a number of semitones',
        ),
        (
            "max_leap = 7 ",
            "max_leap = 13 ",
            "level 3: 'max_leap' is expected to be 1 to 12 semitones, the span, not 13; "
            "write a number of semitones",
        ),
        (
            "span = 12 ",
            "span = 8 ",
            "level 3: 'span' is expected to allow no less than level 2, 9, not 8; levels "
            "are cumulative",
        ),
        (
            "max_leap = 7 ",
            "maxleap = 7 ",
            "level 3: 'maxleap' is unknown here; the nearest known is 'max_leap'",
        ),
        (
            'metres = ["3/8"]',
            'metres = ["3/7"]',
            "level 3: 'metres' is expected to be time signatures, at level 1 one or more, "
            'not ["3/7"]; write them as ["3/4", "6/8"]',
        ),
        (
            'metres = ["3/8"]',
            'metres = "3/8"',
            "level 3: 'metres' is expected to be time signatures, at level 1 one or more, "
            'not "3/8"; write them as ["3/4", "6/8"]',
        ),
        (
            'rests = ["1/8"]',
            'rests = ["1/0"]',
            "level 3: 'rests' is expected to be lengths from 1/32 to 2, made of "
            'demisemiquavers or triplets, not ["1/0"]; write them as ["1/4", "1/8"]',
        ),
        (
            'figures = ["1/8 1/4", "1/16 1/16 1/4"]',
            'figures = ["1/8 1/2"]',
            "level 5: 'figures' is expected to be divisions of a beat in two or more "
            'lengths that make 1/4, or 3/8 in compound time, not ["1/8 1/2"]; write them '
            'as ["1/8 1/8", "1/4 1/8"]',
        ),
        (
            'figures = ["1/8 1/4", "1/16 1/16 1/4"]',
            'figures = ["1/8 1/4"]',
            "level 5: 'figures' is expected to list \"1/16 1/16 1/4\" too, which notes of "
            "the listed figures make together; add it or take one of them out",
        ),
        (
            'alterations = "minor"',
            'alterations = "some"',
            "level 3: 'alterations' is expected to be one of none, leading note, minor, by "
            'step, free, not "some"; write one of these',
        ),
        (
            'articulations = ["tenuto", "pizzicato"]',
            'articulations = ["tenuta"]',
            "level 4: 'articulations' is expected to be names among slur, staccato, "
            'accent, tenuto, marcato, pizzicato, not ["tenuta"]; write them as '
            '["slur", "accent"]',
        ),
        (
            "tempo = [72, 96]",
            "tempo = [96, 72]",
            "level 3: 'tempo' is expected to be the slowest and the fastest beats a "
            "minute, within 20 to 300, not [96, 72]; write them as [60, 80]",
        ),
        (
            "number = 3",
            "number = 4",
            "level 3: 'number' is expected to be 3, not 4; put the levels in order, 1 to 8",
        ),
        (
            "ties = true\nspan = 12",
            'ties = "yes"\nspan = 12',
            "level 3: 'ties' is expected to be true or false, not \"yes\"; write one of "
            "these",
        ),
        (
            "count = 6",
            "count = true",
            "level 3: 'count' is expected to be 1 to 200 exercises a page, not true; "
            "write a whole number",
        ),
        (
            'voice = ["C F G D",',
            'voice = ["H",',
            "keys: 'voice': a key such as 'D major', 'E minor' or 'Bb' was expected, not "
            "'H'; write it as D or Em",
        ),
        (
            "brass = [",
            "brass = [5, ",
            "keys: 'brass' is expected to be eight lists of keys, the first not empty, not "
            '[5, "C", "F Bb Am", "D G Dm Gm", "A Eb Em", "E Ab Cm", "Bm...]; write '
            '["D A", "G Em", "", ...]',
        ),
        (
            "voice = [",
            "voices = [",
            "keys: 'voices' is unknown here; the nearest known is 'voice'",
        ),
        (
            'edition = "1"',
            "edition = 1",
            "'edition' is expected to be text in quotes, not 1; write edition = \"...\" "
            "above the first level",
        ),
        (
            "version = 2",
            "version = 1",
            "'version' is expected to be 2, not 1; write the file in the form of version 2",
        ),
        (
            "number = 3",
            "number 3",
            "TOML was expected, but: Expected '=' after a key in a key/value pair; mend it",
        ),
        (
            "[keys]",
            "[key]",
            "'key' is unknown here; the nearest known is 'keys'",
        ),
    ],
)
def test_a_wrong_rubric_is_refused_with_line_and_cure(
    old: str, new: str, expected: str, edited: Edited
) -> None:
    """One line: the file, the line, what was expected, what came, what to do."""
    path = edited("\n" + old, "\n" + new)
    line = SHIPPED.split("\n" + old)[0].count("\n") + 2

    with pytest.raises(DamagedData) as caught:
        read_rubric(path)

    place = ", " if expected.startswith(("level", "keys")) else ": "
    assert str(caught.value) == f"{path}, line {line}{place}{expected}"


def test_a_missing_field_is_named_at_its_level(edited: Edited) -> None:
    """The line is the level's own."""
    path = edited("\nchord_leaps = 3", "")

    with pytest.raises(DamagedData) as caught:
        read_rubric(path)

    assert str(caught.value) == (
        f"{path}, line {line_of('[[level]]')}, level 1: 'chord_leaps' is missing; "
        "add it and write a number of semitones, 0 for none"
    )


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "line 1: 'version' is expected to be 2, not nothing"),
        (b"\xff\xfe", "text in UTF-8"),
        (b"[" * 5000, "line 1: TOML was expected"),
        (
            b'version = 2\nname = "a"\nedition = "b"\nlevel = 5',
            r"line 4: eight tables \[\[level\]\] are expected, not 5",
        ),
        (b'version = 2\nname = "a"\nedition = "b"\n', "are expected, not nothing"),
    ],
)
def test_what_is_no_rubric_is_refused(
    content: bytes, expected: str, tmp_path: Path
) -> None:
    """An empty file, no text at all, half a rubric."""
    path = tmp_path / "my.toml"
    path.write_bytes(content)

    with pytest.raises(DamagedData, match=expected):
        read_rubric(path)


def test_a_rubric_that_is_not_there(tmp_path: Path) -> None:
    """A missing file is named."""
    with pytest.raises(DamagedData, match=r"none\.toml .* No such file"):
        read_rubric(tmp_path / "none.toml")


@given(st.text(), st.integers(0, len(SHIPPED)))
def test_no_edit_shows_a_traceback(
    tmp_path_factory: pytest.TempPathFactory, typed: str, place: int
) -> None:
    """Whatever is typed wherever into the file: it is a rubric, or refused in one line."""
    path = tmp_path_factory.getbasetemp() / "typed.toml"
    path.write_text(SHIPPED[:place] + typed + SHIPPED[place:], encoding="utf-8")

    try:
        read_rubric(path)
    except DamagedData as error:
        assert str(error).startswith(str(path))


# Keys


def test_every_family_has_first_keys() -> None:
    """Strings begin in sharps, the band in flats, all within three sharps or flats."""
    shipped = rubric().keys

    assert set(shipped) == set(FAMILIES)
    assert all(abs(key.fifths) <= 3 for lists in shipped.values() for key in lists[0])


def test_whose_keys_count(edited: Edited) -> None:
    """First the rubric's own list for this instrument, then the instrument's, then the
    family's."""
    own = read_rubric(
        edited("\n[keys]", '\n[keys]\nviolin = ["G", "D", "", "", "", "", "", ""]')
    )
    no_keys = replace(instrument("flute"), name="fife", keys=((Key.parse("D"),),) * 8)

    assert own.keys_for(instrument("violin"))[:2] == (keys("G"), keys("G D"))
    assert own.keys_for(instrument("viola")) == instrument("viola").keys
    assert own.keys_for(no_keys) == no_keys.keys


# Figures


def test_figures_are_complete() -> None:
    """At every level the listed figures are all that their notes can make together."""
    assert [unlisted_figure(lesson.figures) for lesson in levels()] == [None] * 8


def chains(figures: tuple[Figure, ...], beat: Fraction) -> set[Figure]:
    """Return every row of lengths that fills the beat, each at a place where one of the
    figures has it: by trying all rows."""
    notes = {
        (sum(figure[:i], Fraction(0)), length)
        for figure in figures
        if sum(figure) == beat
        for i, length in enumerate(figure)
    }
    lengths = sorted({length for _, length in notes})
    rows = (row for n in range(2, 7) for row in product(lengths, repeat=n))
    return {
        row
        for row in rows
        if sum(row) == beat
        and all((sum(row[:i], Fraction(0)), n) in notes for i, n in enumerate(row))
    }


@pytest.mark.parametrize("beat", [Fraction(1, 4), Fraction(3, 8)], ids=str)
@pytest.mark.parametrize("number", [1, 3, 5, 7])
def test_notes_at_their_places_make_listed_figures_only(
    number: int, beat: Fraction
) -> None:
    """What the rules can see of a figure, place and length of one note, is enough."""
    figures = level(number).figures

    assert chains(figures, beat) == {figure for figure in figures if sum(figure) == beat}


@pytest.mark.parametrize(
    ("figure", "number"),
    [
        ("1/8 1/8", 1),
        ("1/16 1/16 1/16 1/16", 3),
        ("1/4 1/8", 3),
        ("3/16 1/16", 4),
        ("1/8 1/4", 5),
        ("1/12 1/12 1/12", 6),
        ("1/16 3/16", 7),
    ],
)
def test_first_level_of_a_figure(figure: str, number: int) -> None:
    """Paired quavers first, semiquavers at 3, dots at 4, triplets at 6, snaps at 7."""
    lengths = tuple(map(Fraction, figure.split()))
    having = [lesson.number for lesson in levels() if lengths in lesson.figures]

    assert having == list(range(number, 9))


def test_every_value_under_a_beat_has_a_figure() -> None:
    """No level has a note value that none of its figures can hold."""
    quaver = Fraction(1, 8)
    for lesson in levels():
        used = {length for figure in lesson.figures for length in figure}
        short = {value for value in lesson.values if value <= quaver}

        assert short <= used


# Words


@pytest.mark.parametrize(
    ("word", "slowest", "fastest"),
    [("Andante", 66, 85), ("Moderato", 80, 101), ("Allegretto", 92, 112)],
)
def test_tempo_words_mean_what_musicians_mean(
    word: str, slowest: int, fastest: int
) -> None:
    """Andante walks, Moderato is moderate, Allegretto is lively, at every level."""
    for lesson in levels():
        if word in lesson.tempo_words:
            low, high = lesson.tempo
            part = (high + 1 - low) / len(lesson.tempo_words)
            start = low + part * lesson.tempo_words.index(word)

            assert slowest <= start <= start + part <= fastest


def test_marks_come_one_after_the_other() -> None:
    """Slur, staccato and accent first, tenuto at 4; pp at 2, ff at 5."""
    assert [len(lesson.articulations) for lesson in levels()] == [3, 3, 3, 5, 6, 6, 6, 6]
    assert [len(lesson.dynamics) for lesson in levels()] == [5, 6, 6, 6, 7, 7, 7, 7]


def test_a_rubric_has_eight_levels() -> None:
    """There is no level 9."""
    with pytest.raises(InvalidValue, match="1 to 8 was expected, not 9"):
        rubric().level(9)


def test_metres_of_a_level_can_be_divided() -> None:
    """Every beat of every metre has a figure at its level."""
    for lesson in levels():
        beats = {sum(figure) for figure in lesson.figures}
        wanted = {
            beat if beat <= Fraction(3, 8) else Fraction(1, 4)
            for metre in lesson.metres
            for beat in TimeSignature.parse(str(metre)).groups
        }

        assert wanted <= beats
