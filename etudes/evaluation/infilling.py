"""A bar left out and filled again: how near the filling comes to the true bar.

BLEU and ROUGE-L (`etudes.evaluation.bleu`) over notes as (interval, length).

Read them with care: both reward copying. A good new bar that is not the old one scores
nothing, and repeating the bar before scores well wherever tunes repeat; so that baseline
and a bar of another tune stand beside the model. They say how predictable a bar is, not
how good. The model is given the past only, not the bars that follow.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from etudes.encoding.context import Context, Frame
from etudes.encoding.events import REST, EventArrays, encode, from_ticks, to_ticks
from etudes.encoding.relative import absolute
from etudes.encoding.vocabulary import UNKNOWN, Vocabulary
from etudes.errors import InvalidValue
from etudes.evaluation.bleu import bleu, rouge_l
from etudes.melody import Melody
from etudes.runtime import Runtime
from etudes.sampling.likelihood import bits

Ints = NDArray[np.int64]
Token = tuple[int | str, Fraction]
"""Interval in semitones from the note before ("rest", or "first"), and the length."""

CAVEAT: Final = (
    "BLEU and ROUGE reward copying: a good bar that is not the true one scores nothing. "
    "They say how predictable a bar is, not how good. Only the past was given."
)

_RESAMPLES: Final = 1000
_AT_ONCE: Final = 32

Line = list[tuple[int | None, Fraction]]
"""MIDI number (None for a rest) and length of each event of a bar."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A bar to fill: bar `number` (from 0, pickup apart) of a melody.

    `first` and `last` number its first event and the event after it; every gap begins
    and ends where an event does.
    """

    melody: Melody
    number: int
    first: int
    last: int

    @property
    def truth(self) -> Line:
        return _line(self.melody, self.first, self.last)

    @property
    def before(self) -> int | None:
        """The last MIDI number before the bar."""
        past = _line(self.melody, 0, self.first)
        return next((midi for midi, _ in reversed(past) if midi is not None), None)


def infilling(
    runtime: Runtime,
    melodies: Sequence[Melody],
    rng: np.random.Generator,
    *,
    groups: Sequence[Hashable] | None = None,
    style: str = "",
    draws: int = 16,
) -> dict[str, Any]:
    """Return how near the model comes to one bar of each melody, and what baselines do.

    One bar is left out of each melody, neither first nor last, that no note enters or
    leaves held over. `draws` continuations of the past are drawn from the model; those
    that fill the bar exactly are kept.

    Parameters
    ----------
    groups : what each melody belongs to; no bar of a melody's own group stands in for it.
        None: each to itself.
    style : what the model is told.

    Returns
    -------
    dict
        For `model`, `previous_bar` and `random_bar` (of the same metre, seen from the
        tonic): `bleu`, `rouge_l` and `exact` (share of bars met note for note), as [mean,
        low, high]; `true_bar_bits`, bits an event of the true bar given the past; `fit`,
        the share of draws that filled the bar; `left_out`, melodies without such a bar or
        with notes that the model has no name for; and the caveat.

    Raises
    ------
    InvalidValue
        If no melody has such a bar, or groups do not match.
    """
    names: Sequence[Hashable] = range(len(melodies)) if groups is None else groups
    if len(names) != len(melodies):
        raise InvalidValue(
            f"a group for each of {len(melodies)} melodies was expected, not {len(names)}"
        )
    found = [_gap(melody, runtime.vocabulary, rng) for melody in melodies]
    gaps = [gap for gap in found if gap is not None]
    if not gaps:
        raise InvalidValue(
            "a melody of three bars and more was expected, with a bar inside that no note "
            "is held into or out of"
        )
    own = [name for gap, name in zip(found, names, strict=True) if gap is not None]
    filled = fill(runtime, gaps, rng, style, draws)
    strangers = _strangers(gaps, own, rng)
    previous = [[_previous(gap)] for gap in gaps]
    costs = bits(runtime, [gap.melody for gap in gaps], style=style)
    true_bits = [
        float(cost.joint_bits[gap.first : gap.last].mean())
        for cost, gap in zip(costs, gaps, strict=True)
    ]
    drawn = rng.integers(len(gaps), size=(_RESAMPLES, len(gaps)))
    return {
        "bars": len(gaps),
        "left_out": len(melodies) - len(gaps),
        "draws": draws,
        "fit": round(sum(map(len, filled)) / (draws * len(gaps)), 4),
        "true_bar_bits": _interval(np.array(true_bits), drawn),
        "model": _scores(gaps, filled, drawn),
        "previous_bar": _scores(gaps, previous, drawn),
        "random_bar": _scores(gaps, strangers, drawn),
        "caveat": CAVEAT,
    }


def fill(
    runtime: Runtime,
    gaps: Sequence[Gap],
    rng: np.random.Generator,
    style: str = "",
    draws: int = 16,
) -> list[list[Line]]:
    """Return the draws that fill each bar exactly, given what stands before it.

    The law is the model's own, where the bar is filled: nothing is masked, what does not
    fit is thrown away. A bar that no draw fills has none.
    """
    # bars of like place go together, so that few rows wait
    order = sorted(range(len(gaps)), key=lambda i: gaps[i].first)
    found: dict[int, list[Line]] = {}
    for start in range(0, len(order), _AT_ONCE):
        chosen = order[start : start + _AT_ONCE]
        rows = [gaps[i] for i in chosen for _ in range(draws)]
        drawn = _drawn(runtime, rows, rng, style)
        for place, i in enumerate(chosen):
            of_gap = drawn[place * draws : (place + 1) * draws]
            found[i] = [line for line in of_gap if line]
    return [found[i] for i in range(len(gaps))]


def _drawn(
    runtime: Runtime, gaps: Sequence[Gap], rng: np.random.Generator, style: str
) -> list[Line]:
    """Return one draw for each bar, empty where it did not end with the bar."""
    vocabulary = runtime.vocabulary
    lines = [encode(gap.melody) for gap in gaps]
    told = [np.stack(vocabulary.tokens(line), axis=1).astype(np.int64) for line in lines]
    firsts, ends = np.array([gap.first for gap in gaps]), _ends(gaps)
    context = Context(vocabulary, [_frame(line, style) for line in lines])
    state = runtime.start(len(lines))
    ticks, shortest = np.array(vocabulary.durations), int(np.argmin(vocabulary.durations))
    place, going = np.zeros(len(lines), np.int64), np.ones(len(lines), np.bool_)
    drawn: list[list[tuple[int, int]]] = [[] for _ in lines]
    step = 0
    while going.any():
        given = np.stack([tokens[min(step, len(tokens) - 1)] for tokens in told])
        known = step < firsts
        features = context.features()
        logits, state = runtime.step(features, state)
        durations = np.where(known, given[:, 1], _choose(logits, rng))
        after = context.ticks_left_after(ticks[durations])
        logits = runtime.pitch_logits(features, state, durations, after)
        pitches = np.where(known, given[:, 0], _choose(logits, rng))
        place = np.where(going, place + ticks[durations], place)
        for row in np.flatnonzero(going & ~known):
            drawn[row].append((int(pitches[row]), int(durations[row])))
        going = place < ends
        # what is done goes on in the shortest steps: it must not outgrow its piece
        context.advance(pitches, np.where(going, durations, shortest))
        step += 1
    return [
        _sounding(tokens, vocabulary, line) if fits else []
        for tokens, line, fits in zip(drawn, lines, place == ends, strict=True)
    ]


def _ends(gaps: Sequence[Gap]) -> Ints:
    """Return the ticks from the first event of a melody to the end of each bar."""
    pickups = [to_ticks(gap.melody.pickup) for gap in gaps]
    bars = [to_ticks(gap.melody.time_signature.measure_duration) for gap in gaps]
    numbers = np.array([gap.number for gap in gaps])
    ends: Ints = np.array(pickups) + (numbers + 1) * np.array(bars)
    return ends


def _choose(logits: NDArray[np.float64], rng: np.random.Generator) -> Ints:
    """Draw one token a row by the softmax of its logits."""
    tokens: Ints = np.argmax(logits + rng.gumbel(size=logits.shape), axis=1)
    return tokens


def _frame(line: EventArrays, style: str) -> Frame:
    return Frame(
        line.time_signature, line.mode, int(line.ticks.sum()), line.pickup, style=style
    )


def _sounding(
    tokens: Sequence[tuple[int, int]], vocabulary: Vocabulary, line: EventArrays
) -> Line:
    found: Line = []
    for pitch, duration in tokens:
        steps, alter = vocabulary.pitches[pitch]
        midi = None if steps == REST else absolute(steps, alter, line.tonic).midi
        found.append((midi, from_ticks(vocabulary.durations[duration])))
    return found


def _gap(melody: Melody, vocabulary: Vocabulary, rng: np.random.Generator) -> Gap | None:
    """Return a bar to leave out, or None where there is none."""
    try:
        line = encode(melody)
    except InvalidValue:
        return None
    if any((tokens == UNKNOWN).any() for tokens in vocabulary.tokens(line)):
        return None
    full, onsets = melody.time_signature.measure_duration, {}
    for i, event in enumerate(melody.events()):
        onsets[event.onset] = i
    inside = range(1, melody.full_measures - 1)
    free = [n for n in inside if n * full in onsets and (n + 1) * full in onsets]
    if not free:
        return None
    number = free[int(rng.integers(len(free)))]
    return Gap(melody, number, onsets[number * full], onsets[(number + 1) * full])


def _line(melody: Melody, first: int, last: int) -> Line:
    return [
        (None if event.pitch is None else event.pitch.midi, event.duration)
        for event in list(melody.events())[first:last]
    ]


def _previous(gap: Gap) -> Line:
    """Return what sounds in the bar before, cut at its barlines."""
    full = gap.melody.time_signature.measure_duration
    start, end = (gap.number - 1) * full, gap.number * full
    found: Line = []
    for event in gap.melody.events():
        length = min(event.onset + event.duration, end) - max(event.onset, start)
        if length > 0:
            found.append((None if event.pitch is None else event.pitch.midi, length))
    return found


def _strangers(
    gaps: Sequence[Gap], groups: Sequence[Hashable], rng: np.random.Generator
) -> list[list[Line]]:
    """Return for each bar one of another group in the same metre, moved to its tonic."""
    tonics = [encode(gap.melody).tonic.midi for gap in gaps]
    found: list[list[Line]] = []
    for i, gap in enumerate(gaps):
        metre = gap.melody.time_signature
        others = [
            j
            for j, other in enumerate(gaps)
            if groups[j] != groups[i] and other.melody.time_signature == metre
        ]
        if not others:
            found.append([])
            continue
        j = others[int(rng.integers(len(others)))]
        moved = tonics[i] - tonics[j]
        truth = gaps[j].truth
        found.append([[(None if m is None else m + moved, length) for m, length in truth]])
    return found


def bar_tokens(line: Line, before: int | None) -> list[Token]:
    """Return a bar as (interval, length); `before` is the MIDI number that it comes from.

    Examples
    --------
    >>> bar_tokens([(62, Fraction(1, 4)), (None, Fraction(1, 4)), (60, Fraction(1, 4))], 60)
    [(2, Fraction(1, 4)), ('rest', Fraction(1, 4)), (-2, Fraction(1, 4))]
    """
    found: list[Token] = []
    for midi, length in line:
        if midi is None:
            found.append(("rest", length))
            continue
        found.append(("first" if before is None else midi - before, length))
        before = midi
    return found


def _scores(
    gaps: Sequence[Gap], filled: Sequence[Sequence[Line]], drawn: Ints
) -> dict[str, list[float]]:
    rows = []
    for gap, lines in zip(gaps, filled, strict=True):
        truth = bar_tokens(gap.truth, gap.before)
        tokens = [bar_tokens(line, gap.before) for line in lines]
        of_lines = [(bleu(t, truth), rouge_l(t, truth), float(t == truth)) for t in tokens]
        rows.append(np.mean(of_lines, axis=0) if of_lines else np.full(3, np.nan))
    table = np.array(rows)
    return {
        name: _interval(table[:, column], drawn)
        for column, name in enumerate(("bleu", "rouge_l", "exact"))
    }


def _interval(values: NDArray[np.float64], drawn: Ints) -> list[float]:
    """Return the mean of what is known, and where 95 % of the resamples lie."""
    known = ~np.isnan(values)
    if not known.any():
        return []
    plain = np.where(known, values, 0.0)
    means = plain[drawn].sum(axis=1) / np.maximum(known[drawn].sum(axis=1), 1)
    ends = np.quantile(means, (0.025, 0.975))
    return [round(float(x), 4) for x in (plain.sum() / known.sum(), *ends)]
