"""Dots, lines and accents: an idea or two for an exercise, equal rhythms alike."""

from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from etudes.difficulty.descriptors import hides_stronger_place
from etudes.markings.character import Character
from etudes.markings.line import Bar, Line, Sound
from etudes.markings.markings import Mark, Span
from etudes.markings.tables import at_level, table
from etudes.tables.signs import has_sign, is_allowed

if TYPE_CHECKING:
    from numpy.random import Generator

_QUAVER = Fraction(1, 8)
_CROTCHET = Fraction(1, 4)
_LEAP = 5
_PEAKS = 2
_STRESSES = ("accent", "marcato")
_FEWEST_DOTS = 2
_BARS_A_STRESS = 3
"""Bars to an accent or a tenuto line."""
_SHORT_PIECE = 8
"""Bars of a piece that has one kind of articulation beside its slurs."""


@dataclass(frozen=True, slots=True)
class Idea:
    """A row of `articulations.toml`: a sign, and the notes that it goes on."""

    sign: str
    on: str
    levels: tuple[int, int]
    families: tuple[str, ...]
    character: str
    weight: float


@dataclass(frozen=True, slots=True)
class Struck:
    """A note as an idea sees it: with its neighbours in the bar, whatever lies outside."""

    number: int
    sound: Sound
    before: Sound | None
    after: Sound | None
    follows_rest: bool
    slurred: str
    """"" for a note apart, else "first" or "within"."""


def articulations(
    line: Line,
    character: Character,
    slurs: Sequence[Span],
    rng: "Generator",
    *,
    is_soft: bool = False,
) -> tuple[Mark, ...]:
    """Return the dots, lines and accents of a line with these slurs.

    Parameters
    ----------
    is_soft : whether it is soft somewhere; then nothing is stressed.
    """
    level = line.level.number
    share = at_level("articulations", "share", "beside_slurs" if slurs else "alone", level)
    if rng.random() >= share:
        return ()
    found: dict[int, Mark] = {}
    second = rng.random() < at_level("articulations", "share", "second", level)
    if slurs and line.melody.full_measures <= _SHORT_PIECE:
        second = False
    for _ in range(1 + second):
        used = {mark.text for mark in found.values()}
        ideas = [i for i in _ideas(line, character, is_soft) if i.sign not in used]
        marks = _of_one_idea(line, ideas, slurs, {*found}, rng)
        found |= {mark.place: mark for mark in marks}
    return tuple(found.values())


def _of_one_idea(
    line: Line,
    ideas: Sequence[Idea],
    slurs: Sequence[Span],
    taken: Collection[int],
    rng: "Generator",
) -> list[Mark]:
    """Return the signs of an idea that finds notes here; none where none does."""
    fitting = []
    for idea in ideas:
        by_rhythm = _by_rhythm(line, idea, slurs, taken)
        if by_rhythm and not _is_stray(idea, by_rhythm):
            fitting.append((idea, by_rhythm))
    if not fitting:
        return []
    weights = [idea.weight for idea, _ in fitting]
    drawn = rng.choice(len(fitting), p=[weight / sum(weights) for weight in weights])
    idea, by_rhythm = fitting[int(drawn)]
    most = at_level("articulations", "most", "all", line.level.number)
    left = max(2, int(most * len(line.notes))) - len(taken)
    if idea.sign != "staccato":  # what stands out stands out seldom
        left = min(left, max(1, len(line.bars) // _BARS_A_STRESS))
    marks: list[Mark] = []
    rhythms = [*by_rhythm]
    for i in rng.permutation(len(rhythms)):
        places = by_rhythm[rhythms[int(i)]]
        if len(marks) + len(places) <= left:
            marks += [Mark(place, "articulation", idea.sign) for place in places]
    return marks


def _is_stray(idea: Idea, by_rhythm: Mapping[Hashable, Sequence[int]]) -> bool:
    """Tell whether a page would have no more than a pair of dots."""
    return idea.sign == "staccato" and sum(map(len, by_rhythm.values())) <= _FEWEST_DOTS


def _by_rhythm(
    line: Line, idea: Idea, slurs: Sequence[Span], taken: Collection[int]
) -> dict[Hashable, list[int]]:
    """Return the places of an idea's notes, gathered by the rhythm of their bars."""
    found: dict[Hashable, list[int]] = {}
    holds, slurred = _HOLDS[idea.on], _slurred(line, slurs)
    blocked = {
        bar.rhythm for bar in line.bars if any(note.first in taken for note in bar.notes)
    }
    fitting: dict[Hashable, set[int]] = {}
    for bar in line.bars:  # only what fits in all of equal bars
        numbers = {
            struck.number
            for struck in _struck(bar, slurred)
            if _is_free(struck, idea) and holds(struck, line)
        }
        fitting[bar.content] = fitting.get(bar.content, numbers) & numbers
    for bar in line.bars:
        if bar.rhythm in blocked:
            continue
        places = [
            sound.first
            for number, sound in enumerate(bar.sounds)
            if number in fitting[bar.content]
        ]
        if len(places) >= (_FEWEST_DOTS if idea.sign == "staccato" else 1):
            found.setdefault(bar.rhythm, []).extend(places)
    return found


def _is_free(struck: Struck, idea: Idea) -> bool:
    """Tell whether no slur keeps the sign from the note."""
    first = struck.slurred == "first" and idea.sign in _STRESSES
    return first or not struck.slurred


def _struck(bar: Bar, slurred: Mapping[tuple[Hashable, int], str]) -> Iterator[Struck]:
    for number, sound in enumerate(bar.sounds):
        if sound.pitch is None:
            continue
        before = bar.sounds[number - 1] if number else None
        after = bar.sounds[number + 1] if number + 1 < len(bar.sounds) else None
        yield Struck(
            number,
            sound,
            before if before and before.pitch else None,
            after if after and after.pitch else None,
            before is not None and before.pitch is None,
            slurred.get((bar.content, number), ""),
        )


def _slurred(line: Line, slurs: Sequence[Span]) -> dict[tuple[Hashable, int], str]:
    """Return how the notes of each bar stand under slurs, in whichever of equal bars."""
    found: dict[tuple[Hashable, int], str] = {}
    for bar in line.bars:
        for number, sound in enumerate(bar.sounds):
            for slur in slurs:
                if slur.first < sound.first <= slur.last:
                    found[bar.content, number] = "within"
                elif slur.first == sound.first:
                    found.setdefault((bar.content, number), "first")
    return found


def _is_repeated(struck: Struck, line: Line) -> bool:
    """Tell whether a quaver stands beside another of the same pitch."""
    return 0 in _moves(struck) and not line.player.unpitched


def _leaps(struck: Struck, line: Line) -> bool:
    """Tell whether a quaver leaps to or from another."""
    return max(_moves(struck), default=0) >= _LEAP


def _moves(struck: Struck) -> list[int]:
    """Return the intervals between a quaver and its neighbours; dots on some of the faster
    notes, or between longer ones, would look like chance."""
    own, near = struck.sound, (struck.before, struck.after)
    if own.duration != _QUAVER or own.pitch is None:
        return []
    quavers = [s.pitch for s in near if s and s.pitch and s.duration == _QUAVER]
    return [abs(pitch.midi - own.pitch.midi) for pitch in quavers]


def _is_apart(struck: Struck, line: Line) -> bool:
    """Tell whether a crotchet stands beside another one of the same pitch in its bar."""
    near = [sound for sound in (struck.before, struck.after) if sound]
    again = any(
        sound.duration == _CROTCHET and sound.pitch == struck.sound.pitch for sound in near
    )
    return struck.sound.duration == _CROTCHET and again and not line.metre.is_compound


def _is_off_beat(struck: Struck, line: Line) -> bool:
    sound, before = struck.sound, struck.before
    longer = before is not None and sound.duration > before.duration
    weak = line.metre.strength(sound.where) <= 2
    return weak and sound.duration >= _QUAVER and (struck.follows_rest or longer)


def _is_syncopated(struck: Struck, line: Line) -> bool:
    """Tell whether a note off the beat, or twice as long as the one before it, sounds
    through a stronger place; the dotted note of a dotted rhythm is no syncopation."""
    sound, before = struck.sound, struck.before
    off_beat = line.metre.strength(sound.where) <= 1
    longer = before is not None and sound.duration >= 2 * before.duration
    hides = hides_stronger_place(sound.where, sound.duration, line.metre)
    return hides and (off_beat or longer)


def _is_peak(struck: Struck, line: Line) -> bool:
    """Tell whether this is the highest note of all, on a beat, not the first, and heard
    once or twice."""
    heights = [note.pitch.midi for note in line.notes if note.pitch]
    own = struck.sound.pitch.midi if struck.sound.pitch else 0
    first = struck.sound.first == line.notes[0].first
    rare = heights.count(own) <= _PEAKS and own > min(heights) and not first
    return own == max(heights) and rare and line.metre.strength(struck.sound.where) > 1


def _is_long(struck: Struck, line: Line) -> bool:
    sound = struck.sound
    strong = sound.where in line.metre.strong_beats
    is_last = sound.first == line.notes[-1].first
    return strong and not is_last and sound.duration > line.metre.beat


_HOLDS: Mapping[str, Callable[[Struck, Line], bool]] = {
    "repeated": _is_repeated,
    "leaps": _leaps,
    "crotchets": _is_apart,
    "off-beat": _is_off_beat,
    "syncopation": _is_syncopated,
    "peak": _is_peak,
    "long": _is_long,
}


def _ideas(line: Line, character: Character, is_soft: bool) -> list[Idea]:
    return [
        idea
        for idea in map(_idea, table("articulations")["idea"])
        if line.player.family in idea.families
        and idea.levels[0] <= line.level.number <= idea.levels[1]
        and is_allowed(idea.sign, line.level)
        and has_sign(line.player, idea.sign, is_dynamic=idea.sign in _STRESSES)
        and character.suits(idea.character)
        and not (is_soft and idea.sign in _STRESSES)
    ]


def _idea(row: Mapping[str, Any]) -> Idea:
    return Idea(
        row["sign"],
        row["on"],
        (row["levels"][0], row["levels"][1]),
        tuple(row["families"]),
        row["character"],
        row["weight"],
    )
