"""What can be asked about an exercise: each matter finds its question and the answer."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from etudes.item.item import Item
from etudes.melody import Event, Measure, Melody, Note, Rest
from etudes.theory import Pitch, note_value
from etudes.words import Language

Pair = tuple[str, str] | None
"""A question and its answer; None where the exercise does not raise it."""


@dataclass(frozen=True, slots=True)
class Matter:
    """One kind of question.

    Attributes
    ----------
    topic : two questions of one sheet never share it.
    levels : the lowest and the highest level that it is asked at.
    weight : how often it is chosen among those that can be asked.
    of_pitch : whether it makes no sense for rhythms alone.
    """

    name: str
    topic: str
    ask: Callable[[Item, Language], Pair]
    weight: float
    levels: tuple[int, int] = (1, 8)
    of_pitch: bool = True


def key(item: Item, language: Language) -> Pair:
    """Ask for the key."""
    return language.text("Which key is it in?"), language.key(item.melody.key)


def signature(item: Item, language: Language) -> Pair:
    """Ask which notes the key signature alters."""
    fifths = item.melody.key.fifths
    if not 1 <= abs(fifths) <= 5:
        return None
    order = "FCGDAEB" if fifths > 0 else "BEADGCF"
    sign = 1 if fifths > 0 else -1
    names = [language.pitch(_named(letter, sign)) for letter in order[: abs(fifths)]]
    asked = (
        language.text("Which notes are sharp in the key signature?")
        if fifths > 0
        else language.text("Which notes are flat in the key signature?")
    )
    return asked, ", ".join(names)


def metre(item: Item, language: Language) -> Pair:
    """Ask how a bar is counted."""
    time = item.melody.time_signature
    asked = language.text("How do you count a bar?")
    groups = [group * time.denominator for group in time.groups]
    if len(set(groups)) > 1:
        sums = " + ".join(str(int(group)) for group in groups)
        return asked, language.text("{groups} quavers", groups=sums)
    if time.numerator == 3 and time.denominator == 8:
        return asked, language.plural("{count} quaver beat", "{count} quaver beats", 3)
    return asked, _beats(len(groups), time.beat, language)


def _beats(count: int, beat: Fraction, language: Language) -> str:
    if beat == Fraction(1, 2):
        return language.plural("{count} minim beat", "{count} minim beats", count)
    if beat == Fraction(3, 8):
        return language.plural(
            "{count} dotted-crotchet beat", "{count} dotted-crotchet beats", count
        )
    if beat == Fraction(3, 4):
        return language.plural(
            "{count} dotted-minim beat", "{count} dotted-minim beats", count
        )
    return language.plural("{count} crotchet beat", "{count} crotchet beats", count)


def highest(item: Item, language: Language) -> Pair:
    """Ask for the highest note and where it is."""
    return _extreme(item.melody, max, language.text("What is the highest note?"), language)


def lowest(item: Item, language: Language) -> Pair:
    """Ask for the lowest note and where it is."""
    return _extreme(item.melody, min, language.text("What is the lowest note?"), language)


def climax(item: Item, language: Language) -> Pair:
    """Ask where the line reaches its top, if it does so once."""
    top = max(pitch.midi for pitch in item.melody.pitches)
    bars = {
        bar
        for bar, event in _events_by_bar(item.melody)
        if event.pitch and event.pitch.midi == top
    }
    if len(bars) != 1 or min(bars) < 1:
        return None
    return (
        language.text("In which bar is the highest note?"),
        language.text("Bar {bar}", bar=min(bars)),
    )


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


def leap(item: Item, language: Language) -> Pair:
    """Ask how large the largest leap is."""
    sizes = [abs(size) for _, size in _moves(item.melody)]
    largest = max(sizes, default=0)
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


def outside(item: Item, language: Language) -> Pair:
    """Ask which bars have notes that the key signature does not hold."""
    melody = item.melody
    bars = [
        number
        for number, measure in _numbered(melody)
        if any(
            isinstance(note, Note)
            and note.pitch.alter != melody.key.signature_alter(note.pitch.step)
            for note in measure.notes
        )
    ]
    if not 1 <= len(bars) <= 3 or bars[0] < 1:
        return None
    return (
        language.text("Which bars have accidentals that are not in the key signature?"),
        ", ".join(map(str, bars)),
    )


def beginning(item: Item, language: Language) -> Pair:
    """Ask whether it begins on the keynote."""
    melody = item.melody
    first = melody.pitches[0]
    asked = language.text("Does it begin on the keynote?")
    if (first.step, first.alter) == (melody.key.step, melody.key.alter):
        return asked, language.text("Yes: {note}", note=language.pitch(first))
    return asked, language.text("No, on {note}", note=language.pitch(first))


def upbeat(item: Item, language: Language) -> Pair:
    """Ask on which beat an upbeat begins."""
    first = item.melody.measures[0]
    beats = first.time_signature.beats
    if not first.is_pickup or first.offset not in beats:
        return None
    number = beats.index(first.offset) + 1
    return (
        language.text("On which beat does it begin?"),
        language.text("Beat {number}", number=number),
    )


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


def dynamic(item: Item, language: Language) -> Pair:
    """Ask how loud it begins."""
    first = [mark.text for mark in item.markings.at(0) if mark.kind == "dynamic"]
    if not first:
        return None
    return language.text("How loudly does it begin?"), first[0]


MATTERS = (
    Matter("key", "key", key, 2.0),
    Matter("signature", "key", signature, 2.0, (1, 5)),
    Matter("metre", "metre", metre, 1.5, of_pitch=False),
    Matter("highest", "height", highest, 1.0, (1, 5)),
    Matter("lowest", "height", lowest, 0.6, (2, 6)),
    Matter("climax", "height", climax, 1.5, (2, 8)),
    Matter("returning", "form", returning, 4.0, of_pitch=False),
    Matter("rhythm", "form", rhythm, 2.0),
    Matter("leap", "leap", leap, 1.5, (2, 8)),
    Matter("rests", "rhythm", rests, 1.0, (1, 4), of_pitch=False),
    Matter("ties", "rhythm", ties, 1.5, (2, 8), of_pitch=False),
    Matter("shortest", "values", shortest, 0.8, (1, 4), of_pitch=False),
    Matter("outside", "accidentals", outside, 3.0, (2, 8)),
    Matter("beginning", "beginning", beginning, 1.0, (1, 3)),
    Matter("upbeat", "upbeat", upbeat, 3.0, of_pitch=False),
    Matter("dynamic", "dynamics", dynamic, 1.5, (1, 4), of_pitch=False),
)


def _named(letter: str, alter: int) -> Pitch:
    return Pitch("CDEFGAB".index(letter), alter, 4)


def _written(melody: Melody) -> Iterator[Note | Rest]:
    return (note for measure in melody.measures for note in measure.notes)


def _numbered(melody: Melody) -> Iterator[tuple[int, Measure]]:
    """Yield each measure with its number: 1 the first full one, 0 an upbeat."""
    return enumerate(melody.measures, start=0 if melody.pickup else 1)


def _events_by_bar(melody: Melody) -> Iterator[tuple[int, Event]]:
    """Yield what sounds with the number of the bar it begins in."""
    full = melody.time_signature.measure_duration
    for event in melody.events():
        yield int(event.onset // full) + 1, event


def _extreme(
    melody: Melody,
    choose: Callable[[Iterable[int]], int],
    asked: str,
    language: Language,
) -> Pair:
    sounding = [(bar, event) for bar, event in _events_by_bar(melody) if event.pitch]
    heights = Counter(event.pitch.midi for _, event in sounding if event.pitch)
    wanted = choose(heights)
    bar, event = next(
        row for row in sounding if row[1].pitch and row[1].pitch.midi == wanted
    )
    if bar < 1 or event.pitch is None:
        return None
    note = language.pitch(event.pitch)
    return asked, language.text("{note}, in bar {bar}", note=note, bar=bar)


def _twins(
    melody: Melody, what: Callable[[Measure], Sequence[object]]
) -> tuple[int, int] | None:
    """Return the first two bars that are alike in something, if no third one is."""
    bars: dict[Sequence[object], list[int]] = {}
    for number, measure in _numbered(melody):
        if number and len(measure.notes) > 1 and not measure.is_short:
            bars.setdefault(tuple(what(measure)), []).append(number)
    return next(((same[0], same[1]) for same in bars.values() if len(same) == 2), None)


def _rhythm(measure: Measure) -> tuple[object, ...]:
    return tuple(
        (note.duration, isinstance(note, Note), isinstance(note, Note) and note.tied)
        for note in measure.notes
    )


def _moves(melody: Melody) -> Iterator[tuple[int, int]]:
    """Yield the bar and the staff steps of each move from a note to the next."""
    for (bar, one), (_, following) in pairwise(_events_by_bar(melody)):
        if one.pitch and following.pitch:
            steps = following.pitch.staff_position - one.pitch.staff_position
            yield bar, steps
