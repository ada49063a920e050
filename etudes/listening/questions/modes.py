"""Is the melody in major or in minor?

Ladder: `vocabulary` and `measures`.
"""

from collections.abc import Iterator

from etudes.listening.answers import dealt, words
from etudes.listening.ask import Ask
from etudes.listening.finding import found
from etudes.listening.keys import is_minor, keys_in
from etudes.listening.made import Made, in_order
from etudes.listening.passage import Passage
from etudes.melody import Melody
from etudes.theory.tonality import heard_key

_MODES = ("major", "minor")


def modes(ask: Ask) -> Iterator[Made]:
    """Yield melodies of which one half are major and one half minor."""
    names = words()["mode"]
    for index in range(ask.count):
        mode = dealt(ask, index, _MODES)
        keys = keys_in(ask, mode, ask.kind.at("vocabulary", ask.level))
        key = keys[int(ask.generator(index).integers(len(keys)))]
        tune = found(ask, index, _is_clear, f"the sound of {key} throughout", key=key)
        options, answer = in_order([names[one] for one in _MODES], names[mode])
        figures = {"notes": float(len(tune.melody.pitches))}
        passage = Passage((tune.melody,), tune.tempo, tune.instrument)
        yield Made((passage,), answer, options, features=figures)


def _is_clear(melody: Melody) -> bool:
    """Whether the third of the key sounds and the other third does not, and the notes fit
    the key better than any in the other mode (Krumhansl and Kessler)."""
    key, sounding = melody.key, [0.0] * 12
    for event in melody.events():
        if event.pitch is not None:
            sounding[event.pitch.midi % 12] += float(event.duration)
    minor_third, major_third = (
        sounding[(key.tonic_semitones + above) % 12] for above in (3, 4)
    )
    own, other = (minor_third, major_third) if is_minor(key) else (major_third, minor_third)
    return own > 0 and other == 0 and is_minor(heard_key(sounding)) == is_minor(key)
