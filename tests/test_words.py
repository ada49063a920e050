"""The printed words are whole in every language, and are letters, not blank boxes."""

import gettext
import re
import xml.etree.ElementTree as ET
from datetime import UTC, datetime
from fractions import Fraction
from io import BytesIO
from pathlib import Path

import pytest
from marked_quizzes import EVERY

from etudes.assessment.advice import advice_for
from etudes.assessment.marked import Marked
from etudes.assessment.marking import possible_points
from etudes.assessment.remark import Remark, sentences
from etudes.assessment.report import student_result
from etudes.listening import Question
from etudes.tables import instrument, instruments
from etudes.words import LANGUAGES, Language
from etudes.words.catalogues import refresh
from etudes.words.catalogues.messages import Message, messages
from etudes.words.fonts import fontconfig_for, scripts_of, what_to_install

TRANSLATED = [code for code in LANGUAGES if code != "en"]


def braces(text: str) -> list[str]:
    return sorted(re.findall(r"\{\w*\}", text))


def texts(string: str | tuple[str, ...]) -> tuple[str, ...]:
    return (string,) if isinstance(string, str) else tuple(string)


@pytest.mark.parametrize("code", TRANSLATED)
def test_every_message_is_translated(code: str) -> None:
    """None is missing, empty or in doubt; `python -m etudes.words.catalogues` adds them."""
    catalog = refresh.read(code)

    for message in messages():
        known = catalog.get(message.english)
        assert known, f"{code} lacks {message.english!r}"
        assert all(texts(known.string)), f"{code} has no words for {message.english!r}"
        assert not known.fuzzy
        if message.plural:
            assert known.id == (message.english, message.plural)
            assert len(texts(known.string)) == catalog.num_plurals


@pytest.mark.parametrize("code", TRANSLATED)
def test_translations_fill_in_what_the_english_does(code: str) -> None:
    """A {name} that is misspelled would be an error on some page."""
    for message in refresh.read(code):
        if message.id:
            english = texts(message.id)
            for text in texts(message.string):
                assert braces(text) == braces(english[-1])


@pytest.mark.parametrize("code", TRANSLATED)
def test_the_compiled_catalogue_says_what_the_edited_one_does(code: str) -> None:
    """Whoever edits a .po compiles it too."""
    fresh = gettext.GNUTranslations(BytesIO(refresh.mo_bytes(refresh.read(code))))
    with refresh.mo_path(code).open("rb") as file:
        kept = gettext.GNUTranslations(file)

    said = [{k: v for k, v in each._catalog.items() if k} for each in (fresh, kept)]
    assert said[0] == said[1]


@pytest.mark.parametrize("code", TRANSLATED)
def test_refreshing_changes_nothing_that_is_translated(code: str) -> None:
    """A translator's work survives."""
    before = refresh.read(code)
    after = refresh.updated(before, code, messages())

    assert all(after[m.english].string == before[m.english].string for m in messages())


def test_a_new_message_stays_english_until_translated() -> None:
    """Nobody sees an empty line."""
    added = refresh.updated(refresh.read("de"), "de", (Message("Brand new"),))

    compiled = gettext.GNUTranslations(BytesIO(refresh.mo_bytes(added)))
    assert compiled.gettext("Brand new") == "Brand new"


@pytest.mark.parametrize("code", TRANSLATED)
@pytest.mark.parametrize("count", [1, 2, 3, 5, 1_000_000])
def test_beats_are_counted(code: str, count: int) -> None:
    """For one beat and for many there are words, and they are not English."""
    said = Language(code).plural("{count} crotchet beat", "{count} crotchet beats", count)

    assert str(count) in said
    assert "crotchet" not in said


def test_teachers_of_each_country_know_their_quavers() -> None:
    """Achtel, croche, corchea, croma."""
    said = [Language(code).text("a quaver") for code in LANGUAGES]

    assert said[1:5] == ["eine Achtel", "une croche", "una corchea", "una croma"]
    assert said[5:] == ["八分音符", "8分音符"]


def test_italian_stays_italian() -> None:
    """Andante is Andante everywhere; what is English is translated."""
    assert {Language(code).word("Andante") for code in LANGUAGES} == {"Andante"}
    assert Language("fr").word("Slowly") == "Lentement"


@pytest.mark.parametrize("code", TRANSLATED)
def test_two_instruments_never_share_a_name(code: str) -> None:
    """103 labels, 103 names."""
    names = [Language(code).instrument(player) for player in instruments()]

    assert len(set(names)) == len(names)


def test_a_teachers_own_words_may_hold_braces() -> None:
    """They are printed, not filled in."""
    assert Language("de").word("{0.__class__}") == "{0.__class__}"


def test_latin_names_are_understood_on_the_command_line() -> None:
    """What the German page says, `--instrument` reads."""
    assert instrument("Geige").name == "violin"
    assert instrument("clarinette").name == "clarinet"


@pytest.mark.parametrize("share", [0, 1])
@pytest.mark.parametrize("question", EVERY.questions[:6], ids=lambda one: one.kind)
def test_whatever_is_advised_can_be_translated(question: Question, share: int) -> None:
    """Sentences of the table, and those of the code, for the weak and for the sure."""
    possible = possible_points(question)
    marked = Marked("cccccc", "Ann", question.id, "", share * possible, possible)
    noon = datetime(2026, 11, 2, 12, tzinfo=UTC)

    for advice in advice_for(student_result(EVERY, [marked], noon)):
        assert Message(advice.because) in messages()


def test_a_wrong_length_is_told_in_the_terms_of_each_country() -> None:
    """Halbe, blanche, blanca, minima."""
    lengths = ("written", Fraction(1, 2)), ("right", Fraction(3, 8))
    remark = Remark("length", lengths, 2, 1)

    assert [remark.text(Language(code)) for code in LANGUAGES] == [
        "bar 2, note 1: a minim instead of a dotted crotchet",
        "Takt 2, Ton 1: Halbe statt punktierte Viertel",
        "mesure 2, note 1 : blanche au lieu de noire pointée",
        "compás 2, nota 1: blanca en lugar de negra con puntillo",
        "battuta 2, nota 1: minima invece di semiminima puntata",
        "第2小节第1个音：写成了二分音符，应为附点四分音符",
        "第2小節1番目の音：付点4分音符ではなく2分音符",
    ]


@pytest.mark.parametrize("code", ["zh", "ja"])
def test_no_english_is_left_in_what_is_said_of_wrong_notes(code: str) -> None:
    """Outside the braces there is no Latin letter."""
    for english in sentences().values():
        said = Language(code).word(english)
        assert not re.search(r"[A-Za-z]", re.sub(r"\{\w+\}", "", said))


@pytest.mark.parametrize("code", ["de", "fr", "es", "it"])
def test_western_words_need_no_other_font(code: str) -> None:
    """LilyPond's own fonts have every letter of these catalogues."""
    for message in refresh.read(code):
        assert scripts_of("".join(texts(message.string))) == ()


def test_what_a_script_needs_is_told() -> None:
    """Each in its own words; for Latin, Greek and Cyrillic nothing is needed."""
    assert what_to_install("Étude Ελλάς Прелюдия") == ""
    assert "etudes-music[cjk]" in what_to_install("二胡")
    assert "Noto Sans Hebrew" in what_to_install("שלום")
    assert "Noto Sans Arabic" in what_to_install("سلام")
    assert "Noto Sans Devanagari" in what_to_install("नमस्ते")


def test_the_configuration_of_fonts_is_xml_whatever_the_path() -> None:
    """It adds to the usual one; ideographs look as the language of the page has them."""
    said = fontconfig_for("練習曲", "zh", Path("/a & b/<fonts>.conf"))

    assert said is not None
    tree = ET.fromstring(said)  # noqa: S314  made here
    assert tree.findtext("include") == "/a & b/<fonts>.conf"
    assert tree.findtext("match/edit/string") == "Noto Sans CJK SC"
