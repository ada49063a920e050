"""Anchors: pieces with something plainly wrong, of which a careful rater's answer is known.

Of a level three away from the one that a piece is shown as; or a line as no instrument
likes it, every second note an octave off, within what the instrument has. All else is as
it should be, so only who looks at the notes finds it. An anchor says nothing of how good
anything is; it says who looked.
"""

import hashlib
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

import numpy as np

from etudes.difficulty import Scale, describe
from etudes.encoding.vocabulary import METRES
from etudes.errors import UnsatisfiableRequest
from etudes.item.finished import finished
from etudes.item.item import Item
from etudes.item.plan import plan
from etudes.item.request import Request
from etudes.melody import Melody
from etudes.rating.scales import HIGHEST, LEVEL, LOWEST, MIDDLE
from etudes.rating.study.made import Cell, Made
from etudes.tables import Instrument, rubric
from etudes.theory import Interval, Pitch, TimeSignature

SYSTEM = "anchor"

IDIOM = "idiom"
"""The scale on which a piece out of idiom must come out low."""

_AWAY = 3
"""Levels between what an anchor is and what it is shown as."""

_OCTAVE = Interval(7, 12)
_WIDE = 8
"""Semitones; a sixth is the widest that an octave leaves of a third."""

_UNEASY = 0.6
"""The least share of wide leaps in a piece out of idiom."""

_LAST_UNHEARD_OF = 5
"""Above this level, studies are written in such leaps, and a careful rater may like one."""

_DEALS = 24
"""How often a metre is dealt before there is none."""

Maker = Callable[[Request], Item]


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong with an anchor, and what a careful rater answers by scale."""

    name: str
    levels: int
    expected: Mapping[str, tuple[int, int]]


WRONGS = (
    Wrong("too hard", _AWAY, {LEVEL: (MIDDLE + 1, HIGHEST)}),
    Wrong("too easy", -_AWAY, {LEVEL: (LOWEST, MIDDLE - 1)}),
    Wrong("out of idiom", 0, {IDIOM: (LOWEST, MIDDLE - 1)}),
)


def anchor(
    cell: Cell, wrong: Wrong, seed: int, make: Maker, scale: Scale | None = None
) -> Made | None:
    """Return a piece of a cell with this wrong in it; None where there can be none: no
    level is so far away or has a metre of the cell's, leaps are nothing new, or the
    instrument has too few octaves.

    Parameters
    ----------
    make : makes the item of a request, before anything is wrong with it.
    scale : what measures levels; None is the program's own.
    """
    level = cell.level + wrong.levels
    if not 1 <= level <= len(rubric().levels):
        return None
    if not wrong.levels and cell.level > _LAST_UNHEARD_OF:
        return None
    rng = np.random.default_rng(seed)
    lengths = [cell.measures] if cell.measures else rubric().level(cell.level).measures
    measures = int(lengths[int(rng.integers(len(lengths)))])
    metre = cell.time_signature or _metre(cell, level, seed)
    if metre is None:
        return None
    framed = replace(cell.at(level, measures), time_signature=metre)
    request = replace(framed.request(seed), scale=scale.digest if scale else None)
    item = make(request)
    if not wrong.levels:
        moved = _leaping(item.melody, request.player)
        if moved is None:
            return None
        item = finished(
            request,
            item.index,
            moved,
            item.tempo,
            describe(moved, request.player, item.tempo.crotchets_per_minute),
            (item.model_name, item.model_digest),
            scale=scale,
        )
    name = hashlib.sha256(f"{wrong.name}\n{cell.level}\n{item.id}".encode()).hexdigest()
    shown = replace(item, id=name[:16], level_asked=cell.level)
    return Made(shown, request, "anchor", SYSTEM, cell.level, wrong.name, wrong.expected)


def _metre(cell: Cell, level: int, seed: int) -> TimeSignature | None:
    """Return a metre as dealt at the level that an anchor is shown as, of those that tunes
    and the level it is made at have too; an odd one would tell it without a look at the
    notes. None where there is none."""
    for attempt in range(_DEALS):
        with suppress(UnsatisfiableRequest):
            metre = plan(cell.request(seed), 0, attempt)[0].time_signature
            if str(metre) in METRES and metre in rubric().level(level).metres:
                return metre
    return None


def _leaping(melody: Melody, player: Instrument) -> Melody | None:
    """Return the melody with every second note an octave away, up if the instrument has
    it: over strings and over registers, note by note. None where too few notes can."""
    low, high = player.ranges[-1]
    line: list[tuple[Pitch | None, Fraction]] = []
    far = False
    for event in melody.events():
        pitch = event.pitch
        if pitch is not None:
            ways = [pitch.transposed(way) for way in (_OCTAVE, -_OCTAVE)] if far else []
            inside = [one for one in ways if low.midi <= one.midi <= high.midi]
            pitch, far = (inside or [pitch])[0], not far
        line.append((pitch, event.duration))
    moved = Melody.from_events(melody.key, melody.time_signature, line, melody.pickup)
    leaps = [abs(b.midi - a.midi) for a, b in pairwise(moved.pitches)]
    wide = sum(leap >= _WIDE for leap in leaps)
    return moved if wide >= _UNEASY * len(leaps) else None
