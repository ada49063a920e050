"""Words, pauses and plucking: one on a small piece, seldom more on a large one."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from etudes.markings.character import Character
from etudes.markings.line import Line, Sound
from etudes.markings.markings import Mark
from etudes.markings.tables import at_level, table
from etudes.tables.signs import has_sign, is_allowed

if TYPE_CHECKING:
    from numpy.random import Generator

_SMALL = 8
"""Bars of a small piece."""

_QUAVER = Fraction(1, 8)
_HALF_CLOSES = (1, 4, 6)
"""Steps above the tonic on which a phrase ends open: on the notes of the dominant."""

_HARDLY_ANY = 0.25
"""The share of bars with slurs up to which a page has to say that it is legato."""

_THINGS = ("pluck", "word", "slowing", "pause", "return")


@dataclass(frozen=True, slots=True)
class Things:
    """Which of plucking, a word, a slowing at the end, a pause and a slowing on the way
    ("return") an exercise may have."""

    names: frozenset[str]


def things(line: Line, rng: "Generator") -> Things:
    """Draw what an exercise may have, no more than fits its size."""
    if line.player.unpitched:
        return Things(frozenset())
    size = "short" if line.melody.full_measures <= _SMALL else "long"
    most = at_level("words", "most", size, line.level.number)
    drawn = [
        name
        for name in _THINGS
        if rng.random() < at_level("words", "share", name, line.level.number)
    ]
    kept = [drawn[int(i)] for i in rng.permutation(len(drawn))][:most]
    if {"slowing", "pause"} <= {*kept}:
        kept.remove("pause")  # a slower end and a pause on it say the same
    return Things(frozenset(kept))


def plucked(line: Line, which: Things, rng: "Generator") -> frozenset[int]:
    """Return the numbers of the measures that a bowed instrument plucks.

    One phrase of whole bars, none of which returns elsewhere bowed, with nothing shorter
    than a quaver; or no measure at all.
    """
    can = has_sign(line.player, "pizzicato", is_dynamic=False)
    if "pluck" not in which.names or not can or not is_allowed("pizzicato", line.level):
        return frozenset()
    options = [found for phrase in line.phrases if (found := _whole_bars(line, phrase))]
    fitting = [numbers for numbers in options if _can_be_plucked(line, numbers)]
    return fitting[int(rng.integers(len(fitting)))] if fitting else frozenset()


def _whole_bars(line: Line, phrase: Any) -> frozenset[int]:
    """Return the measures of a phrase if it begins and ends with a barline."""
    sounds = line.sounds_in(phrase)
    numbers = frozenset(sound.measure for sound in sounds)
    inside = [sound for number in numbers for sound in line.bars[number].sounds]
    whole = len(inside) == len(sounds) and sounds[0].where == 0
    return numbers if whole and sounds[-1].last <= phrase.last else frozenset()


def _can_be_plucked(line: Line, numbers: Collection[int]) -> bool:
    inside = {line.bars[number].content for number in numbers}
    outside = {b.content for n, b in enumerate(line.bars) if n not in numbers}
    notes = [note for number in numbers for note in line.bars[number].notes]
    return (
        bool(notes)
        and not inside & outside
        and all(_QUAVER <= note.duration <= 6 * _QUAVER for note in notes)
    )


def plucking(line: Line, numbers: Collection[int]) -> tuple[Mark, ...]:
    """Return "pizz." where plucking begins and "arco" where the bow comes back."""
    inside = [note for note in line.notes if note.measure in numbers]
    if not inside:
        return ()
    after = [note for note in line.notes if note.first > inside[-1].last]
    back = [Mark(after[0].first, "word", "arco")] if after else []
    return (Mark(inside[0].first, "word", "pizz."), *back)


def character_word(
    line: Line,
    which: Things,
    character: Character,
    marks: Collection[Mark],
    slurred: float,
    rng: "Generator",
) -> tuple[Mark, ...]:
    """Return a word at the first note that agrees with the other signs, or none.

    Parameters
    ----------
    slurred : the share of bars with notes under a slur.
    """
    first = line.notes[0].first if line.notes else 0
    taken = any(mark.kind == "word" and mark.place == first for mark in marks)
    if "word" not in which.names or taken:
        return ()
    dynamic = next((mark.text for mark in marks if mark.kind == "dynamic"), None)
    dots = {mark.text for mark in marks if mark.kind == "articulation"}
    has = {
        "": True,
        "slurs": slurred > 0 and "staccato" not in dots,
        "no slurs": slurred <= _HARDLY_ANY and "staccato" not in dots,
        "dots": "staccato" in dots,
        "stress": bool(dots & {"accent", "marcato"}),
    }
    fitting = [
        row["text"]
        for row in table("words")["word"]
        if row["level"] <= line.level.number
        and character.suits(row["mood"])
        and not any(
            part in character.word.casefold() for part in (row["text"], *row["not"])
        )
        and (not row["dynamics"] or dynamic is None or dynamic in row["dynamics"])
        and row["pace"][0] <= line.pace <= row["pace"][1]
        and row["mode"] in ("", _mode(line))
        and has[row["needs"]]
        and not (row["mood"] == "calm" and dots & {"staccato", "accent", "marcato"})
    ]
    if not fitting:
        return ()
    return (Mark(first, "word", fitting[int(rng.integers(len(fitting)))]),)


def _mode(line: Line) -> str:
    """Return "major" or "minor", as the third of the key is."""
    return "major" if line.melody.key.mode in ("major", "mixolydian", "lydian") else "minor"


def ending(line: Line, which: Things, rng: "Generator") -> tuple[Mark, ...]:
    """Return a slowing into the last bar, or a pause on the last note or a half close."""
    if not line.notes:
        return ()
    if "slowing" in which.names and is_allowed("slowing", line.level):
        return tuple(_slowing(line, rng))
    if "pause" in which.names and is_allowed("pause", line.level):
        closes = [*_half_closes(line), line.notes[-1]]
        return (Mark(closes[int(rng.integers(len(closes)))].last, "fermata"),)
    return ()


def _slowing(line: Line, rng: "Generator") -> list[Mark]:
    """Return the word over the last bar but one, if it has notes to slow."""
    words: Mapping[str, float] = table("words")["slowing"]["words"]
    weights = [weight / sum(words.values()) for weight in words.values()]
    word = [*words][int(rng.choice(len(words), p=weights))]
    last = line.notes[-1].measure
    there = [note for note in line.notes if note.measure == last - 1]
    return [Mark(there[0].first, "word", word)] if len(there) > 1 else []


def _half_closes(line: Line) -> list[Sound]:
    """Return the long notes of the dominant with which phrases end, but for the last."""
    found = []
    for phrase in line.phrases[:-1]:
        notes = [note for note in line.sounds_in(phrase) if note.pitch]
        if notes and notes[-1].pitch and notes[-1].duration >= line.metre.beat:
            above = (notes[-1].pitch.step - line.melody.key.step) % 7
            if above in _HALF_CLOSES:
                found.append(notes[-1])
    return found
