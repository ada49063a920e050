"""Choosing among candidates: the level, a common close, some variety, then probability.

A blind reading of 200 items a method found that an item's own bits an event go with how
musical it seems (Spearman −0.55), and that the close matters most of all. So a candidate
that closes oddly or goes round in circles is left if there is a better one, and of the
rest the one on which the model spends least is kept. The level asked for comes first of
all: what is not in tune with it costs more than a fault. What teachers were found to
prefer weighs among those that are in tune and have none.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise

from etudes.melody import Melody, Note, Rest
from etudes.sampling.draw import Draw
from etudes.sampling.pleasing import bonuses

_FAULT = 1.0
"""Bits an event that each fault weighs."""

_NO_PHRASE = 0.6
"""Bits an event that it weighs to run on through the middle: with this, a third of what is
chosen comes to rest there, as people's tunes do (`benchmarks/structure.py`)."""

_NO_MOTIF = 0.2
"""Bits an event that it weighs to take nothing up again in eight bars. Three readers of 42
pieces gave those that do 0.7 of 5 more over all (`docs/model.md`); the law given the rules
returns by itself more often than people do, so little is added."""

_ALIKE = 1.0
"""Bits an event that it weighs to be made of the same turns, four notes each, as another
item of the page; half of them in common weigh half."""

_BROKEN_UP = 0.5
"""Bits an event that it weighs to rest more often than every second bar."""

IN_TUNE = 0.35
"""Levels; a candidate as near as this to the level asked for is in tune with it."""

_LEVEL_WEIGHT = 3.0
"""Bits an event for each level that the estimate is further away than that."""

NEAR = 0.5
"""Levels; how far an item may be from its level with all that it asks of the player."""

_WISHED = 0.25
"""Bits an event by which one may miss a wish more than the best and still please."""

_VERIFIED = 4
"""How many of the best are measured with all that they ask of the player."""

_DRUMS = 2
"""Where no more pitches are heard, a line lives by its rhythm."""


Turn = tuple[object, ...]
"""Four notes in a row, whatever the pitch they begin on."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A draw, the melody that it is, and its level as far as the notes alone tell."""

    drawn: Draw
    melody: Melody
    level: float


def choose(
    candidates: Sequence[Candidate],
    level: int,
    chosen: "Sequence[Melody] | Heard" = (),
    *,
    measure: Callable[[Melody], float],
    wish: Callable[[Melody], float] = lambda melody: 0.0,
    pleasing: Callable[[Candidate], float] | None = None,
) -> Candidate:
    """Return the best candidate.

    Parameters
    ----------
    level : the level asked for.
    chosen : what is on the page already; a candidate with the same opening counts as
        faulty, and what is made of the same turns costs.
    measure : the level of a melody with all that it asks of the player; slow, so it is
        asked of the best alone, and the first that is near is taken.
    wish : what else a melody should be, as a cost in bits an event.
    pleasing : how much a candidate is liked, in points of 7; None is no preference. It is
        asked only of those in tune with the level, without a fault and not behind others
        in what is wished, and only lowers their cost; so all of that goes first.
    """
    known = chosen if isinstance(chosen, Heard) else Heard(chosen)
    pitches = {pitch for candidate in candidates for pitch in candidate.melody.pitches}
    uniform = too_even if len(pitches) <= _DRUMS else too_uniform
    judge = _Judge(level, known, uniform, wish)
    costs = [judge.cost(candidate) for candidate in candidates]
    if pleasing is not None:
        for i, bits in bonuses(_points(candidates, judge, pleasing)).items():
            costs[i] -= bits
    ranked = sorted(range(len(candidates)), key=costs.__getitem__)
    likely = [candidates[i] for i in ranked[:_VERIFIED]]
    for candidate in likely:
        if abs(measure(candidate.melody) - level) <= NEAR:
            return candidate
    return likely[0]


@dataclass(frozen=True, slots=True)
class _Judge:
    """What speaks against a candidate, given the level and what is on the page already."""

    level: int
    known: "Heard"
    uniform: Callable[[Melody], bool]
    wish: Callable[[Melody], float]

    def faults(self, melody: Melody) -> float:
        return (
            (not closes_commonly(melody))
            + (not closes_firmly(melody)) / 2
            + 2 * self.uniform(melody)
            + too_empty(melody)
            + self.known.opens_like(melody)
        )

    def off(self, candidate: Candidate) -> float:
        return max(0.0, abs(candidate.level - self.level) - IN_TUNE)

    def cost(self, candidate: Candidate) -> float:
        melody = candidate.melody
        return (
            candidate.drawn.bits_per_event
            + _FAULT * self.faults(melody)
            + _NO_PHRASE * runs_on(melody)
            + _NO_MOTIF * forgets(melody)
            + _BROKEN_UP * is_broken_up(melody)
            + _ALIKE * self.known.alike(melody)
            + _LEVEL_WEIGHT * self.off(candidate)
            + self.wish(melody)
        )

    def is_sound(self, candidate: Candidate) -> bool:
        return not self.off(candidate) and not self.faults(candidate.melody)


def _points(
    candidates: Sequence[Candidate], judge: _Judge, pleasing: Callable[[Candidate], float]
) -> dict[int, float]:
    """Return how much each sound candidate is liked that misses no more than others."""
    wished = {
        i: judge.wish(one.melody) for i, one in enumerate(candidates) if judge.is_sound(one)
    }
    least = min(wished.values(), default=0.0)
    return {
        i: pleasing(candidates[i]) for i, miss in wished.items() if miss <= least + _WISHED
    }


class Heard:
    """What is on a page already: how it begins, and in which item each turn comes.

    Examples
    --------
    >>> from fractions import Fraction
    >>> from etudes.theory import Key, Pitch, TimeSignature
    >>> line = [(Pitch.parse(p), Fraction(1, 4)) for p in "G4 A4 B4 G4 A4 D4 G4 G4".split()]
    >>> tune = Melody.from_events(Key.parse("G"), TimeSignature(4, 4), line)
    >>> page = Heard([tune])
    >>> page.opens_like(tune), page.alike(tune)
    (True, 1.0)
    """

    def __init__(self, melodies: Iterable[Melody] = ()) -> None:
        self._openings: set[object] = set()
        self._items: dict[Turn, list[int]] = {}
        self._count = 0
        for melody in melodies:
            self.add(melody)

    def add(self, melody: Melody) -> None:
        """Put one item more on the page."""
        self._openings.add(_opening(melody))
        for turn in turns(melody):
            self._items.setdefault(turn, []).append(self._count)
        self._count += 1

    def opens_like(self, melody: Melody) -> bool:
        """Tell whether an item of the page has the same opening."""
        return _opening(melody) in self._openings

    def alike(self, melody: Melody) -> float:
        """Return which share of its turns the item has that has most of them."""
        own = turns(melody)
        shared: Counter[int] = Counter()
        for turn in own:
            shared.update(self._items.get(turn, ()))
        return max(shared.values(), default=0) / max(len(own), 1)


def turns(melody: Melody) -> set[Turn]:
    """Return every four notes in a row: their durations, and the semitones from each to
    the next."""
    notes = [(event.pitch.midi, event.duration) for event in melody.events() if event.pitch]
    # as whole numbers, for a page compares many and a fraction is slow to hash
    lengths = [duration.as_integer_ratio() for _, duration in notes]
    moves = [after - before for (before, _), (after, _) in pairwise(notes)]
    by_place = (*(lengths[i:] for i in range(4)), *(moves[i:] for i in range(3)))
    return set(zip(*by_place, strict=False))


def closes_commonly(melody: Melody) -> bool:
    """Tell whether the last note is reached as tunes reach it: from the tonic, a step
    away, or by falling a third; a falling fifth or rising fourth counts too."""
    last, final = melody.pitches[-2:] if len(melody.pitches) > 1 else melody.pitches * 2
    move = final.midi - last.midi
    return abs(move) <= 2 or move in (-3, -4, -7, 5)


def closes_firmly(melody: Melody) -> bool:
    """Tell whether the last note begins on a strong beat and is no shorter than the
    one before."""
    *_, before, last = [None, *(e for e in melody.events() if e.pitch is not None)]
    metre = melody.time_signature
    on_strong = last.onset % metre.measure_duration in metre.strong_beats
    return on_strong and (before is None or last.duration >= before.duration)


def runs_on(melody: Melody) -> bool:
    """Tell whether a melody of eight bars or more has no half close in its middle: no note
    of a beat or more, on a degree of the dominant chord, ends the bar there."""
    if melody.full_measures < _TWO_PHRASES or melody.full_measures % 2:
        return False
    metre = melody.time_signature
    middle = melody.full_measures // 2 * metre.measure_duration - melody.pickup
    heard = [event for event in melody.events() if event.pitch and event.onset < middle]
    last = heard[-1]
    degree = (last.pitch.step - melody.key.step) % 7 if last.pitch else 0
    return degree not in _DOMINANT or last.duration < metre.beat


def forgets(melody: Melody) -> bool:
    """Tell whether a melody of eight bars or more takes nothing up again: no bar of three
    notes or more is one of the four before it, as it was or on other steps."""
    if melody.full_measures < _TWO_PHRASES:
        return False
    bars = [
        (
            tuple(note.duration for note in measure.notes),
            [note.pitch.staff_position for note in measure.notes if isinstance(note, Note)],
        )
        for measure in melody.measures
    ]
    return not any(
        rhythm == later_rhythm and _is_moved(motif, later)
        for lag in (1, 2, 4)
        for (rhythm, motif), (later_rhythm, later) in zip(bars, bars[lag:], strict=False)
    )


def is_broken_up(melody: Melody) -> bool:
    """Tell whether there are so many rests that no line is left."""
    rests = sum(event.pitch is None for event in melody.events())
    return 2 * rests > melody.full_measures


def _is_moved(motif: Sequence[int], later: Sequence[int]) -> bool:
    if len(motif) != len(later) or len(motif) < _MOTIF:
        return False
    return len({b - a for a, b in zip(motif, later, strict=True)}) == 1


_MOTIF = 3
_TWO_PHRASES = 8
_DOMINANT = (1, 4, 6)


def too_uniform(melody: Melody) -> bool:
    """Tell whether bars repeat so much, or one note so rules, that nothing happens."""
    bars = _bars(melody)
    distinct = len(set(bars))
    counts = Counter(melody.pitches).values()
    return (
        distinct < -(-5 * len(bars) // 8)
        or len(counts) < 3
        or max(counts) > 0.55 * len(melody.pitches)
    )


def too_empty(melody: Melody) -> bool:
    """Tell whether there is so little in it that nothing is practised: under two notes a
    bar."""
    return len(melody.pitches) < 2 * melody.full_measures


def too_even(melody: Melody) -> bool:
    """Tell whether a rhythm hardly varies: bars repeat or there are only two values."""
    bars = _bars(melody)
    values = {event.duration for event in melody.events() if event.pitch}
    return len(set(bars)) < len(bars) / 2 or len(values) < 3


def _bars(melody: Melody) -> list[tuple[object, ...]]:
    """Return what stands in each bar; as whole numbers, which are quick to compare."""
    return [
        tuple((note.duration.as_integer_ratio(), _place(note)) for note in measure.notes)
        for measure in melody.measures
    ]


def _place(note: Note | Rest) -> tuple[int, int, int] | None:
    if isinstance(note, Rest):
        return None
    return note.pitch.step, note.pitch.alter, note.pitch.octave


def _opening(melody: Melody) -> tuple[object, ...]:
    """Return the first four events, as seen from the first note."""
    heard = (event for event in melody.events() if event.pitch)
    notes = [
        (event.pitch.midi, event.duration.as_integer_ratio())
        for event in islice(heard, 4)
        if event.pitch
    ]
    return tuple((midi - notes[0][0], duration) for midi, duration in notes)
