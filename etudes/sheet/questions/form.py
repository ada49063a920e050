"""Questions about the form: bars that return, whole or in their rhythm."""

from collections.abc import Callable, Sequence

from etudes.item.item import Item
from etudes.melody import Measure, Melody, Note
from etudes.sheet.questions.bars import numbered
from etudes.sheet.questions.matter import Pair
from etudes.words import Language


def returning(item: Item, language: Language) -> Pair:
    """Ask which bar repeats another, note for note, where just one does."""
    twins = _twins(item.melody, lambda measure: measure.notes)
    if twins is None:
        return None
    return (
        language.text("Which bar is the same as bar {bar}?", bar=twins[0]),
        language.text("Bar {bar}", bar=twins[1]),
    )


def rhythm(item: Item, language: Language) -> Pair:
    """Ask which bar has the rhythm of another, where just one has."""
    twins = _twins(item.melody, _rhythm)
    if twins is None:
        return None
    return (
        language.text("Which bar has the same rhythm as bar {bar}?", bar=twins[0]),
        language.text("Bar {bar}", bar=twins[1]),
    )


def _twins(
    melody: Melody, what: Callable[[Measure], Sequence[object]]
) -> tuple[int, int] | None:
    """Return the first two bars that are alike in something, if no third one is."""
    bars: dict[Sequence[object], list[int]] = {}
    for number, measure in numbered(melody):
        if number and len(measure.notes) > 1 and not measure.is_short:
            bars.setdefault(tuple(what(measure)), []).append(number)
    return next(((same[0], same[1]) for same in bars.values() if len(same) == 2), None)


def _rhythm(measure: Measure) -> tuple[object, ...]:
    return tuple(
        (note.duration, isinstance(note, Note), isinstance(note, Note) and note.tied)
        for note in measure.notes
    )
