"""What is wrong with an answer: first of the whole, then of notes in their order."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from etudes.assessment.alignment import Alignment, Pair
from etudes.assessment.displacement import Displacement
from etudes.assessment.remark import Remark, Value
from etudes.assessment.scheme import Scheme
from etudes.melody import Event, Melody
from etudes.theory import Interval, Key, Pitch

_FEWEST_LATE = 3


def remarks_on(
    truth: Melody,
    answer: Melody,
    alignment: Alignment,
    scheme: Scheme,
    displacement: Displacement | None,
    transposition: Interval | None,
    unfilled_bars: Sequence[int],
) -> tuple[Remark, ...]:
    """Return all that is to be said, first of the whole, then of notes in their order."""
    if not answer.pitches:
        return (Remark("nothing"),)
    places = _Places.of(truth)
    whole = _on_the_whole(truth, answer, displacement, transposition, unfilled_bars)
    wrong_signature = scheme.counts_pitch and _signature_explains(
        truth.key, answer.key, alignment.pairs
    )
    if wrong_signature:
        whole.append(Remark("signature", (("written", answer.key), ("right", truth.key))))
    notes = _OnNotes(truth, answer, scheme, places, wrong_signature)
    return (*whole, *_on_time(alignment.pairs, places), *notes.of(alignment.pairs))


@dataclass(frozen=True, slots=True)
class _Places:
    """Bar and number of each note of a melody, by its onset."""

    by_onset: dict[Fraction, tuple[int, int]]
    bar: Fraction

    @classmethod
    def of(cls, melody: Melody) -> "_Places":
        bar = melody.time_signature.measure_duration
        found: dict[Fraction, tuple[int, int]] = {}
        counts: dict[int, int] = {}
        for event in melody.events():
            if event.pitch is not None:
                number = int(event.onset // bar) + 1
                counts[number] = counts.get(number, 0) + 1
                found[event.onset] = (number, counts[number])
        return cls(found, bar)

    def remark(self, key: str, event: Event, *values: tuple[str, Value]) -> Remark:
        return Remark(key, values, *self.by_onset[event.onset])

    def notes_in(self, bar: int) -> int:
        return sum(number == bar for number, _ in self.by_onset.values())


def _on_the_whole(
    truth: Melody,
    answer: Melody,
    displacement: Displacement | None,
    transposition: Interval | None,
    unfilled_bars: Sequence[int],
) -> list[Remark]:
    found = []
    if displacement:
        found.append(_of_displacement(displacement, transposition))
    one, other = truth.time_signature, answer.time_signature
    if (one.measure_duration, one.is_compound) != (
        other.measure_duration,
        other.is_compound,
    ):
        found.append(Remark("metre", (("written", str(other)), ("right", str(one)))))
    found += [Remark("unfilled", (("bar", bar),)) for bar in unfilled_bars]
    return found


def _of_displacement(moved: Displacement, transposition: Interval | None) -> Remark:
    interval = moved.interval
    if moved.in_scale:
        key = "clef high" if interval.steps > 0 else "clef low"
        return Remark(key, (("count", abs(interval.steps)),))
    if transposition and interval == transposition:
        return Remark("concert pitch")
    way = "high" if (interval.semitones, interval.steps) > (0, 0) else "low"
    if abs(interval.semitones) == 12 and abs(interval.steps) == 7:
        return Remark(f"octave {way}")
    return Remark(f"whole {way}", (("interval", interval),))


def _signature_explains(truth: Key, answer: Key, pairs: Sequence[Pair]) -> bool:
    return truth.fifths != answer.fifths and any(
        _is_by_signature(pair, truth, answer) for pair in pairs
    )


def _is_by_signature(pair: Pair, truth: Key, answer: Key) -> bool:
    """Whether the two notes differ just as the two signatures do."""
    right, written = _pitches(pair)
    if right is None or written is None or right == written:
        return False
    return (
        right.staff_position == written.staff_position
        and right.alter == truth.signature_alter(right.step)
        and written.alter == answer.signature_alter(written.step)
    )


def _pitches(pair: Pair) -> tuple[Pitch | None, Pitch | None]:
    return (
        pair.truth.pitch if pair.truth else None,
        pair.answer.pitch if pair.answer else None,
    )


def _on_time(pairs: Sequence[Pair], places: _Places) -> Iterator[Remark]:
    """Say that all comes late or early, from some note to the end, if it does."""
    matched = [pair for pair in pairs if pair.truth and pair.answer]
    if not matched or not (shift := matched[-1].shift):
        return
    count = next(
        (n for n, pair in enumerate(reversed(matched)) if pair.shift != shift), len(matched)
    )
    if count < _FEWEST_LATE:
        return
    first = matched[-count].truth
    word = "late" if shift > 0 else "early"
    length = ("length", abs(shift))
    if count < len(matched) and first:
        yield places.remark(f"{word} from", first, length)
    elif shift % places.bar:
        # by whole bars it stands where it should: an upbeat with rests before it
        yield Remark(word, (length,))


@dataclass(frozen=True, slots=True)
class _OnNotes:
    """The remarks on single notes."""

    truth: Melody
    answer: Melody
    scheme: Scheme
    places: _Places
    wrong_signature: bool

    def of(self, pairs: Sequence[Pair]) -> Iterator[Remark]:
        silent = self._missing_bars(pairs)
        told: set[int] = set()
        for n, pair in enumerate(pairs):
            if pair.truth is None:
                if not n or not pairs[n - 1].is_extra:
                    yield self._extra(pairs, n)
            elif pair.answer is None:
                bar, _ = self.places.by_onset[pair.truth.onset]
                if bar not in silent:
                    yield self._at(pair, "missing")
                elif bar not in told:
                    told.add(bar)
                    yield Remark("bar missing", (("bar", bar),))
            else:
                yield from self._of_pitch(pair)
                yield from self._of_length(pair, pairs[n + 1 :])

    def _missing_bars(self, pairs: Sequence[Pair]) -> set[int]:
        """Return the full bars of which not a note is there."""
        missing = [
            self.places.by_onset[pair.truth.onset][0]
            for pair in pairs
            if pair.truth and pair.is_missing
        ]
        places = self.places
        return {
            bar for bar in missing if bar and missing.count(bar) == places.notes_in(bar)
        }

    def _extra(self, pairs: Sequence[Pair], n: int) -> Remark:
        """Place notes too many by the last one before them that belongs to the truth."""
        end = next((m for m in range(n, len(pairs)) if not pairs[m].is_extra), len(pairs))
        before = pairs[n - 1].truth if n else None
        if before is None:
            return Remark("extra first")
        if end - n == 1:
            return self.places.remark("extra", before)
        return self.places.remark("extras", before, ("count", end - n))

    def _at(self, pair: Pair, key: str, **values: Value | None) -> Remark:
        if pair.truth is None:
            return Remark(key)
        given = [(name, value) for name, value in values.items() if value is not None]
        return self.places.remark(key, pair.truth, *given)

    def _of_pitch(self, pair: Pair) -> Iterator[Remark]:
        right, written = _pitches(pair)
        if right is None or written is None or not self.scheme.counts_pitch:
            return
        if self.scheme.same_pitch(right, written):
            return
        if self.wrong_signature and _is_by_signature(pair, self.truth.key, self.answer.key):
            return
        steps = written.staff_position - right.staff_position
        way = "high" if steps > 0 else "low"
        if written.midi == right.midi:
            yield self._at(pair, "spelling", written=written, right=right)
        elif not steps:
            yield self._at(pair, "accidental", written=written, right=right)
        elif abs(written.midi - right.midi) == 12 and abs(steps) == 7:
            yield self._at(pair, f"note octave {way}")
        elif abs(steps) == 1:
            yield self._at(pair, f"step {way}")
        else:
            yield self._at(pair, f"steps {way}", count=abs(steps))

    def _of_length(self, pair: Pair, later: Sequence[Pair]) -> Iterator[Remark]:
        if pair.is_in_time or pair.truth is None or pair.answer is None:
            return
        right, written = pair.truth.duration, pair.answer.duration
        following = next((other.answer for other in later if other.answer), None)
        due = pair.answer.onset + right
        is_cut = written < right and following is not None and following.onset == due
        key = "cut short" if is_cut else "length"
        yield self._at(pair, key, written=written, right=right)
