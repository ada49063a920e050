"""Every answer of a sheet is true, as a reader of the printed notes finds it.

The reader here takes MusicXML and shares no code with what asks the questions.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from itertools import pairwise
from random import Random
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest
from sheets import TUNES, item_of

from etudes import Request, make
from etudes.item.item import Item
from etudes.sheet.questions import questions
from etudes.tables import instrument
from etudes.words import LANGUAGES, Language
from etudes.writing.musicxml import musicxml

MADE = ("violin", "clarinet", "cello", "trumpet", "piano", "snare-drum")
BY_HAND = ("violin", "cello", "flute", "snare-drum")
SEEDS = 40
"""How often an exercise is asked about, so that all its questions come up."""

MAJOR = ["Cb", "Gb", "Db", "Ab", "Eb", "Bb", "F", "C", "G", "D", "A", "E", "B", "F#", "C#"]
MINOR = ["Ab", "Eb", "Bb", "F", "C", "G", "D", "A", "E", "B", "F#", "C#", "G#", "D#", "A#"]
SIGNS = {-2: " double flat", -1: " flat", 0: "", 1: " sharp", 2: " double sharp"}
SEMITONES = dict(zip("CDEFGAB", (0, 2, 4, 5, 7, 9, 11), strict=True))
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


@dataclass(frozen=True)
class Read:
    """A printed note or rest; its length in divisions, 0 semitones is C0."""

    step: str
    alter: int
    octave: int
    length: int
    kind: str
    tied_on: bool
    tied_from: bool

    @property
    def height(self) -> int:
        return SEMITONES[self.step] + self.alter + 12 * self.octave

    @property
    def line(self) -> int:
        return "CDEFGAB".index(self.step) + 7 * self.octave

    @property
    def name(self) -> str:
        return self.step + SIGNS[self.alter]


@dataclass(frozen=True)
class Page:
    """What a player sees: bars by their numbers, an upbeat being 0."""

    fifths: int
    mode: str
    time: tuple[int, int]
    bars: dict[int, tuple[Read, ...]]
    dynamic: str
    divisions: int

    @property
    def notes(self) -> list[tuple[int, Read]]:
        return [
            (bar, note) for bar, read in self.bars.items() for note in read if note.step
        ]

    def full(self) -> dict[int, tuple[Read, ...]]:
        whole = 4 * self.divisions * self.time[0] / self.time[1]
        return {n: b for n, b in self.bars.items() if sum(x.length for x in b) == whole}

    def in_signature(self) -> list[str]:
        if self.fifths > 0:
            return [f"{letter} sharp" for letter in "FCGDAEB"[: self.fifths]]
        return [f"{letter} flat" for letter in "BEADGCF"[: -self.fifths]]


def page_of(item: Item) -> Page:
    root = ElementTree.fromstring(musicxml(item, instrument(item.instrument)))  # noqa: S314
    dynamics = root.find("part/measure/direction/direction-type/dynamics")
    return Page(
        fifths=int(root.findtext(".//key/fifths", "0")),
        mode=root.findtext(".//key/mode", ""),
        time=(int(root.findtext(".//beats", "0")), int(root.findtext(".//beat-type", "0"))),
        bars={
            int(bar.get("number", "")): tuple(map(_read, bar.findall("note")))
            for bar in root.findall("part/measure")
        },
        dynamic="" if dynamics is None else dynamics[0].tag,
        divisions=int(root.findtext(".//divisions", "0")),
    )


def _read(note: Element) -> Read:
    ties = {tie.get("type") for tie in note.findall("tie")}
    kind = note.findtext("type", "")
    if note.find("dot") is not None or note.find("time-modification") is not None:
        kind = f"{kind}, not plain"
    pitched = note.find("pitch") is not None
    prefix = "pitch/" if pitched else "unpitched/display-"
    return Read(
        step=note.findtext(f"{prefix}step", ""),
        alter=int(note.findtext("pitch/alter", "0")),
        octave=int(note.findtext(f"{prefix}octave", "0")),
        length=int(note.findtext("duration", "0")),
        kind=kind,
        tied_on="start" in ties,
        tied_from="stop" in ties,
    )


# What is true


def key(page: Page, answer: str) -> bool:
    names = MAJOR if page.mode == "major" else MINOR
    return answer == f"{names[page.fifths + 7]} {page.mode}"


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


def _extreme(page: Page, answer: str, sign: int) -> bool:
    name, bar = re.fullmatch(r"(.+), in bar (\d+)", answer).groups()  # type: ignore[union-attr]
    wanted = max(sign * note.height for _, note in page.notes)
    there = {(n, note.name) for n, note in page.notes if sign * note.height == wanted}
    return (int(bar), name) in there


def highest(page: Page, answer: str) -> bool:
    return _extreme(page, answer, 1)


def lowest(page: Page, answer: str) -> bool:
    return _extreme(page, answer, -1)


def climax(page: Page, answer: str) -> bool:
    top = max(note.height for _, note in page.notes)
    begins = {n for n, note in page.notes if note.height == top and not note.tied_from}
    return begins == {int(answer.removeprefix("Bar "))}


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
    names = MAJOR if page.mode == "major" else MINOR
    tonic = names[page.fifths + 7].replace("b", " flat").replace("#", " sharp")
    first = page.notes[0][1].name
    return answer == (f"Yes: {first}" if first == tonic else f"No, on {first}")


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


TRUTHS: dict[str, Callable[..., bool]] = {
    r"Which key is it in\?": key,
    r"Which notes are (?:sharp|flat) in the key signature\?": signature,
    r"How do you count a bar\?": metre,
    r"What is the highest note\?": highest,
    r"What is the lowest note\?": lowest,
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


def is_true(page: Page, asked: str, answer: str) -> bool:
    for pattern, holds in TRUTHS.items():
        if match := re.fullmatch(pattern, asked):
            return holds(page, answer, *match.groups())
    raise AssertionError(f"nobody knows what is true of '{asked}'")


def asked_of(item: Item, language: str = "en") -> set[tuple[str, str, str]]:
    """Everything that may be asked of an exercise: matter, question, answer."""
    player = instrument(item.instrument)
    return {
        (one.matter, one.text, one.answer)
        for seed in range(SEEDS)
        for one in questions(item, player, Language(language), Random(seed))
    }


def untrue(item: Item) -> list[tuple[str, str]]:
    page = page_of(item)
    return [(q, a) for _, q, a in asked_of(item) if not is_true(page, q, a)]


@cache
def made(name: str, level: int) -> list[Item]:
    return list(make(Request(level, name, 1100 + level, count=2)))


@pytest.mark.parametrize("level", TUNES)
@pytest.mark.parametrize("name", BY_HAND)
def test_answers_about_known_music(name: str, level: int) -> None:
    """Of an upbeat, a compound metre, five in a bar, triplets, ties, double sharps."""
    assert untrue(item_of(name, level)) == []


@pytest.mark.slow
@pytest.mark.parametrize("level", range(1, 9))
@pytest.mark.parametrize("name", MADE)
def test_answers_about_music_that_is_made(name: str, level: int) -> None:
    """A player who looks at the page finds every answer there."""
    assert [untrue(item) for item in made(name, level)] == [[], []]


@pytest.mark.slow
def test_every_matter_comes_up() -> None:
    """None is asked so seldom that these tests would say nothing of it."""
    seen = {
        matter
        for name in MADE
        for level in range(1, 9)
        for item in (*made(name, level), item_of("violin", level))
        for matter, _, _ in asked_of(item)
    }

    assert len(seen) == len(TRUTHS)


@pytest.mark.parametrize("level", TUNES)
def test_two_questions_are_of_two_kinds(level: int) -> None:
    """Nobody is asked for the key twice; the same seed asks the same."""
    item = item_of("violin", level)

    def once(seed: int) -> tuple[object, ...]:
        return questions(item, instrument("violin"), Language("en"), Random(seed))

    for seed in range(SEEDS):
        first, second = once(seed)
        assert first.matter != second.matter  # type: ignore[attr-defined]
        assert once(seed) == (first, second)


@pytest.mark.parametrize("level", TUNES)
def test_a_drummer_is_not_asked_for_pitches(level: int) -> None:
    """Neither key nor heights, leaps or accidentals."""
    pitched = {"key", "signature", "highest", "lowest", "climax", "leap", "outside"}

    assert not pitched & {matter for matter, _, _ in asked_of(item_of("snare-drum", level))}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_is_asked_in_every_language(language: str) -> None:
    """As many questions as in English, none of them in English."""
    item = item_of("violin", 3)
    english = {(matter, text) for matter, text, _ in asked_of(item)}
    own = {(matter, text) for matter, text, _ in asked_of(item, language)}

    assert {matter for matter, _ in own} == {matter for matter, _ in english}
    assert language == "en" or not own & english
