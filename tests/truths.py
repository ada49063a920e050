"""Whether an answer is true of a printed page, question by question.

It shares no code with what asks the questions.
"""

import re
from collections.abc import Callable
from fractions import Fraction
from functools import partial
from itertools import pairwise

from printed import Page, Read

MAJOR = ["Cb", "Gb", "Db", "Ab", "Eb", "Bb", "F", "C", "G", "D", "A", "E", "B", "F#", "C#"]
MINOR = ["Ab", "Eb", "Bb", "F", "C", "G", "D", "A", "E", "B", "F#", "C#", "G#", "D#", "A#"]
BEATS = {
    "quaver": Fraction(1, 8),
    "crotchet": Fraction(1, 4),
    "dotted-crotchet": Fraction(3, 8),
    "minim": Fraction(1, 2),
    "dotted-minim": Fraction(3, 4),
}
TYPES = {"a minim": "half", "a crotchet": "quarter", "a quaver": "eighth"} | {
    "a semiquaver": "16th"
}
STEPS = ("a third", "a fourth", "a fifth", "a sixth", "a seventh", "an octave")
ORDER = ("whole", "half", "quarter", "eighth", "16th", "32nd")


def tonic(page: Page) -> str:
    """The keynote in words, such as B flat."""
    names = MAJOR if page.mode == "major" else MINOR
    return names[page.fifths + 7].replace("b", " flat").replace("#", " sharp")


def key(page: Page, answer: str) -> bool:
    return answer == f"{tonic(page)} {page.mode}"


def signature(page: Page, answer: str) -> bool:
    return answer.split(", ") == page.in_signature()


def metre(page: Page, answer: str) -> bool:
    number, unit = page.time
    sums = re.fullmatch(r"([\d +]+) quavers", answer)
    if sums:
        groups = [int(group) for group in sums[1].split(" + ")]
        return set(groups) == {2, 3} and Fraction(sum(groups), 8) == Fraction(number, unit)
    count, beat = re.fullmatch(r"(\d+) (\S+) beats?", answer).groups()  # type: ignore[union-attr]
    is_compound = number in (6, 9, 12)
    fills = int(count) * BEATS[beat] == Fraction(number, unit)
    return fills and is_compound == beat.startswith("dotted")


def _extreme(page: Page, answer: str, *, sign: int, is_first: bool) -> bool:
    """Whether the note is the highest (1) or lowest (-1), and the bar beyond doubt.

    It is the only bar where that note is printed; or, where the question says "first",
    the first of several.
    """
    name, bar = re.fullmatch(r"(.+), in bar (\d+)", answer).groups()  # type: ignore[union-attr]
    wanted = max(sign * note.height for _, note in page.notes)
    there = [(n, note) for n, note in page.notes if sign * note.height == wanted]
    bars = {n for n, _ in there}
    called = {note.name for _, note in there}
    return called == {name} and min(bars) == int(bar) and is_first == (len(bars) > 1)


def climax(page: Page, answer: str) -> bool:
    top = max(note.height for _, note in page.notes)
    return {n for n, note in page.notes if note.height == top} == {
        int(answer.removeprefix("Bar "))
    }


def _alone_like(page: Page, bar: str, answer: str, of: Callable[[Read], object]) -> bool:
    bars = {n: [of(note) for note in notes] for n, notes in page.full().items()}
    alike = [n for n, notes in bars.items() if notes == bars[int(bar)] and n != int(bar)]
    return alike == [int(answer.removeprefix("Bar "))]


def returning(page: Page, answer: str, bar: str) -> bool:
    def seen(note: Read) -> object:
        return note.step, note.alter, note.octave, note.length, note.tied_on

    return _alone_like(page, bar, answer, seen)


def rhythm(page: Page, answer: str, bar: str) -> bool:
    return _alone_like(page, bar, answer, lambda n: (n.length, bool(n.step), n.tied_on))


def leap(page: Page, answer: str) -> bool:
    every = [note for notes in page.bars.values() for note in notes]
    moves = [abs(b.line - a.line) for a, b in pairwise(every) if a.step and b.step]
    return max(moves) == 2 + STEPS.index(answer)


def rests(page: Page, answer: str) -> bool:
    return int(answer) == sum(not note.step for bar in page.bars.values() for note in bar)


def ties(page: Page, answer: str) -> bool:
    return int(answer) == sum(note.tied_on for _, note in page.notes)


def outside(page: Page, answer: str) -> bool:
    signs = {name[0]: name for name in page.in_signature()}
    odd = {n for n, note in page.notes if note.name != signs.get(note.step, note.step)}
    return [int(bar) for bar in answer.split(", ")] == sorted(odd)


def beginning(page: Page, answer: str) -> bool:
    first = page.notes[0][1].name
    return answer == (f"Yes: {first}" if first == tonic(page) else f"No, on {first}")


def upbeat(page: Page, answer: str) -> bool:
    number, unit = page.time
    beat = Fraction(3 if number in (6, 9, 12) else 1, unit)
    length = Fraction(sum(note.length for note in page.bars[0]), 4 * page.divisions)
    return int(answer.removeprefix("Beat ")) == 1 + (Fraction(number, unit) - length) / beat


def shortest(page: Page, answer: str) -> bool:
    least = min((note for _, note in page.notes), key=lambda note: note.length)
    return least.kind == TYPES[answer]


def dynamic(page: Page, answer: str) -> bool:
    return answer == page.dynamic


_FIRST = r", and in which bar is it first\?"
TRUTHS: dict[str, Callable[..., bool]] = {
    r"Which key is it in\?": key,
    r"Which notes are (?:sharp|flat) in the key signature\?": signature,
    r"How do you count a bar\?": metre,
    r"What is the highest note\?": partial(_extreme, sign=1, is_first=False),
    r"What is the lowest note\?": partial(_extreme, sign=-1, is_first=False),
    rf"What is the highest note{_FIRST}": partial(_extreme, sign=1, is_first=True),
    rf"What is the lowest note{_FIRST}": partial(_extreme, sign=-1, is_first=True),
    r"In which bar is the highest note\?": climax,
    r"Which bar is the same as bar (\d+)\?": returning,
    r"Which bar has the same rhythm as bar (\d+)\?": rhythm,
    r"How large is the largest leap\?": leap,
    r"How many rests are there\?": rests,
    r"How many ties are there\?": ties,
    r"Which bars have accidentals that are not in the key signature\?": outside,
    r"Does it begin on the keynote\?": beginning,
    r"On which beat does it begin\?": upbeat,
    r"What is the shortest note value\?": shortest,
    r"How loudly does it begin\?": dynamic,
}


def kind_of(asked: str) -> re.Match[str]:
    """The one kind of question that this is, matched."""
    kinds = [match for kind in TRUTHS if (match := re.fullmatch(kind, asked))]
    assert len(kinds) == 1, f"nobody knows what is true of '{asked}'"
    return kinds[0]


def is_true(page: Page, asked: str, answer: str) -> bool:
    kind = kind_of(asked)
    return TRUTHS[kind.re.pattern](page, answer, *kind.groups())
