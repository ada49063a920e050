"""The words of a listening test in its language.

Labels, questions and options come from the tables of `etudes.listening`, which the
catalogues know; what stands only in code there is named here.
"""

import re
from collections.abc import Iterator

from etudes.listening import Cue, Place, Question, kind
from etudes.words import Language

_ENDS = re.compile(r"ends on degree (\d+)")


def title_of(title: str, language: Language) -> str:
    """Return the test's own title, or the usual one where it has none."""
    return title if title.strip() else language.text("Listening test")


def version_of(version: str, language: Language) -> str:
    """Return "Version A"; "" where there is only one."""
    return language.text("Version {letter}", letter=version) if version else ""


def label_of(question: Question, language: Language) -> str:
    """Return what a question's kind is called."""
    return language.word(kind(question.kind).label)


def cue_words(cue: Cue, language: Language) -> str:
    """Return what the script says of a cue."""
    said = dict(_said(language)).get(cue.says, cue.says)
    for name, value in cue.values:
        said = said.replace(f"{{{name}}}", value)
    return said


def family_words(family: str, language: Language) -> str:
    """Return in what a wrong option differs."""
    if ends := _ENDS.fullmatch(family):
        return language.text("ends on degree {number}", number=ends[1])
    return dict(_families(language)).get(family, family)


def option_words(text: str, language: Language) -> str:
    """Return an option; "the same" and "different" stand in no table."""
    return dict(_options(language)).get(text) or language.word(text)


def place_words(place: Place, language: Language) -> str:
    """Return "bar 3: pitch", or "upbeat: rhythm"."""
    where = language.text("bar {number}", number=place.measure)
    if not place.measure:
        where = language.text("upbeat")
    return f"{where}: {what_words(place.what, language)}"


def what_words(what: str, language: Language) -> str:
    """Return "pitch" or "rhythm"."""
    return language.text("pitch") if what == "pitch" else language.text("rhythm")


def _said(language: Language) -> Iterator[tuple[str, str]]:
    """Yield what cues say, with the names in braces still to be filled in."""
    number, count, letter = "{number}", "{count}", "{letter}"
    yield (
        "Question {number}",
        language.text("Question {number}", number=number),
    )
    yield "the triad of the key", language.text("the triad of the key")
    yield "a cadence in the key", language.text("a cadence in the key")
    yield "clicks", language.text("clicks")
    yield "the playing", language.text("the playing")
    yield (
        "playing {number} of {count}",
        language.text("playing {number} of {count}", number=number, count=count),
    )
    yield "option {letter}", language.text("option {letter}", letter=letter)
    yield "time to answer", language.text("time to answer")


def _families(language: Language) -> Iterator[tuple[str, str]]:
    yield from (
        (
            "other pitches and another rhythm",
            language.text("other pitches and another rhythm"),
        ),
        (
            "the same rhythm, other pitches",
            language.text("the same rhythm, other pitches"),
        ),
        (
            "the same pitches, another rhythm",
            language.text("the same pitches, another rhythm"),
        ),
        ("one note, contour changed", language.text("one note, contour changed")),
        ("one note, contour kept", language.text("one note, contour kept")),
        ("the rhythm of two notes", language.text("the rhythm of two notes")),
        ("the other mode", language.text("the other mode")),
        ("upside down", language.text("upside down")),
        ("backwards", language.text("backwards")),
        (
            "upside down and backwards",
            language.text("upside down and backwards"),
        ),
        ("one note moved", language.text("one note moved")),
    )


def _options(language: Language) -> Iterator[tuple[str, str]]:
    yield "the same", language.text("the same")
    yield "different", language.text("different")
