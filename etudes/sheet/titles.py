"""The words at the head and foot of a sheet, in its language."""

from collections.abc import Sequence

from etudes.tables.instruments import Instrument
from etudes.words import Language


def title_of(kind: str, language: Language) -> str:
    """Return the title of a kind of sheet; empty on slides and cards, which have none.

    Examples
    --------
    >>> title_of("rhythm", Language("en"))
    'Rhythms'
    """
    titles = {
        "page": language.text("Études"),
        "sight-reading": language.text("Sight-reading"),
        "series": language.text("From easy to hard"),
        "drill": language.text("Drill"),
        "rhythm": language.text("Rhythms"),
        "book": language.text("A book of études"),
    }
    return titles.get(kind, "")


def line_of(name: str, language: Language) -> str:
    """Return what stands before a rule that the pupil writes on: name, date or score."""
    words = {
        "name": language.text("Name"),
        "date": language.text("Date"),
        "score": language.text("Score"),
    }
    return words[name]


def steps_of(language: Language) -> tuple[str, ...]:
    """Return the three things that are ticked off, one by one, in sight-reading."""
    return (
        language.text("looked"),
        language.text("clapped"),
        language.text("played"),
    )


def how_to(language: Language) -> str:
    """Return the one sentence at the head of a sight-reading sheet."""
    return language.text(
        "Look for 30 seconds, answer, clap the rhythm; then play once, without stopping."
    )


def levels_of(levels: Sequence[int], language: Language) -> str:
    """Return "Level 3", or "Levels 1–4" of several.

    Examples
    --------
    >>> levels_of([4, 1, 2], Language("en"))
    'Levels 1–4'
    """
    low, high = min(levels), max(levels)
    if low == high:
        return language.text("Level {number}", number=low)
    return language.text("Levels {low}–{high}", low=low, high=high)


def foot_of(code: str, model: str, language: Language) -> str:
    """Return the small line at the foot: the code, the model, what may be done.

    Examples
    --------
    >>> foot_of("K7Q4-19", "gru-256", Language("en"))
    'K7Q4-19 · gru-256 · Free to copy'
    """
    return " · ".join(filter(None, (code, model, language.text("Free to copy"))))


def label_of(instrument: Instrument, language: Language) -> str:
    """Return the instrument's name."""
    return language.instrument(instrument)
