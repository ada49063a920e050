"""Dots, lines and accents: an idea or two for an exercise, equal rhythms alike."""

from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from etudes.markings.character import Character
from etudes.markings.line import Bar, Line
from etudes.markings.markings import Mark, Span
from etudes.markings.struck import HOLDS, Struck
from etudes.markings.tables import at_level, table
from etudes.tables.signs import has_sign, is_allowed

if TYPE_CHECKING:
    from numpy.random import Generator

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
        left = _left(line, idea, taken)
        by_rhythm = {
            rhythm: places
            for rhythm, places in _by_rhythm(line, idea, slurs, taken).items()
            if len(places) <= left
        }
        if by_rhythm and not _is_stray(idea, by_rhythm):
            fitting.append((idea, by_rhythm, left))
    if not fitting:
        return []
    weights = [idea.weight for idea, _, _ in fitting]
    drawn = rng.choice(len(fitting), p=[weight / sum(weights) for weight in weights])
    idea, by_rhythm, left = fitting[int(drawn)]
    marks: list[Mark] = []
    rhythms = [*by_rhythm]
    for i in rng.permutation(len(rhythms)):
        places = by_rhythm[rhythms[int(i)]]
        if len(marks) + len(places) <= left:
            marks += [Mark(place, "articulation", idea.sign) for place in places]
    return marks


def _left(line: Line, idea: Idea, taken: Collection[int]) -> int:
    """Return how many notes more may have this sign."""
    most = at_level("articulations", "most", "all", line.level.number)
    left = max(2, int(most * len(line.notes))) - len(taken)
    if idea.sign == "staccato":
        return left
    return min(left, max(1, len(line.bars) // _BARS_A_STRESS))  # what stands out is rare


def _is_stray(idea: Idea, by_rhythm: Mapping[Hashable, Sequence[int]]) -> bool:
    """Tell whether a page would have no more than a pair of dots."""
    return idea.sign == "staccato" and sum(map(len, by_rhythm.values())) <= _FEWEST_DOTS


def _by_rhythm(
    line: Line, idea: Idea, slurs: Sequence[Span], taken: Collection[int]
) -> dict[Hashable, list[int]]:
    """Return the places of an idea's notes, gathered by the rhythm of their bars."""
    found: dict[Hashable, list[int]] = {}
    holds, slurred = HOLDS[idea.on], _slurred(line, slurs)
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
    lengths = frozenset(
        sound.duration
        for number, sound in enumerate(bar.sounds)
        if (bar.content, number) in slurred
    )
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
            lengths,
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
