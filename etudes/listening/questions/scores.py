"""Which of four scores did you hear: the others differ in one way each.

Ladder: `vocabulary`, `measures`, `notes`, `shortest`; `families`: in what each wrong score
differs (`FAMILIES`).
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import numpy as np

from etudes.errors import UnsatisfiableRequest
from etudes.item.item import Item
from etudes.item.rule_words import in_threes
from etudes.listening.alteration import (
    Alteration,
    likely,
    pitch_alterations,
    rhythm_alterations,
)
from etudes.listening.ask import Ask, keeps
from etudes.listening.instead import each
from etudes.listening.made import Made, figures, shuffled
from etudes.listening.passage import Passage, sound_of
from etudes.listening.question import Option
from etudes.listening.questions.altered import none_other, of_size, rules
from etudes.listening.questions.dictation import PLAIN, few
from etudes.listening.slow import slowed
from etudes.melody import Melody
from etudes.theory import Key, Pitch

Other = Callable[[Ask, Item, np.random.Generator], Melody | None]
"""Makes another version of a tune, or finds that there is none."""

FAMILIES = {
    "both": "other pitches and another rhythm",
    "pitch": "the same rhythm, other pitches",
    "rhythm": "the same pitches, another rhythm",
    "turn": "one note, contour changed",
    "contour": "one note, contour kept",
    "beat": "the rhythm of two notes",
    "mode": "the other mode",
}
"""In what a wrong option differs, in words for the key."""

_TRIES = 3
"""How often another melody is drawn until its rhythm is another too."""

_INSTEAD = ("turn", "beat", "contour", "pitch", "both")
"""What takes the place of a family that a tune has no version of, in order."""


def which_score(ask: Ask) -> Iterator[Made]:
    """Yield a playing and four scores, one of which it is."""
    wanted = str(ask.rung("families")).split()

    def one(_index: int, tune: Item, generator: np.random.Generator) -> Made:
        heard = Passage((tune.melody,), slowed(tune.tempo), tune.instrument)
        wrong = [
            Option(passage=replace(heard, voices=(melody,)), family=FAMILIES[family])
            for family, melody in _others(ask, tune, wanted, generator)
        ]
        options, answer = shuffled(Option(passage=heard), wrong, generator)
        return Made((heard,), answer, options, features=figures(tune))

    yield from each(ask, (*PLAIN, *few(ask)), one)


def _others(
    ask: Ask, tune: Item, wanted: Sequence[str], generator: np.random.Generator
) -> list[tuple[str, Melody]]:
    """Return a version of each family, no two of which sound alike."""
    made: list[tuple[str, Melody]] = []
    heard = {sound_of(tune.melody)}
    for family in wanted:
        for name in (family, *_INSTEAD):
            other = _MAKERS[name](ask, tune, generator)
            if other and sound_of(other) not in heard:
                made.append((name, other))
                heard.add(sound_of(other))
                break
        else:
            raise none_other(tune)
    return made


def _both(ask: Ask, tune: Item, generator: np.random.Generator) -> Melody | None:
    first = next(tune.melody.events())
    opening = f"opening: {first.pitch} {first.duration}"
    for _ in range(_TRIES):
        other = _sampled(ask, tune, generator, (*PLAIN, opening))
        if other and _lengths(other) != _lengths(tune.melody):
            return other if other.pitches != tune.melody.pitches else None
    return None


def _same_rhythm(ask: Ask, tune: Item, generator: np.random.Generator) -> Melody | None:
    first = next(tune.melody.events())
    rhythm = " ".join(_lengths(tune.melody))
    opening = f"opening: {first.pitch} {first.duration}"
    return _sampled(ask, tune, generator, (f"rhythm: {rhythm}", opening))


def _same_pitches(ask: Ask, tune: Item, generator: np.random.Generator) -> Melody | None:
    return _sampled(ask, tune, generator, (f"notes: {_names(tune.melody.pitches)}", *PLAIN))


def _sampled(
    ask: Ask, tune: Item, generator: np.random.Generator, more: Sequence[str]
) -> Melody | None:
    """Return a melody that the model writes under these rules, and that is not the tune."""
    melody, seed = tune.melody, int(generator.integers(2**31))
    written = [(e.onset + melody.pickup, e.pitch, e.duration) for e in melody.events()]
    try:
        return ask.anew(melody, tune, seed, (*more, f"unlike: {in_threes(written)}"))
    except UnsatisfiableRequest:
        return None


def _turned(ask: Ask, tune: Item, generator: np.random.Generator) -> Melody | None:
    return _one(ask, tune, of_size(list(pitch_alterations(tune.melody)), True), generator)


def _contour_kept(ask: Ask, tune: Item, generator: np.random.Generator) -> Melody | None:
    return _one(ask, tune, of_size(list(pitch_alterations(tune.melody)), False), generator)


def _beat(ask: Ask, tune: Item, generator: np.random.Generator) -> Melody | None:
    return _one(ask, tune, list(rhythm_alterations(tune.melody)), generator)


def _one(
    ask: Ask, tune: Item, found: Sequence[Alteration], generator: np.random.Generator
) -> Melody | None:
    one = likely(found, rules(ask, tune), ask.runtime, generator, tune.level_asked)
    return one.melody if one else None


def _other_mode(ask: Ask, tune: Item, generator: np.random.Generator) -> Melody | None:
    """Return the tune in the other mode of its tonic, the leading note kept."""
    melody = tune.melody
    old = melody.key
    is_major = old.mode == "major"
    if old.mode not in ("major", "minor") or abs(old.fifths + (-3 if is_major else 3)) > 7:
        return None
    new = Key(old.step, old.alter, "minor" if is_major else "major")

    def moved(pitch: Pitch) -> Pitch:
        above = pitch.alter - old.signature_alter(pitch.step)
        degree = (pitch.step - old.step) % 7 + 1
        if degree == 7 or (degree == 6 and above > 0 and not is_major):
            above += 1 if is_major else -1  # the leading note, and what leads to it
        return Pitch(pitch.step, new.signature_alter(pitch.step) + above, pitch.octave)

    line = [(e.pitch and moved(e.pitch), e.duration) for e in melody.events()]
    other = Melody.from_events(new, melody.time_signature, line, melody.pickup)
    return other if keeps(ask.rules_for(other, tune.level_asked, PLAIN), other) else None


_MAKERS: dict[str, Other] = {
    "both": _both,
    "pitch": _same_rhythm,
    "rhythm": _same_pitches,
    "turn": _turned,
    "contour": _contour_kept,
    "beat": _beat,
    "mode": _other_mode,
}


def _lengths(melody: Melody) -> list[str]:
    return [str(event.duration) for event in melody.events()]


def _names(pitches: Sequence[Pitch]) -> str:
    return " ".join(map(str, pitches))
