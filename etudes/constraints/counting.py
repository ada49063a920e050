"""Rules that count: which pitches there are, how often the highest, how much of a focus."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from etudes.constraints.automaton import DEAD, Automaton, Bools, Ints
from etudes.constraints.rule import Broken, place_in_bar, sounding
from etudes.constraints.tables import Tables
from etudes.errors import InvalidValue
from etudes.focus import feature_of, focus
from etudes.focus.features import Feature, of_tones
from etudes.melody import Event, Melody
from etudes.theory import Pitch


@dataclass(frozen=True, slots=True)
class OnlyPitches:
    """There are only these pitches.

    Raises
    ------
    InvalidValue
        If there is none.
    """

    pitches: tuple[Pitch, ...]

    def __post_init__(self) -> None:
        if not self.pitches:
            raise InvalidValue("at least one pitch was expected, not none")

    @property
    def name(self) -> str:
        return f"only the pitches {' '.join(map(str, self.pitches))}"

    def strike(self, tables: Tables) -> None:
        tables.strike_pitches(tables.by_pitch(self.pitches.__contains__))

    def faults(self, melody: Melody) -> Iterator[Broken]:
        for event, pitch in sounding(melody):
            if pitch not in self.pitches:
                yield event, f"{pitch} is not one of {' '.join(map(str, self.pitches))}"


@dataclass(frozen=True, slots=True)
class PeakOnce:
    """The highest note of the piece sounds once; another spelling is the same note."""

    @property
    def name(self) -> str:
        return "a highest note that sounds once"

    def strike(self, tables: Tables) -> None:
        """Remember the highest note so far: state 2n - 1 has heard the n-th pitch from
        below once and none above it, state 2n more than once."""
        midi = np.array([0 if p is None else p.midi for p in tables.pitches])
        heights = np.unique(midi[tables.follows.any(axis=0)])
        ranks = np.minimum(np.searchsorted(heights, midi) + 1, len(heights))
        ranks[0] = 0  # a rest
        state = np.arange(2 * len(heights) + 1)[:, None]
        highest, rank = (state + 1) // 2, np.arange(len(heights) + 1)
        step = np.where(rank > highest, 2 * rank - 1, state)
        step = np.where((rank == highest) & (rank > 0), 2 * rank, step)
        accepts = state[:, 0] % 2 == 1
        sounds = np.tile(ranks, (len(ranks) + 1, 1))
        tables.automata.append(
            Automaton(np.zeros_like(tables.after), sounds, step[:, None, :], accepts)
        )

    def faults(self, melody: Melody) -> Iterator[Broken]:
        notes = sounding(melody)
        top = max((pitch.midi for _, pitch in notes), default=0)
        peaks = [(event, pitch) for event, pitch in notes if pitch.midi == top]
        for event, pitch in peaks[1:]:
            yield event, f"{pitch}, the highest note, sounds again"


@dataclass(frozen=True, slots=True)
class AtMost:
    """No more than so many events show a feature, that of a focus.

    Each event is asked by itself, with the note before it. So only a focus can be counted
    that one event shows: not a scale, nor a metre. What a move or a note asks of the player
    is asked of these notes alone, not of the fingering of the whole line.

    Parameters
    ----------
    focus : a name from `etudes/focus/focus.toml`.
    instrument : its name in the table, for what its technique asks.

    Raises
    ------
    UnknownName
        If no focus is called so.
    InvalidValue
        If the number is below 0, or single events do not show the feature.

    Examples
    --------
    >>> AtMost(2, "thirds").name
    'no more than 2 of these: thirds, up or down'
    """

    most: int
    focus: str
    instrument: str = ""

    def __post_init__(self) -> None:
        _refuse_uncounted(self.most, self.focus, self.instrument)

    @property
    def name(self) -> str:
        return f"no more than {self.most} of these: {focus(self.focus).words}"

    def strike(self, tables: Tables) -> None:
        """Count: state n has seen n of them."""
        count = np.arange(self.most + 1)
        seen = np.where(count < self.most, count + 1, DEAD)
        feature = _feature(self.focus, self.instrument)
        tables.automata.append(_counting(feature, tables, seen, count >= 0))

    def faults(self, melody: Melody) -> Iterator[Broken]:
        shown = list(_showing(_feature(self.focus, self.instrument), melody))
        for event in shown[self.most :]:
            yield event, f"more than {self.most} of these: {focus(self.focus).words}"


@dataclass(frozen=True, slots=True)
class AtLeast:
    """No fewer than so many events show a feature, that of a focus.

    Parameters and errors are those of `AtMost`.

    Examples
    --------
    >>> AtLeast(3, "rests").name
    'at least 3 of these: rests'
    """

    least: int
    focus: str
    instrument: str = ""

    def __post_init__(self) -> None:
        _refuse_uncounted(self.least, self.focus, self.instrument)

    @property
    def name(self) -> str:
        return f"at least {self.least} of these: {focus(self.focus).words}"

    def strike(self, tables: Tables) -> None:
        """Count: state n has seen n of them, the last one as many or more."""
        count = np.arange(self.least + 1)
        seen = np.minimum(count + 1, self.least)
        feature = _feature(self.focus, self.instrument)
        tables.automata.append(_counting(feature, tables, seen, count == self.least))

    def faults(self, melody: Melody) -> Iterator[Broken]:
        found = len(list(_showing(_feature(self.focus, self.instrument), melody)))
        if found < self.least:
            words = focus(self.focus).words
            yield None, f"{found} of these: {words}; {self.least} are asked for"


@dataclass(frozen=True, slots=True)
class NoteCount:
    """There are from `least` to `most` notes; tied notes are one, rests are none.

    Raises
    ------
    InvalidValue
        If the numbers are no band of 1 to 64.

    Examples
    --------
    >>> NoteCount(4, 6).name
    '4 to 6 notes'
    """

    least: int
    most: int

    def __post_init__(self) -> None:
        if not 1 <= self.least <= self.most <= 64:
            raise InvalidValue(
                f"a band such as 4-6, of 1 to 64 notes, was expected, not "
                f"{self.least}-{self.most}"
            )

    @property
    def name(self) -> str:
        return f"{self.least} to {self.most} notes"

    def strike(self, tables: Tables) -> None:
        """Count: state n has seen n notes."""
        count = np.arange(self.most + 1)
        seen = np.where(count < self.most, count + 1, DEAD)
        every = of_tones(lambda key, pitch: True)
        tables.automata.append(_counting(every, tables, seen, count >= self.least))

    def faults(self, melody: Melody) -> Iterator[Broken]:
        found = len(melody.pitches)
        if not self.least <= found <= self.most:
            yield None, f"{found} notes; {self.name} are asked for"


_OF_FIGURES = ("scale", "arpeggio")
"""Features whose local questions only say what they are made of."""


def _feature(name: str, instrument: str) -> Feature:
    return feature_of(focus(name), instrument)


def _refuse_uncounted(number: int, name: str, instrument: str) -> None:
    if number < 0:
        raise InvalidValue(f"a number of events from 0 up was expected, not {number}")
    row, feature = focus(name), _feature(name, instrument)
    is_local = feature.move or feature.value or feature.tone or feature.rest
    is_known = not row.instruments or instrument in row.instruments
    if not (is_local and is_known) or row.feature in _OF_FIGURES:
        where = f" on the {instrument}" if instrument else ""
        raise InvalidValue(
            f"a focus that single notes or rests show was expected; {name}{where} is none: "
            "count another one"
        )


_PLAIN, _REST, _SHOWN = range(3)


def _counting(feature: Feature, tables: Tables, seen: Ints, accepts: Bools) -> Automaton:
    """Return an automaton that goes from n to `seen[n]` at each event with the feature."""
    size = len(tables.pitches)
    lengths = np.zeros_like(tables.after)
    if feature.value:
        lengths[:] = tables.by_place(feature.value)
    sounds = np.full((size + 1, size), _PLAIN)
    if feature.move:
        sounds[:size][tables.by_move(feature.move)] = _SHOWN
    if feature.tone:
        key, tone = tables.exercise.key, feature.tone
        sounds[:, tables.by_pitch(lambda pitch: tone(key, pitch))] = _SHOWN
    sounds[:, 0] = _REST
    count = np.arange(len(seen))
    step = np.empty((len(seen), 2, 3), np.int64)
    step[:, 0, _PLAIN] = count
    step[:, 1, _PLAIN] = seen
    step[:, :, _SHOWN] = seen[:, None]
    step[:, :, _REST] = (seen if feature.rest else count)[:, None]
    return Automaton(lengths, sounds, step, accepts)


def _showing(feature: Feature, melody: Melody) -> Iterator[Event]:
    """Yield the events that show a feature by themselves or after the note before."""
    metre, last = melody.time_signature, None
    for event in melody.events():
        if event.pitch is None:
            if feature.rest:
                yield event
            continue
        place = place_in_bar(event, melody)
        if (
            (feature.move and last and feature.move(last, event.pitch))
            or (feature.value and feature.value(metre, place, event.duration))
            or (feature.tone and feature.tone(melody.key, event.pitch))
        ):
            yield event
        last = event.pitch
