"""A single note after a cadence: which degree of the scale is it?

Ladder: `degrees`, b and # lower and raise one against the scale; `minor`: whether one half
of the keys are minor; `octaves`: over how many octaves from a low tonic the notes lie.
"""

from collections.abc import Iterator
from fractions import Fraction

import numpy as np

from etudes.errors import UnsatisfiableRequest
from etudes.item.item import Tempo
from etudes.listening.answers import dealt, words
from etudes.listening.ask import Ask
from etudes.listening.keys import is_minor, keys_in, soloist
from etudes.listening.made import Made, in_order
from etudes.listening.passage import Passage
from etudes.listening.tonality import concert_key, degree_alter
from etudes.melody import Melody
from etudes.tables import Instrument
from etudes.theory import Key, Pitch, TimeSignature

_TEMPO = Tempo(Fraction(1, 4), 72, "")
_METRE = TimeSignature(2, 4)
_SIGNS = {"b": -1, "#": 1}
_PRINTED = str.maketrans("b#", "♭♯")


def degrees(ask: Ask) -> Iterator[Made]:
    """Yield single notes in a key."""
    names = str(ask.rung("degrees")).split()
    player = soloist(ask)
    for index in range(ask.count):
        generator = ask.generator(index)
        name = dealt(ask, index, names)
        key = _key(ask, player, generator)
        pitch = _drawn(ask, player, key, name, generator)
        line = Melody.from_events(key, _METRE, [(pitch, Fraction(1, 2))])
        options, answer = in_order(
            [one.translate(_PRINTED) for one in names], name.translate(_PRINTED)
        )
        asks = words()["degree-asks"]["minor" if is_minor(key) else "major"]
        passage = Passage((line,), _TEMPO, player.name)
        yield Made((passage,), answer, options, asks=asks)


def pitches_of(key: Key, degree: str, low: Pitch, high: Pitch) -> list[Pitch]:
    """Return where a degree such as "3" or "b7" lies between two pitches; 7 is the leading
    note, in minor too.

    Examples
    --------
    >>> found = pitches_of(Key.parse("A minor"), "7", Pitch.parse("C4"), Pitch.parse("C6"))
    >>> [str(pitch) for pitch in found]
    ['G#4', 'G#5']
    """
    step = (key.step + int(degree[-1]) - 1) % 7
    alter = degree_alter(key, step) + _SIGNS.get(degree[0], 0)
    octaves = range(low.octave - 1, high.octave + 2)
    pitches = [Pitch(step, alter, octave) for octave in octaves]
    return [pitch for pitch in pitches if low.midi <= pitch.midi <= high.midi]


def _key(ask: Ask, player: Instrument, generator: np.random.Generator) -> Key:
    """Return a written key of the student's level: the one that sounds, on the piano."""
    may_be_minor = bool(ask.rung("minor"))
    wants_minor = generator.random() < 0.5
    asked = ask.request.key
    if may_be_minor and asked and asked.mode in ("major", "minor"):
        keys: tuple[Key, ...] = (asked,)  # else on its tonic
    else:
        mode = "minor" if may_be_minor and wants_minor else "major"
        keys = keys_in(ask, mode, ask.level)
    key = keys[int(generator.integers(len(keys)))]
    return key if player is ask.player else concert_key(key, ask.player)


def _drawn(
    ask: Ask, player: Instrument, key: Key, name: str, generator: np.random.Generator
) -> Pitch:
    """Return the degree where the instrument plays with ease, within the ladder's octaves
    from the lowest tonic there; else as near to them as it plays it at all."""
    asked = ask.request.range if player is ask.player else None
    easy, whole = asked or player.comfortable, asked or player.ranges[-1]
    tonics = pitches_of(key, "1", *easy) or pitches_of(key, "1", *whole)
    found = pitches_of(key, name, *easy) or pitches_of(key, name, *whole)
    if not found:
        raise UnsatisfiableRequest(
            f"degree {name} of {key} was expected within {whole[0]} to {whole[1]}, where "
            f"the {player.label} plays here, and it is not: name another key or range"
        )
    reach = (12 * int(str(ask.rung("octaves"))) - 1) / 2
    centre = (tonics or found)[0].midi + reach
    near = [pitch for pitch in found if abs(pitch.midi - centre) <= reach]
    if not near:
        near = [min(found, key=lambda pitch: abs(pitch.midi - centre))]
    return near[int(generator.integers(len(near)))]
