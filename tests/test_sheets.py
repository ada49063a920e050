"""What stands where on a sheet, said of music that is written by hand."""

import re
from fractions import Fraction
from itertools import groupby
from typing import Any

import pytest
from sheets import GOLDEN, SHEETS, TUNES, Sheet, item_of, notes_of, sections_of, source_of

from etudes.engraving import engrave_sheets
from etudes.sheet import Layout
from etudes.sheet.kinds import kinds
from etudes.sheet.layout import KINDS
from etudes.words import LANGUAGES, Language
from etudes.writing.sheet import sections_source

PLAYERS = ("violin", "cello", "flute", "snare-drum")
LOOKS = ("large", "easy", "contrast", "plain", "two_up")
OF_THEIR_OWN_SIZE = ("slides", "cards")


def of(kind: str, level: int = 2, count: int = 3, player: str = "violin") -> Sheet:
    return Sheet(((player, (level,) * count),), Layout(kind))


def scores(source: str) -> list[str]:
    """Each \\score of a source, its braces and all."""
    found = []
    for start in re.finditer(r"\\score \{", source):
        depth, inside, escaped = 0, False, False
        for end in range(start.end() - 1, len(source)):
            character = source[end]
            if inside:
                inside = escaped or character != '"'
                escaped = character == "\\" and not escaped
                continue
            inside = character == '"'
            depth += (character == "{") - (character == "}")
            if depth == 0:
                found.append(source[start.start() : end + 1])
                break
    return found


def exercises(source: str) -> list[str]:
    """The scores that hold an exercise rather than its rhythm."""
    return [score for score in scores(source) if "\\tempo" in score]


def systems(score: str) -> list[list[str]]:
    """The whole notes each line lasts, as the invisible rests beside the music say."""
    (voice,) = re.findall(r"\{ (s1\*[^}]*?) ?(?:\\label #'lastPage )?\}", score)
    lines = re.split(r"\\break(?: \\allowPageBreak)?", voice)
    return [re.findall(r"s1\*([\d/]+)", line) for line in lines]


# Golden files


@pytest.mark.parametrize("name", SHEETS)
def test_a_sheet_is_the_golden_one(name: str) -> None:
    """To write them anew: uv run python tests/sheets.py; then look at the pages."""
    golden = (GOLDEN / f"{name}.ly").read_text(encoding="utf-8")

    assert source_of(SHEETS[name]) == golden


def test_the_golden_files_show_every_kind() -> None:
    """Three of each, and no file that no sheet stands for."""
    shown = [sheet.layout.kind for sheet in SHEETS.values()]

    assert {kind: shown.count(kind) for kind in KINDS} == dict.fromkeys(KINDS, 3)
    assert {path.stem for path in GOLDEN.glob("*.ly")} == {*SHEETS}


@pytest.mark.slow
def test_golden_sheets_are_set_without_a_warning() -> None:
    """LilyPond finds no page too full, no mark that collides, no missing sign."""
    pages = engrave_sheets(
        [source_of(sheet) for sheet in SHEETS.values()], timeout_seconds=240
    )

    assert all(each["pdf"][0].startswith(b"%PDF") for each in pages)


def test_the_tables_and_the_layouts_have_the_same_kinds() -> None:
    """What can be asked for has a row, and the other way round."""
    assert tuple(kinds()) == KINDS


# Lines and pages


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "cards"])
@pytest.mark.parametrize("level", TUNES)
@pytest.mark.parametrize("player", PLAYERS)
def test_no_line_holds_a_single_bar(player: str, level: int, kind: str) -> None:
    """Of an exercise that has several, no bar stands alone on its line."""
    melody = item_of(player, level).melody
    bar = melody.time_signature.measure_duration
    alone = {str(bar), str(bar + melody.pickup)}

    for score in exercises(source_of(of(kind, level, 2, player))):
        lines = systems(score)
        assert len(lines) == 1 or not any(line == [one] for line in lines for one in alone)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("level", TUNES)
def test_the_lines_of_an_exercise_last_as_long_as_its_music(level: int, kind: str) -> None:
    """Nothing is cut off, nothing stands empty at the end."""
    melody = item_of("violin", level).melody

    for score in exercises(source_of(of(kind, level))):
        lengths = [Fraction(one) for line in systems(score) for one in line]
        assert sum(lengths) == melody.duration


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("level", range(1, 5))
def test_an_easy_exercise_stays_on_its_page(level: int, kind: str) -> None:
    """Nobody turns in the middle: up to level 4 no page break is allowed inside."""
    for score in exercises(source_of(of(kind, level, 12))):
        assert "\\allowPageBreak" not in score
        assert "\\pageBreak" not in score


@pytest.mark.parametrize("level", TUNES)
def test_a_bookpart_has_eight_exercises_at_most(level: int) -> None:
    """LilyPond's time for a part grows faster than its length."""
    source = source_of(of("book", level, 30))
    parts = source.split("\\bookpart {")[1:]

    assert sum(len(exercises(part)) for part in parts) == 30
    assert max(len(exercises(part)) for part in parts) <= 8


@pytest.mark.parametrize("kind", KINDS)
def test_exercises_are_numbered_through(kind: str) -> None:
    """From 1, over chapters and pages."""
    sheet = Sheet((("violin", (1,) * 5), ("violin", (2,) * 6)), Layout(kind))
    numbers = [int(n) for n in re.findall(r'\\bold "(\d+)"', source_of(sheet))]

    assert [number for number, _ in groupby(numbers)][:11] == [*range(1, 12)]


def test_a_slide_holds_one_exercise() -> None:
    """As many slides as exercises."""
    parts = source_of(of("slides", count=4)).split("\\bookpart {")[1:]

    assert [len(exercises(part)) for part in parts] == [1, 1, 1, 1]


def test_a_page_of_cards_holds_eight() -> None:
    """Nine need two."""
    pages = source_of(of("cards", count=9)).split("\\pageBreak")

    assert [len(exercises(page)) for page in pages] == [8, 1]


# Words


@pytest.mark.parametrize("kind", KINDS)
def test_the_code_stands_at_the_foot(kind: str) -> None:
    """So that the same sheet can be made again from paper."""
    source = source_of(of(kind))

    assert '"violin.2.7.k7mq3 · by-hand · Free to copy"' in source


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_words_are_in_the_language(kind: str, language: str) -> None:
    """Instrument, level and the usual title; none is left in English."""
    sections = sections_of(of(kind))
    source = sections_source(sections, Layout(kind, language=language), code="c")
    words = Language(language)

    assert words.text("Level {number}", number=2) in source
    assert words.text("Free to copy") in source or kind == "slides"
    if kind not in OF_THEIR_OWN_SIZE:
        assert words.word("Violin") in source
    if language != "en":
        for english in ("Violin ", "Free to copy", "Answers", "Contents", "Level 2"):
            assert f'"{english}' not in source


def test_a_title_of_ones_own_takes_the_place_of_the_usual() -> None:
    """The kind's name is then nowhere."""
    sections = sections_of(of("rhythm"))
    source = sections_source(sections, Layout("rhythm", title="For Monday"), code="c")

    assert '"For Monday"' in source
    assert '"Rhythms"' not in source


@pytest.mark.parametrize("kind", ["sight-reading", "book"])
def test_answers_come_after_the_music(kind: str) -> None:
    """Nobody sees them before having played; each exercise has its own."""
    source = source_of(of(kind, 3, 5))
    place = source.rindex('"Answers"')
    answers = source[place:]

    assert place > source.rindex("\\tempo")
    assert re.findall(r'\\bold "(\d+)"', answers) == ["1", "2", "3", "4", "5"]


def test_a_book_has_contents_before_the_music() -> None:
    """With a line for each level and for the answers."""
    source = source_of(Sheet((("violin", (1, 1)), ("violin", (2, 2))), Layout("book")))

    assert source.index("\\table-of-contents") < source.index("\\tempo")
    assert source.count("\\tocItem") == 3


def test_a_series_names_each_level() -> None:
    """Over its exercises, once."""
    source = source_of(Sheet((("violin", (1, 1)), ("violin", (2,))), Layout("series")))

    assert (source.count('"Level 1"'), source.count('"Level 2"')) == (1, 1)


# Rhythm, and what a layout takes away


@pytest.mark.parametrize("player", PLAYERS)
@pytest.mark.parametrize("level", TUNES)
def test_a_rhythm_sheet_has_one_pitch(level: int, player: str) -> None:
    """One line, no key, as many notes as the melody."""
    for score in exercises(source_of(of("rhythm", level, 1, player))):
        music = re.sub(r'"[^"]*"|\\[a-zA-Z]+|\{ s1[^}]*\}', " ", score)
        heads = re.findall(r"(?<![\w#'])([a-g](?:is|es)*[',]*)(?=[\d\s~.\[\]()!?|])", music)
        assert len({*heads}) == 1
        assert len(heads) == len(notes_of(item_of(player, level)))


def test_sight_reading_shows_the_rhythm_first() -> None:
    """A line to clap stands before each exercise."""
    found = scores(source_of(of("sight-reading", 3, 3)))

    assert ["\\tempo" in score for score in found] == [False, True] * 3


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("level", TUNES)
def test_a_plain_sheet_has_notes_alone(level: int, kind: str) -> None:
    """No slurs, dynamics, hairpins, bows, breaths or fingers."""
    layout = Layout(kind, plain=True)
    for score in exercises(sections_source(sections_of(of(kind, level)), layout, code="c")):
        for sign in ("\\<", "\\>", "\\mf", "\\f ", "\\p ", "\\downbow", "\\breathe", "^0"):
            assert sign not in score
        assert "(" not in score.split("\\layout")[0].replace('"', "")


@pytest.mark.parametrize("kind", KINDS)
def test_a_contrast_sheet_has_no_grey(kind: str) -> None:
    """Black alone."""
    source = sections_source(sections_of(of(kind)), Layout(kind, contrast=True), code="c")

    assert "grey" not in source and "gray" not in source and "\\with-color" not in source


@pytest.mark.parametrize("kind", KINDS)
def test_an_easy_sheet_has_nothing_in_italics(kind: str) -> None:
    """Words are upright and without serifs."""
    source = sections_source(sections_of(of(kind)), Layout(kind, easy=True), code="c")

    assert "\\italic" not in source
    assert "\\sans" in source


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in OF_THEIR_OWN_SIZE])
def test_looks_leave_the_pitches_alone(kind: str, look: str) -> None:
    """However it is printed, the notes are the same."""
    sections = sections_of(of(kind, 2))
    usual = sections_source(sections, Layout(kind), code="c")
    changed: dict[str, Any] = {look: True}
    other = sections_source(sections, Layout(kind, **changed), code="c")

    def notes(source: str) -> list[list[str]]:
        return [
            re.findall(r"(?<![\w#'\\])[a-gr](?:is|es)*[',]*\d+\.*", score)
            for score in exercises(source)
        ]

    assert notes(usual) == notes(other)
    assert usual != other or (look == "plain" and kind == "rhythm")
