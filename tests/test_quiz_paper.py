"""What stands on the paper of a listening test, for the student and for the teacher."""

import re
from dataclasses import replace
from fractions import Fraction

import pytest
from hostile import CANARY, LATIN, outside_strings
from hypothesis import given
from hypothesis import strategies as st
from quizzes import (
    GOLDEN,
    KINDS,
    PAPERS,
    dictation,
    heard,
    question,
    quiz,
    tune,
    words,
)
from sheets import melody_of

from etudes.assessment.expected import points_of
from etudes.engraving import engrave_sheets
from etudes.listening import Option, Place, Question, kinds, script
from etudes.sheet import Layout
from etudes.sheet.letterhead import Letterhead
from etudes.tables import instrument
from etudes.words import LANGUAGES, Language
from etudes.writing.quiz import quiz_source
from etudes.writing.quiz_key import changes, key_source
from etudes.writing.quiz_points import segments_of, total_of
from etudes.writing.quiz_script import moments_of
from etudes.writing.quiz_staves import lines_of
from etudes.writing.quiz_words import cue_words, family_words, label_of

PLAIN = Layout()


def page(*asked: Question, layout: Layout = PLAIN) -> str:
    """The student's page, without what stands before the first question."""
    return quiz_source(quiz(*asked), layout).partition("quizChords = ")[2]


def of_every_kind() -> tuple[Question, ...]:
    return tuple(question(name, number) for number, name in enumerate(KINDS))


# Golden files


@pytest.mark.parametrize("name", PAPERS)
def test_a_paper_is_the_golden_one(name: str) -> None:
    """To write them anew: uv run python tests/quizzes.py; then look at the pages."""
    golden = (GOLDEN / f"{name}.ly").read_text(encoding="utf-8")

    assert PAPERS[name].source == golden


def test_no_golden_file_is_left_over() -> None:
    """Each file stands for a paper."""
    assert {path.stem for path in GOLDEN.glob("*.ly")} == {*PAPERS}


# The student's page tells no answer


@pytest.mark.parametrize("name", KINDS)
def test_no_id_and_no_model_stand_on_the_page(name: str) -> None:
    """Nothing in the file leads back to the question."""
    asked = replace(question(name), id="feedc0de" * 2)
    source = quiz_source(quiz(asked), PLAIN)

    assert asked.id not in source
    assert asked.model_digest not in source
    assert str(asked.seed) + asked.kind not in source


@pytest.mark.parametrize(
    "name", [name for name in KINDS if isinstance(question(name).answer, int)]
)
def test_the_page_is_the_same_whichever_option_is_right(name: str) -> None:
    """Words, staves, shapes: only what is heard differs."""
    asked = question(name)
    others = [
        replace(asked, answer=at, heard=heard("other"), features={"notes": at})
        for at in range(len(asked.options))
    ]

    assert len({page(one) for one in others}) == 1


def test_the_page_is_the_same_wherever_the_mistake_is() -> None:
    """There are as many lines to fill in as mistakes, and nothing else of them."""
    asked = question("find-error")
    one = replace(asked, answer=(Place(2, "pitch"),), heard=heard("other"))
    other = replace(asked, answer=(Place(1, "rhythm"),), heard=heard("rhythm"))

    assert page(one) == page(other)


def test_the_page_is_the_same_for_melodies_that_begin_alike() -> None:
    """Key, metre, length and first note are given, and no more."""
    one, other = question("dictation"), question("dictation")
    melody = melody_of(
        "G major", "4/4", "G4:1/4 D4 E4 D4 | E4:1/4 F#4 G4 A4 | B4:1/2 A4 | G4:1"
    )

    assert page(one) == page(replace(other, answer=melody))


def test_a_rhythm_has_no_note_on_its_page() -> None:
    """One line, the metre, empty bars."""
    source = page(question("rhythm"))

    assert "line-count = 1" in source
    assert source.count("s1*1 ") == 4
    assert not re.search(r"\b[a-g](?:is|es)?'*\d", source)


@pytest.mark.parametrize("name", KINDS)
def test_no_family_of_an_option_stands_on_the_page(name: str) -> None:
    """In what a wrong one differs is for the teacher alone."""
    asked = question(name)

    for option in asked.options:
        assert not option.family or option.family not in page(asked)


# Dictations


@pytest.mark.parametrize("name", ["plain", "upbeat", "busy"])
@pytest.mark.parametrize("player", ["flute", "cello"])
def test_there_are_as_many_empty_bars_as_the_melody_has(name: str, player: str) -> None:
    """An upbeat and a bar that it shortens are as short as they are."""
    melody = tune(name, player)
    source = page(dictation(name, 0, player))
    lengths = [Fraction(text) for text in re.findall(r" s1\*(\d+(?:/\d+)?)", source)]
    first = melody.measures[0].notes[0].duration

    assert sum(lengths) + first == melody.duration
    assert source.count(" |") == len(melody.measures) - 1
    assert ("\\partial" in source) == bool(melody.pickup)


def test_the_clef_the_key_and_the_first_note_are_given() -> None:
    """As the instrument reads them."""
    assert '\\clef "bass" \\key g \\major' in page(dictation("plain", 0, "cello"))
    assert "\\partial 1*1/4 a'4 |" in page(dictation("upbeat"))


@given(
    count=st.integers(1, 16),
    metre=st.sampled_from(["2/4", "3/4", "4/4", "6/8", "5/8", "12/8"]),
    key=st.sampled_from(["C", "Bb", "E", "Gb"]),
    shortest=st.sampled_from([Fraction(1, 8), Fraction(1, 16)]),
    line=st.floats(100, 175),
)
def test_a_bar_has_room_to_write_in(
    count: int, metre: str, key: str, shortest: Fraction, line: float
) -> None:
    """At least 25 mm, and 3 mm for each of the shortest notes, two to four bars a line."""
    bar = Fraction(metre)
    melody = melody_of(f"{key} major", metre, " | ".join([f"r:{bar}"] * count))
    lines = lines_of(melody, line, shortest)
    signatures = 15 + 2 * abs(melody.key.fifths)
    room = (line - signatures) / max(lines)

    assert sum(lines) == count
    assert max(lines) <= 4
    assert max(lines) - min(lines) <= 1
    assert max(lines) == 1 or room >= max(25, 3 * float(bar / shortest))


def test_eight_bars_stand_on_two_lines_or_more() -> None:
    """Nobody writes eight bars on one."""
    assert lines_of(tune("busy"), 170, Fraction(1, 8)) == (4, 4)
    assert lines_of(tune("busy"), 170, Fraction(1, 16)) == (2, 2, 2, 2)


# Options and copies


@pytest.mark.parametrize(
    "name", [name for name in KINDS if isinstance(question(name).answer, int)]
)
def test_each_option_has_a_letter_and_a_box(name: str) -> None:
    """A, B, C in their order."""
    asked = question(name)
    source = page(asked)

    letters = re.findall(r'\\tick \\hspace #0.8 \\bold "([A-Z])"', source)
    assert "".join(letters) == "ABCDEFGH"[: len(asked.options)]


def test_staves_to_choose_from_are_equally_wide() -> None:
    """Width is no hint."""
    source = page(question("which-score"))

    assert len(set(re.findall(r"line-width = [\d.]+\\mm", source))) == 1
    assert source.count("\\quizOption") == 3


def test_drawn_lines_are_equally_wide_and_to_scale() -> None:
    """One step is as high in all, one note as far from the next."""
    paths = re.findall(r"\\path #0.16 #'\((.*?)\) \\translate", page(question("contour")))
    drawn = [
        [
            (float(x), float(y))
            for x, y in re.findall(r"(?:moveto|lineto) ([\d.]+) ([\d.]+)", path)
        ]
        for path in paths
    ]

    assert len({tuple(x for x, _ in points) for points in drawn}) == 1
    assert [y for _, y in drawn[0]] == [0, 1, 2, 3, 4, 2]
    assert [y for _, y in drawn[1]] == [4, 3, 2, 1, 0, 2]


@pytest.mark.parametrize("count", [1, 2, 3])
def test_there_is_a_line_to_fill_in_for_each_change(count: int) -> None:
    """Bar, pitch or rhythm."""
    places = tuple(Place(bar, "pitch") for bar in range(1, count + 1))
    source = page(replace(question("find-error"), answer=places))

    assert source.count('"Bar" \\hspace') == count
    assert source.count('#0.8 "pitch"') == source.count('#0.8 "rhythm"') == count


def test_many_words_stand_in_columns_that_fit() -> None:
    """Nine long options are no single row."""
    asked = replace(
        question("interval"), options=words(*(f"option {n}" * 2 for n in "123456789"))
    )
    source = page(asked)
    widths = re.findall(r"\(0 \. ([\d.]+)\) #'\(-0.5 \. 1.8\)", source)
    rows = len(
        re.findall(r"\\concat \{ \\with-dimensions #'\(0 \. [\d.]+\) #'\(-0.5", source)
    )

    assert len(widths) == 9
    assert rows >= 2
    assert float(max(widths, key=float)) * 9 / rows <= 97 + 1


# Pages and points


@pytest.mark.parametrize("source", [quiz_source, key_source])
def test_a_question_is_one_piece(source: object) -> None:
    """One markup each, so that no page ends inside; the end of the test is one more."""
    made = source(quiz(*of_every_kind()), PLAIN)  # type: ignore[operator]
    pieces = re.findall(r"^\\markup ", made.partition("quizChords = ")[2], re.MULTILINE)

    assert len(pieces) == len(KINDS) + 1 + (source is key_source)


def test_points_add_up_to_the_total_at_the_head() -> None:
    """Each question has its own in brackets."""
    test = quiz(*of_every_kind())
    source = quiz_source(test, PLAIN)
    points = [int(text) for text in re.findall(r'"\[(\d+)\]"', source)]

    assert points == [points_of(one) for one in test.questions]
    assert f'"/ {sum(points)}"' in source
    assert total_of(test) == sum(points)


def test_a_dictation_of_four_bars_has_nine_points() -> None:
    """Eight half bars and one more, as in the AP examination; of a copy each change."""
    assert points_of(question("dictation")) == 9
    assert points_of(question("rhythm")) == 9
    assert points_of(question("find-error")) == 1
    assert points_of(question("playback")) == 5


def test_the_version_and_the_code_stand_on_every_paper() -> None:
    """So that a pile of papers can be sorted."""
    test = quiz(question("interval"), version="C")

    for source in (quiz_source(test, PLAIN), key_source(test, PLAIN)):
        assert "Version C" in source
        assert "k7q4ab C · Free to copy" in source


def test_a_letterhead_stands_on_both() -> None:
    """Its texts are printed, its lines filled in by the student alone."""
    own = Letterhead(school="Elm Road", header=("{school}", "", ""), lines=("name",))
    test = quiz(question("interval"))

    assert '"Elm Road"' in quiz_source(test, PLAIN, own)
    assert '"Elm Road"' in key_source(test, PLAIN, own)
    assert '"Name"' in quiz_source(test, PLAIN, own)
    assert '"Date"' not in quiz_source(test, PLAIN, own)
    assert '"Name"' not in key_source(test, PLAIN, own)


# The key


def test_the_answers_stand_in_a_row_at_the_top() -> None:
    """A letter, or bar and what has changed."""
    test = quiz(question("interval", 1), question("find-error", 2), question("contour", 3))
    source = key_source(test, PLAIN)

    for told in ('"1 B ·"', '"2 bar 2: pitch ·"', '"3 A"'):
        assert told in source


def test_the_key_says_what_a_guess_is_worth() -> None:
    """One of the number of options; nothing where there are none."""
    assert "chance 1/3" in key_source(quiz(question("interval")), PLAIN)
    assert "chance" not in key_source(quiz(question("dictation")), PLAIN)


def test_the_key_says_in_what_wrong_options_differ_and_where() -> None:
    """The bar of a score that is one note off."""
    source = key_source(quiz(question("which-score")), PLAIN)

    assert '"A" "one" "note," "contour" "kept" "(bar" "2);"' in source


def test_the_key_marks_the_changed_note() -> None:
    """The third of the second bar, which is C instead of B."""
    [sign] = changes(tune("plain"), tune("other"))
    source = key_source(quiz(question("find-error")), PLAIN)

    assert sign.onset == Fraction(3, 2)
    assert "s1*3/2 s1*5/2^\\markup" in source


def test_half_bars_are_counted_above_a_dictation() -> None:
    """Two in a bar of four crotchets, one in a bar of three; none in an upbeat."""
    assert len([*segments_of(tune("plain"))]) == 8
    assert [*segments_of(tune("upbeat"))] == [
        Fraction(1, 4) + n * Fraction(3, 4) for n in range(4)
    ]


def test_chords_stand_on_two_staves() -> None:
    """Soprano and alto above, tenor and bass below."""
    source = key_source(quiz(question("cadence")), PLAIN)

    assert source.count("\\new PianoStaff") == 1
    assert source.count('\\clef "treble"') == source.count('\\clef "bass"') == 2


@pytest.mark.parametrize("clicks", [True, False])
@pytest.mark.parametrize("plays", [None, 1, 3])
def test_the_script_runs_through_the_whole_recording(
    clicks: bool, plays: int | None
) -> None:
    """Each row begins where the one before it ends, up to the end of the last silence."""
    test = quiz(*of_every_kind(), clicks=clicks, plays=plays)
    rows = [row for rows in moments_of(test, Language("en")) for row in rows]
    whole = sum(
        cue.seconds
        for number, asked in enumerate(test.questions, 1)
        for cue in script(asked, plays, number if clicks else None)
    )

    ends = 0.0
    for row in rows:
        assert row.begins == pytest.approx(ends)
        ends += row.seconds
    assert ends == pytest.approx(whole)
    assert (rows[0].says == "Question 1") == clicks


# Words


@pytest.mark.parametrize("code", [code for code in LANGUAGES if code != "en"])
def test_the_script_and_the_families_are_translated(code: str) -> None:
    """No English is left among them."""
    language = Language(code)
    test = quiz(*of_every_kind(), clicks=True)

    for number, asked in enumerate(test.questions, 1):
        assert label_of(asked, language)
        for cue in script(asked, None, number):
            if cue.says and cue.says != "Question {number}":  # the same in French
                english = cue_words(cue, Language("en"))
                assert cue_words(cue, language) != english
                assert "{" not in english
        for option in asked.options:
            if option.family:
                assert family_words(option.family, language) != option.family


def test_labels_and_questions_of_all_kinds_are_messages() -> None:
    """A new kind is translated like the others."""
    from etudes.words.catalogues.messages import Message, messages

    known = {*messages()}
    for row in kinds().values():
        assert {Message(row.label), Message(row.asks)} <= known


# Hostile words


@pytest.mark.parametrize("text", LATIN[::23])
def test_a_hostile_title_is_but_a_title(text: str) -> None:
    """It stands in quotation marks, on both papers."""
    harmless = quiz(question("interval"), title="Autumn")
    hostile = replace(harmless, title=text[:200])

    for source in (quiz_source, key_source):
        assert outside_strings(source(hostile, PLAIN)) <= outside_strings(
            source(harmless, PLAIN)
        )


def test_hostile_options_stand_in_quotation_marks() -> None:
    """A test that came from elsewhere runs nothing."""
    text = f'" #(system "touch {CANARY}") "'
    asked = question("interval")
    bad = replace(
        asked,
        asks=text,
        options=(Option(text=text, family=text), *asked.options[1:]),
    )

    for source in (quiz_source, key_source):
        made = source(quiz(bad), PLAIN)
        assert "#(system" not in outside_strings(made)
        assert not any(CANARY in word for word in outside_strings(made))


# LilyPond


@pytest.mark.slow
def test_golden_papers_are_set_without_a_warning() -> None:
    """No page too full, no bar that does not fit, no missing sign."""
    sources = [paper.source for paper in PAPERS.values()]

    assert all(engrave_sheets(sources, timeout_seconds=240, strict=True))


@pytest.mark.slow
@pytest.mark.parametrize(
    "layout",
    [
        Layout(language="de", large=True),
        Layout(language="fr", easy=True, paper="letter"),
        Layout(language="es", contrast=True),
        Layout(language="it", two_up=True),
    ],
)
def test_every_kind_is_set_in_every_look(layout: Layout) -> None:
    """Without a warning, both papers."""
    test = quiz(*of_every_kind(), dictation("busy", 90, level=6), dictation("upbeat", 91))
    sources = [quiz_source(test, layout), key_source(test, layout)]

    assert all(engrave_sheets(sources, timeout_seconds=240, strict=True))
    assert instrument(test.instrument).name == "flute"
