"""Two notes: which interval is it?

Ladder: `intervals`, cumulative; `ways`: whether the second note is above or below the first
one, or both sound together.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction

import numpy as np

from etudes.errors import UnsatisfiableRequest
from etudes.item.item import Tempo
from etudes.listening.answers import dealt, words
from etudes.listening.ask import Ask
from etudes.listening.keys import soloist
from etudes.listening.made import Made, in_order
from etudes.listening.passage import PIANO, Passage
from etudes.melody import Melody
from etudes.tables import Instrument, instrument
from etudes.theory import Interval, Key, Pitch, TimeSignature

_METRE = TimeSignature(4, 4)
_TEMPO = Tempo(Fraction(1, 4), 80, "")
_LENGTH = Fraction(1, 2)
_SPELLINGS = (
    *("C", "C# Db", "D", "Eb D#", "E", "F"),
    *("F# Gb", "G", "Ab G#", "A", "Bb A#", "B"),
)
_C_MAJOR = Key.parse("C major")


def intervals(ask: Ask) -> Iterator[Made]:
    """Yield two notes each, one after the other on the student's instrument, or together
    on a keyboard."""
    names = str(ask.rung("intervals")).split()
    ways = str(ask.rung("ways")).split()
    alone = soloist(ask)
    together = alone if alone.family == "keyboard" else instrument(PIANO)
    for index in range(ask.count):
        generator = ask.generator(index)
        name = dealt(ask, index, names)
        way = ways[int(generator.integers(len(ways)))]
        player = together if way == "together" else alone
        low, high = _pair(ask, player, Interval.parse(name), generator)
        options, answer = in_order(
            [words()["interval"][one] for one in names], words()["interval"][name]
        )
        figures = {"semitones": float(high.midi - low.midi)}
        passage = _heard(ask, player, way, low, high)
        asks = words()["interval-asks"][way]
        yield Made((passage,), answer, options, asks=asks, features=figures)


def _pair(
    ask: Ask, player: Instrument, interval: Interval, generator: np.random.Generator
) -> tuple[Pitch, Pitch]:
    """Return two notes that an instrument plays with ease, of its whole range where it has
    no room, and of the key asked for where it has such an interval."""
    asked = ask.request.range if player is ask.player else None
    for within in (asked,) if asked else (player.comfortable, player.ranges[-1]):
        pairs = [
            (low, high)
            for low in _plain_pitches(*within)
            if (high := low.transposed(interval)).midi <= within[1].midi
            and abs(high.alter) <= 1
        ]
        inside = [pair for pair in pairs if all(_is_in(ask.request.key, p) for p in pair)]
        if pairs := _plainest(inside or pairs):
            return pairs[int(generator.integers(len(pairs)))]
    raise UnsatisfiableRequest(
        f"room for {_called(interval)} was expected, and the {player.label} plays "
        f"{within[0]} to {within[1]} here: name a lower level, or a wider --range"
    )


def _plainest(pairs: Sequence[tuple[Pitch, Pitch]]) -> list[tuple[Pitch, Pitch]]:
    """Return of pairs that sound alike the one with the fewest sharps and flats: G sharp
    and B, not A flat and C flat."""
    found: dict[int, tuple[Pitch, Pitch]] = {}
    for pair in pairs:
        found.setdefault(pair[0].midi, pair)
        if _signs(pair) < _signs(found[pair[0].midi]):
            found[pair[0].midi] = pair
    return list(found.values())


def _signs(pair: tuple[Pitch, Pitch]) -> int:
    return sum(abs(pitch.alter) for pitch in pair)


def _plain_pitches(low: Pitch, high: Pitch) -> Iterator[Pitch]:
    """Yield the pitches of a range, each key of the piano in its usual spellings."""
    for midi in range(low.midi, high.midi + 1):
        octave, place = divmod(midi, 12)
        for name in _SPELLINGS[place].split():
            yield Pitch.parse(f"{name}{octave - 1}")


def _is_in(key: Key | None, pitch: Pitch) -> bool:
    return key is None or key.signature_alter(pitch.step) == pitch.alter


def _heard(ask: Ask, player: Instrument, way: str, low: Pitch, high: Pitch) -> Passage:
    pitches = (high, low) if way in ("down", "together") else (low, high)
    lines = [[pitch] for pitch in pitches] if way == "together" else [[*pitches]]
    voices = tuple(
        Melody.from_events(
            ask.request.key or _C_MAJOR, _METRE, [(pitch, _LENGTH) for pitch in line]
        )
        for line in lines
    )
    return Passage(voices, _TEMPO, player.name)


def _called(interval: Interval) -> str:
    article = "an" if interval.name[0] in "ao" else "a"
    return f"{article} {interval.name}"
