"""Partials, valves and slide: brass instruments.

The tube sounds the partials of its fundamental; valves or the slide lower them by up to
six semitones. The plainest fingering of a note is the shortest tube, as fingering charts
have it.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

from etudes.errors import InvalidValue
from etudes.technique.technique import Fingering, Technique
from etudes.theory import Pitch

_SHORT = ("0", "2", "1", "1-2", "2-3")
VALVES = {
    3: (*_SHORT, "1-3", "1-2-3"),
    4: (*_SHORT, "4", "2-4", "1-4", "1-2-4", "2-3-4", "1-3-4", "1-2-3-4"),
}
"""By the number of valves, those that lower a partial by 0, 1, 2 ... semitones."""

POSITIONS = 7
"""Slide positions, a semitone apart."""

_POSITION_NAMES = tuple(str(number) for number in range(1, POSITIONS + 1))
_TRIGGER = 5
_HIGH = 8
_FLAT = 7
_LEAPS = {2: "a leap over a slot", 3: "a leap over two slots"}
_WIDEST_LEAP = "a leap over three slots or more"


@dataclass(frozen=True, slots=True)
class Slot(Fingering):
    """A note as a partial of a tube that is lowered by so many semitones.

    `text` names the valves, such as "1-3" (none "0"), or the slide position, 1 to 7; with
    the `trigger` of a bass trombone, "T1" to "T6", the tube is a fourth lower.
    """

    partial: int
    lowering: int
    text: str
    trigger: bool = False
    is_alternate: bool = False

    @property
    def valves(self) -> frozenset[str]:
        return frozenset(self.text.split("-")) - {"0"}


@dataclass(frozen=True, eq=False)
class Brass(Technique[Slot]):
    """A tube with a written fundamental, the partials in use, and valves or a slide.

    Raises
    ------
    InvalidValue
        If there are not three or four valves, or the partials do not rise from 1 on.
    """

    fundamental: Pitch
    partials: tuple[int, ...]
    valves: int = 3
    has_slide: bool = False
    has_trigger: bool = False

    def __post_init__(self) -> None:
        if self.valves not in VALVES:
            raise InvalidValue(f"three or four valves were expected, not {self.valves}")
        if self.partials != tuple(sorted({*self.partials} - {0})):
            raise InvalidValue(f"partials rise from 1 on; {self.partials} do not")

    def ways(self, pitch: Pitch) -> tuple[Slot, ...]:
        found = sorted(
            (
                slot
                for partial in self.partials
                for slot in self._slots(pitch, partial)
                # the seventh partial is flat: only a slide can mend it, from second on
                if partial != _FLAT or (self.has_slide and slot.lowering > 0)
            ),
            key=lambda slot: slot.lowering + slot.trigger,
        )
        return (*found[:1], *(replace(slot, is_alternate=True) for slot in found[1:]))

    def of_note(self, way: Slot) -> Iterator[str]:
        if way.is_alternate:
            yield "an alternate fingering"
        if way.partial == 1:
            yield "a pedal note"
        if way.partial >= _HIGH:
            yield "a high partial"
        if way.trigger:
            yield "the trigger"

    def of_move(self, before: Slot, after: Slot) -> Iterator[str]:
        slots = abs(
            self.partials.index(before.partial) - self.partials.index(after.partial)
        )
        if slots and is_lip_slur(before, after):
            yield "a lip slur"
        yield from ["a change of partial"] * slots
        if slots >= 2:
            yield _LEAPS.get(slots, _WIDEST_LEAP)
        leap = abs(before.pitch.midi - after.pitch.midi)
        if leap > 7:
            yield "a leap beyond a fifth"
        if leap > 9:
            yield "a leap beyond a sixth"
        if not self.has_slide:
            yield from ["a valve"] * len(before.valves ^ after.valves)
            return
        moved = abs(before.lowering - after.lowering)
        yield from ["a slide position"] * moved
        if moved >= 5:
            yield "first to sixth or seventh position"

    def _slots(self, pitch: Pitch, partial: int) -> Iterator[Slot]:
        lowering = self.fundamental.midi + semitones_above(partial) - pitch.midi
        names = _POSITION_NAMES if self.has_slide else VALVES[self.valves]
        if 0 <= lowering < len(names):
            yield Slot(pitch, partial, lowering, names[lowering])
        if self.has_trigger and 0 <= (left := lowering - _TRIGGER) < POSITIONS - 1:
            yield Slot(pitch, partial, left, f"T{names[left]}", trigger=True)


def is_lip_slur(before: Slot, after: Slot) -> bool:
    """Tell whether the lips alone lead from one note to the other: the same valves or
    position, another partial."""
    tube = (before.lowering, before.trigger) == (after.lowering, after.trigger)
    return tube and before.partial != after.partial


def semitones_above(partial: int) -> int:
    """Return the semitones from the fundamental to a partial, to the nearest.

    Examples
    --------
    >>> [semitones_above(partial) for partial in (2, 3, 4, 5, 6, 8)]
    [12, 19, 24, 28, 31, 36]
    """
    return round(12 * math.log2(partial))
