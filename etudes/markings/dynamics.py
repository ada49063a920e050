"""Dynamics and hairpins: a first dynamic, echoes, crescendos to the highest note.

A page says little at a time. An *event* is a dynamic at the start of a phrase, or a hairpin
with the dynamic that it reaches; events are budgeted as the piece goes on, and between two
of them lie bars, but for a diminuendo that goes on from the climax of a crescendo.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
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

_FULL_BAR = Fraction(1, 2)
"""The shortest bar that counts as one; of 3/8 two do."""

_LOUDEST, _SOFTEST = "ff", "pp"


@dataclass(frozen=True, slots=True)
class Loudness:
    """The dynamics and hairpins of a line so far, from the first note on; `at` is the
    onset of the last dynamic."""

    marks: tuple[Mark, ...] = ()
    spans: tuple[Span, ...] = ()
    at: Fraction = Fraction(0)

    @property
    def now(self) -> str:
        return self.marks[-1].text

    @property
    def events(self) -> int:
        return len(self.marks)

    def said(self, note: Sound, dynamic: str) -> "Loudness":
        marks = (*self.marks, Mark(note.first, "dynamic", dynamic))
        return Loudness(marks, self.spans, note.onset)

    def led(self, first: Sound, last: Sound, dynamic: str, *, louder: bool) -> "Loudness":
        kind = "crescendo" if louder else "diminuendo"
        grown = self.said(last, dynamic)
        span = Span(first.first, last.first, kind)
        return Loudness(grown.marks, (*self.spans, span), last.onset)


@dataclass(frozen=True)
class Plan:
    """What a level says about dynamics, and the dynamics there are, soft to loud."""

    line: Line
    scale: tuple[str, ...]
    row: Mapping[str, Any]
    rng: "Generator" = field(compare=False)

    @property
    def full_bar(self) -> Fraction:
        """The length of a bar, of two where bars are short."""
        bar = self.line.metre.measure_duration
        return bar if bar >= _FULL_BAR else 2 * bar

    def may_speak(self, loudness: Loudness, note: Sound) -> bool:
        """Tell whether a note, not finer than half a beat, is far enough from the last
        dynamic to have one."""
        if not self.line.metre.strength(note.where):
            return False
        apart = self.row["apart"] * self.full_bar
        upbeat = self.line.metre.beat if self.line.metre.strength(note.where) < 4 else 0
        return bool(note.onset - loudness.at >= max(self.full_bar, apart - upbeat))

    def has_room(self, loudness: Loudness, end: Fraction, events: int = 1) -> bool:
        """Tell whether so many more events are not too many up to some onset."""
        bars = max(Fraction(1), end / self.full_bar)
        return loudness.events + events <= max(1, int(self.row["most"] * bars / 4))

    def chance(self, name: str) -> bool:
        return bool(self.rng.random() < self.row[name])

    def moved(self, dynamic: str, steps: int) -> str | None:
        """Return the dynamic some steps louder or softer, the last one at the end of the
        scale; the extremes only from beside them; None where nothing changes."""
        at = self.scale.index(dynamic)
        to = min(max(at + steps, 0), len(self.scale) - 1)
        if self.scale[to] in (_LOUDEST, _SOFTEST) and abs(to - at) > 1:
            to += 1 if to < at else -1
        return None if to == at else self.scale[to]


def dynamics(
    line: Line, character: Character, rng: "Generator", *, has_slurs: bool = False
) -> Loudness:
    """Return the dynamics and hairpins of a line; none where the player has none.

    Parameters
    ----------
    has_slurs : whether it has slurs; at some levels a first dynamic is then enough.
    """
    plan = _plan(line, rng)
    if plan is None or not line.notes:
        return Loudness()
    first = line.notes[0]
    loudness = Loudness().said(first, _opening(plan, character))
    if has_slurs and plan.row.get("alone"):
        return loudness
    restored: str | None = None  # what an echo gave way to
    for number, phrase in enumerate(line.phrases):
        notes = [note for note in line.sounds_in(phrase) if note.pitch is not None]
        if not notes:
            continue
        if restored is not None:
            loudness, restored = loudness.said(notes[0], restored), None
            continue
        if number and _is_echo(plan, loudness, number):
            softer = plan.moved(loudness.now, -2)
            if softer is not None:
                restored = loudness.now
                loudness = loudness.said(notes[0], softer)
                continue
        loudness = _phrase(plan, loudness, number, notes)
    return loudness


def is_soft(loudness: Loudness) -> bool:
    """Tell whether a line is p or softer anywhere."""
    return any(mark.text.startswith("p") for mark in loudness.marks)


def _plan(line: Line, rng: "Generator") -> Plan | None:
    order, allowed = table("dynamics")["order"], line.level.dynamics
    rows = {row["number"]: row for row in table("dynamics")["level"]}
    row = rows[line.level.number]
    scale = tuple(
        name
        for name in order[order.index(row["softest"]) :]
        if name in allowed and has_sign(line.player, name, is_dynamic=True)
    )
    return Plan(line, scale, row, rng) if scale else None


def _opening(plan: Plan, character: Character) -> str:
    weights = table("dynamics")["opening"][character.mood or "either"]
    names = [name for name in plan.scale if name in weights] or [*plan.scale]
    given = [weights.get(name, 1) for name in names]
    return names[int(plan.rng.choice(len(names), p=[g / sum(given) for g in given]))]


def _is_echo(plan: Plan, loudness: Loudness, number: int) -> bool:
    """Tell whether a phrase echoes the one before, and the next can restore the sound."""
    line = plan.line
    if not _opens_like_the_one_before(line, number):
        return False
    here, after = (_opening_of(line, n) for n in (number, number + 1))
    if here is None or not plan.may_speak(loudness, here):
        return False
    following = _opening_of(line, number + 2)
    end = following.onset if following else line.notes[-1].end
    returns = after is None or plan.may_speak(Loudness(at=here.onset), after)
    events = 1 if after is None else 2
    return returns and plan.has_room(loudness, end, events) and plan.chance("change")


def _opening_of(line: Line, number: int) -> Sound | None:
    """Return the first note of a phrase; None past the last one."""
    later = [note for phrase in line.phrases[number:] for note in line.sounds_in(phrase)]
    return next((note for note in later if note.pitch is not None), None)


def _opens_like_the_one_before(line: Line, number: int) -> bool:
    def opening(phrase: Span) -> list[object]:
        notes = [n for n in line.sounds_in(phrase) if n.pitch is not None]
        return [(note.duration, note.pitch) for note in notes[:4]]

    return opening(line.phrases[number]) == opening(line.phrases[number - 1])


def _phrase(
    plan: Plan, loudness: Loudness, number: int, notes: Sequence[Sound]
) -> Loudness:
    """Return the line with a contrast at the start of a phrase, a swell in it, or both."""
    end = notes[-1].end
    may_change = number and plan.may_speak(loudness, notes[0])
    if number and _opens_like_the_one_before(plan.line, number):
        may_change = False  # softer, it would be an echo
    if may_change and plan.has_room(loudness, end) and plan.chance("change"):
        middle = (len(plan.scale) - 1) / 2
        to = plan.moved(loudness.now, 2 if plan.scale.index(loudness.now) < middle else -2)
        loudness = loudness.said(notes[0], to) if to else loudness
    if plan.has_room(loudness, end) and plan.chance("swell"):
        loudness = _swelled(plan, loudness, notes)
    return loudness


def _swelled(plan: Plan, loudness: Loudness, notes: Sequence[Sound]) -> Loudness:
    """Return the line with a crescendo to the climax of a phrase, back from it, too, or a
    diminuendo to the phrase's end; unchanged where the phrase has room for none."""
    if "hairpin" not in plan.line.level.dynamics:
        return loudness
    climax, before = _climax(plan, notes), loudness.now
    steps = int(plan.rng.integers(1, plan.row["step"] + 1))
    louder, softer = plan.moved(before, steps), plan.moved(before, -steps)
    is_last = notes[-1].first == plan.line.notes[-1].first
    if louder and (louder != _LOUDEST or _is_highest(plan, notes)):
        grown = _led(plan, loudness, notes[: climax + 1], louder)
        if grown is not None:
            falls = plan.has_room(grown, notes[-1].end) and plan.chance("falls")
            fallen = _led(plan, grown, notes[climax:], before) if falls else None
            return fallen or grown
    if softer and (softer != _SOFTEST or is_last) and not _has_fallen(plan, loudness):
        return _led(plan, loudness, notes, softer) or loudness
    return loudness


def _has_fallen(plan: Plan, loudness: Loudness) -> bool:
    """Tell whether the last change was to something softer: a second would only fade."""
    levels = [plan.scale.index(mark.text) for mark in loudness.marks[-2:]]
    return levels[-1] < levels[0]


def _climax(plan: Plan, notes: Sequence[Sound]) -> int:
    """Return the number of the highest note, the last of several, on a strong beat if one
    of them is; for drums the last but one that falls on a downbeat."""
    heights = [note.pitch.midi if note.pitch else 0 for note in notes]
    highest = max(heights)
    if min(heights) == highest:
        downbeats = [i for i, note in enumerate(notes[:-1]) if note.where == 0]
        return downbeats[-1] if downbeats else len(notes) - 1
    peaks = [i for i, height in enumerate(heights) if height == highest]
    return max(peaks, key=lambda i: (plan.line.metre.strength(notes[i].where), i))


def _is_highest(plan: Plan, notes: Sequence[Sound]) -> bool:
    """Tell whether the highest note of all is among these."""
    of_all = max(note.pitch.midi for note in plan.line.notes if note.pitch)
    return any(note.pitch is not None and note.pitch.midi == of_all for note in notes)


def _led(
    plan: Plan, loudness: Loudness, notes: Sequence[Sound], dynamic: str
) -> Loudness | None:
    """Return the line with a hairpin to the last beat of these notes, if one fits."""
    on_beats = [
        i for i, note in enumerate(notes) if plan.line.metre.strength(note.where) > 1
    ]
    within = notes[: on_beats[-1] + 1] if on_beats else ()
    starts = _hairpin_starts(plan, loudness, within) if within else []
    if within and within[-1].onset - loudness.at < plan.full_bar:
        starts = [note for note in starts if note.onset == loudness.at]
    if not starts:
        return None
    first = starts[int(plan.rng.integers(len(starts)))]
    louder = plan.scale.index(dynamic) > plan.scale.index(loudness.now)
    return loudness.led(first, within[-1], dynamic, louder=louder)


def _hairpin_starts(plan: Plan, loudness: Loudness, notes: Sequence[Sound]) -> list[Sound]:
    """Return the notes on a beat from which a hairpin may go to the last of the notes: two
    beats to a few bars away, over no rest; those on strong beats alone if there are any."""
    metre, last = plan.line.metre, notes[-1]
    longest = plan.row["bars"] * metre.measure_duration
    found: list[Sound] = []
    following = last
    for note in reversed(notes[:-1]):
        if note.end != following.onset or note.first < loudness.marks[-1].place:
            break
        following = note
        length = last.onset - note.onset
        on_beat = metre.strength(note.where) > 1
        if on_beat and _SHORTEST * metre.beat <= length <= longest:
            found.append(note)
    return [note for note in found if metre.strength(note.where) > 2] or found
