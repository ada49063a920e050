"""Questions about what the signs say: key, metre, upbeat, accidentals, dynamics."""

from fractions import Fraction

from etudes.item.item import Item
from etudes.melody import Note
from etudes.sheet.questions.bars import numbered
from etudes.sheet.questions.matter import Pair
from etudes.theory import Pitch
from etudes.words import Language


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


def outside(item: Item, language: Language) -> Pair:
    """Ask which bars have notes that the key signature does not hold."""
    melody = item.melody
    bars = [
        number
        for number, measure in numbered(melody)
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


def dynamic(item: Item, language: Language) -> Pair:
    """Ask how loud it begins."""
    first = [mark.text for mark in item.markings.at(0) if mark.kind == "dynamic"]
    if not first:
        return None
    return language.text("How loudly does it begin?"), first[0]


def _named(letter: str, alter: int) -> Pitch:
    return Pitch("CDEFGAB".index(letter), alter, 4)
