"""Questions about the line: where it begins, how high it climbs, how far it leaps."""

from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise

from etudes.item.item import Item
from etudes.melody import Melody, Note
from etudes.sheet.questions.bars import numbered
from etudes.sheet.questions.matter import Pair
from etudes.theory import Pitch
from etudes.words import Language


def beginning(item: Item, language: Language) -> Pair:
    """Ask whether it begins on the keynote."""
    melody = item.melody
    first = melody.pitches[0]
    asked = language.text("Does it begin on the keynote?")
    if (first.step, first.alter) == (melody.key.step, melody.key.alter):
        return asked, language.text("Yes: {note}", note=language.pitch(first))
    return asked, language.text("No, on {note}", note=language.pitch(first))


def highest(item: Item, language: Language) -> Pair:
    """Ask for the highest note and where it is, or where it is first."""
    return _extreme(
        item.melody,
        max,
        language.text("What is the highest note?"),
        language.text("What is the highest note, and in which bar is it first?"),
        language,
    )


def lowest(item: Item, language: Language) -> Pair:
    """Ask for the lowest note and where it is, or where it is first."""
    return _extreme(
        item.melody,
        min,
        language.text("What is the lowest note?"),
        language.text("What is the lowest note, and in which bar is it first?"),
        language,
    )


def climax(item: Item, language: Language) -> Pair:
    """Ask where the line reaches its top, if it does so in one bar only."""
    bars = {bar for bar, _ in _at_height(item.melody, max)}
    if len(bars) != 1 or min(bars) < 1:
        return None
    return (
        language.text("In which bar is the highest note?"),
        language.text("Bar {bar}", bar=min(bars)),
    )


def leap(item: Item, language: Language) -> Pair:
    """Ask how large the largest leap is."""
    largest = max(map(abs, _moves(item.melody)), default=0)
    if not 2 <= largest <= 7:
        return None
    names = {
        2: language.text("a third"),
        3: language.text("a fourth"),
        4: language.text("a fifth"),
        5: language.text("a sixth"),
        6: language.text("a seventh"),
        7: language.text("an octave"),
    }
    return language.text("How large is the largest leap?"), names[largest]


def _extreme(
    melody: Melody,
    choose: Callable[[Iterable[int]], int],
    where: str,
    where_first: str,
    language: Language,
) -> Pair:
    """Ask `where` of a note that stands in one bar, `where_first` of one in several."""
    found = _at_height(melody, choose)
    bar, pitch = found[0]
    if bar < 1 or any(other.staff_position != pitch.staff_position for _, other in found):
        return None
    asked = where if all(again == bar for again, _ in found) else where_first
    note = language.pitch(pitch)
    return asked, language.text("{note}, in bar {bar}", note=note, bar=bar)


def _at_height(
    melody: Melody, choose: Callable[[Iterable[int]], int]
) -> list[tuple[int, Pitch]]:
    """Return each bar where the highest (or lowest) note is printed, and its spelling."""
    printed = [
        (bar, note.pitch)
        for bar, measure in numbered(melody)
        for note in measure.notes
        if isinstance(note, Note)
    ]
    wanted = choose(pitch.midi for _, pitch in printed)
    return [(bar, pitch) for bar, pitch in printed if pitch.midi == wanted]


def _moves(melody: Melody) -> Iterator[int]:
    """Yield the staff steps of each move from a note to the next."""
    for one, following in pairwise(melody.events()):
        if one.pitch and following.pitch:
            yield following.pitch.staff_position - one.pitch.staff_position
