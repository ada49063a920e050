"""Dynamics and hairpins: a first dynamic, echoes, crescendos to the highest note."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from etudes.markings.character import Character
from etudes.markings.line import Line, Sound
from etudes.markings.markings import Mark, Span
from etudes.markings.tables import table
from etudes.tables.signs import has_sign

if TYPE_CHECKING:
    from numpy.random import Generator

_SHORTEST = 2
"""Beats of the shortest hairpin."""


@dataclass(frozen=True, slots=True)
class Loudness:
    """The dynamics and hairpins of a line so far, from the first note on."""

    marks: tuple[Mark, ...] = ()
    spans: tuple[Span, ...] = ()

    @property
    def now(self) -> str:
        return self.marks[-1].text

    @property
    def place(self) -> int:
        """Where the last dynamic stands."""
        return self.marks[-1].place

    @property
    def signs(self) -> int:
        return len(self.marks) + len(self.spans)

    def said(self, place: int, dynamic: str) -> "Loudness":
        return Loudness((*self.marks, Mark(place, "dynamic", dynamic)), self.spans)

    def led(self, first: int, last: int, dynamic: str, *, louder: bool) -> "Loudness":
        kind = "crescendo" if louder else "diminuendo"
        grown = self.said(last, dynamic)
        return Loudness(grown.marks, (*self.spans, Span(first, last, kind)))


@dataclass(frozen=True)
class Plan:
    """What a level says about dynamics, and the dynamics there are, soft to loud."""

    line: Line
    scale: tuple[str, ...]
    row: Mapping[str, Any]
    rng: "Generator" = field(compare=False)

    @property
    def most(self) -> int:
        return max(1, int(self.row["most"] * max(1, self.line.melody.full_measures / 4)))

    def chance(self, name: str) -> bool:
        return bool(self.rng.random() < self.row[name])

    def steps_from(self, dynamic: str, *, louder: bool) -> str | None:
        """Return a dynamic a step or more away, None past the end of the scale."""
        sign = 1 if louder else -1
        at = self.scale.index(dynamic) + sign * int(
            self.rng.integers(1, self.row["step"] + 1)
        )
        at = min(max(at, 0), len(self.scale) - 1)
        return None if self.scale[at] == dynamic else self.scale[at]


def dynamics(line: Line, character: Character, rng: "Generator") -> Loudness:
    """Return the dynamics and hairpins of a line; none where the player has none."""
    plan = _plan(line, rng)
    if plan is None or not line.notes:
        return Loudness()
    opening = _opening(plan, character)
    loudness = Loudness().said(line.notes[0].first, opening)
    for number, phrase in enumerate(line.phrases):
        notes = [note for note in line.sounds_in(phrase) if note.pitch is not None]
        if not notes:
            continue
        if number and _has_room(plan, loudness, 1) and plan.chance("change"):
            loudness = _changed(plan, loudness, number, notes[0].first)
        if _has_room(plan, loudness, 2) and plan.chance("swell"):
            loudness = _swelled(plan, loudness, notes)
    return loudness


def is_soft(loudness: Loudness) -> bool:
    """Tell whether a line is p or softer anywhere."""
    return any(mark.text.startswith("p") for mark in loudness.marks)


def _plan(line: Line, rng: "Generator") -> Plan | None:
    order, allowed = table("dynamics")["order"], line.level.dynamics
    scale = tuple(
        name
        for name in order
        if name in allowed and has_sign(line.player, name, is_dynamic=True)
    )
    rows = {row["number"]: row for row in table("dynamics")["level"]}
    return Plan(line, scale, rows[line.level.number], rng) if scale else None


def _opening(plan: Plan, character: Character) -> str:
    weights = table("dynamics")["opening"][character.mood or "either"]
    names = [name for name in plan.scale if name in weights] or [*plan.scale]
    given = [weights.get(name, 1) for name in names]
    return names[int(plan.rng.choice(len(names), p=[g / sum(given) for g in given]))]


def _has_room(plan: Plan, loudness: Loudness, signs: int) -> bool:
    return loudness.signs + signs <= plan.most


def _changed(plan: Plan, loudness: Loudness, number: int, place: int) -> Loudness:
    """Return the line with another dynamic at the start of a phrase: an echo is softer."""
    if place <= loudness.place:
        return loudness
    line = plan.line
    is_echo = _opens_like_the_one_before(line, number)
    at, middle = plan.scale.index(loudness.now), (len(plan.scale) - 1) / 2
    louder = at < middle if not is_echo or at == 0 else False
    sign = 1 if louder else -1
    apart = 2 if len(plan.scale) > 2 else 1
    to = min(max(at + sign * apart, 0), len(plan.scale) - 1)
    return loudness if to == at else loudness.said(place, plan.scale[to])


def _opens_like_the_one_before(line: Line, number: int) -> bool:
    def opening(phrase: Span) -> list[object]:
        notes = [n for n in line.sounds_in(phrase) if n.pitch is not None]
        return [(note.duration, note.pitch) for note in notes[:4]]

    return opening(line.phrases[number]) == opening(line.phrases[number - 1])


def _swelled(plan: Plan, loudness: Loudness, notes: Sequence[Sound]) -> Loudness:
    """Return the line with a crescendo to the climax of a phrase, a diminuendo to its end,
    or both; unchanged where the phrase has no room for either."""
    climax = _climax(notes)
    grown = _led(plan, loudness, notes[: climax + 1], louder=True)
    if grown is None:
        return _led(plan, loudness, notes, louder=False) or loudness
    if _has_room(plan, grown, 2) and plan.chance("falls"):
        return _led(plan, grown, notes[climax:], louder=False) or grown
    return grown


def _climax(notes: Sequence[Sound]) -> int:
    """Return the number of the highest note, the last of several; for drums the last but
    one that falls on a strong beat."""
    heights = [note.pitch.midi if note.pitch else 0 for note in notes]
    highest = max(heights)
    if min(heights) == highest:
        strong = [i for i, note in enumerate(notes[:-1]) if note.where == 0]
        return strong[-1] if strong else len(notes) - 1
    return max(i for i, height in enumerate(heights) if height == highest)


def _led(
    plan: Plan, loudness: Loudness, notes: Sequence[Sound], *, louder: bool
) -> Loudness | None:
    """Return the line with a hairpin to the last of these notes, if one can be there."""
    if "hairpin" not in plan.line.level.dynamics:
        return None
    to = plan.steps_from(loudness.now, louder=louder)
    starts = _hairpin_starts(plan, loudness, notes)
    if to is None or not starts:
        return None
    first = starts[int(plan.rng.integers(len(starts)))]
    return loudness.led(first, notes[-1].first, to, louder=louder)


def _hairpin_starts(plan: Plan, loudness: Loudness, notes: Sequence[Sound]) -> list[int]:
    """Return the places on a beat from which a hairpin may go to the last of the notes:
    two beats to a few bars away, over no rest."""
    metre, last = plan.line.metre, notes[-1]
    longest = plan.row["bars"] * metre.measure_duration
    found = []
    following = last
    for note in reversed(notes[:-1]):
        if note.end != following.onset or note.first < loudness.place:
            break
        following = note
        length = last.onset - note.onset
        on_beat = metre.strength(note.where) >= 2
        if on_beat and _SHORTEST * _beat(plan) <= length <= longest:
            found.append(note.first)
    return found


def _beat(plan: Plan) -> Any:
    return plan.line.metre.beat
