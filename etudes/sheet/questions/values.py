"""Questions about what can be counted: note values, rests, ties."""

from collections.abc import Iterator

from etudes.item.item import Item
from etudes.melody import Melody, Note, Rest
from etudes.sheet.questions.matter import Pair
from etudes.theory import note_value
from etudes.words import Language


def shortest(item: Item, language: Language) -> Pair:
    """Ask for the shortest note value."""
    notes = [note for note in _written(item.melody) if isinstance(note, Note)]
    value = note_value(min(note.duration for note in notes))
    if value is None or value.tuplet or value.dots:
        return None
    names = {
        2: language.text("a minim"),
        4: language.text("a crotchet"),
        8: language.text("a quaver"),
        16: language.text("a semiquaver"),
    }
    name = names.get(value.base.denominator)
    return (language.text("What is the shortest note value?"), name) if name else None


def rests(item: Item, language: Language) -> Pair:
    """Ask how many rests there are."""
    count = sum(isinstance(note, Rest) for note in _written(item.melody))
    if not 1 <= count <= 8:
        return None
    return language.text("How many rests are there?"), str(count)


def ties(item: Item, language: Language) -> Pair:
    """Ask how many ties there are."""
    count = sum(isinstance(note, Note) and note.tied for note in _written(item.melody))
    if not 1 <= count <= 6:
        return None
    return language.text("How many ties are there?"), str(count)


def _written(melody: Melody) -> Iterator[Note | Rest]:
    return (note for measure in melody.measures for note in measure.notes)
