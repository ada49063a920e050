"""Single notes of a melody: the last against the first, the highest, the key note.

Ladder: `vocabulary`, `measures`, `notes`; `form`: "last", "highest", or "either" the
highest or the lowest; `near`: whether a wrong key note is one of the degrees 2, 4, 5 and 7
that lie beside it or call it up, else 3, 5 or 6. Of a melody of so many `measures` a part
is heard: one half where the last note or the key note is asked for; as many measures as
have at most `notes`, and two fewer at the least but four, where the highest is.
"""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

import numpy as np

from etudes.errors import UnsatisfiableRequest
from etudes.item.item import Item
from etudes.listening.answers import dealt, words
from etudes.listening.ask import Ask
from etudes.listening.finding import tried
from etudes.listening.made import Made, in_order
from etudes.listening.passage import Passage
from etudes.listening.questions.degrees import pitches_of
from etudes.listening.questions.dictation import PLAIN
from etudes.melody import Melody
from etudes.theory import Pitch

_ALL_NUMBERS = 6
_NUMBERS = 4
_QUARTERS = 4
_NEAR, _FAR = ("2", "4", "5", "7"), ("3", "5", "6")


def highest(ask: Ask) -> Iterator[Made]:
    """Yield short melodies of which one note is asked for."""
    form = str(ask.rung("form"))
    for index in range(ask.count):
        yield _last(ask, index) if form == "last" else _extreme(ask, index, form)


def tonic(ask: Ask) -> Iterator[Made]:
    """Yield the first half of a melody, which closes on the dominant, and a single note,
    the key note in one half of the questions."""
    wrong = _NEAR if ask.rung("near") else _FAR
    names = words()["tonic"]
    request = replace(ask.request, pickup=bool(ask.request.pickup))
    tunes = replace(ask, request=request).tunes((*PLAIN, "half-close: middle"))
    for index, tune in enumerate(tunes):
        is_tonic = dealt(ask, index, (True, False))
        drawn = wrong[int(ask.generator(index).integers(len(wrong)))]
        degree = "1" if is_tonic else drawn
        phrase, _ = _halves(tune.melody)
        note = _note_near(ask, tune, phrase, degree)
        options, answer = in_order(
            [names["yes"], names["no"]], names["yes" if is_tonic else "no"]
        )
        heard = tuple(
            Passage((line,), tune.tempo, tune.instrument) for line in (phrase, note)
        )
        yield Made(heard, answer, options, features=_figures(phrase))


def _last(ask: Ask, index: int) -> Made:
    """Return a melody whose last note lies to its first as dealt, if one is found."""
    names = words()["last"]
    wanted = dealt(ask, index, tuple(names))
    most = ask.kind.at("notes", ask.level)
    heard: list[tuple[Item, Melody]] = []
    for tune in tried(ask, index, PLAIN, pickup=False):
        heard += [(tune, half) for half in _halves(tune.melody) if len(half.pitches) > 1]
        fit = [
            (tune, half)
            for tune, half in heard
            if 2 < len(half.pitches) <= most and _ends(half) == wanted
        ]
        if fit:
            break
    if not heard:
        raise UnsatisfiableRequest(
            "Highest, lowest, last: a melody of three notes or more was expected, and none "
            "was found: ask for more measures, or for shorter note values"
        )
    tune, half = fit[0] if fit else heard[0]
    options, answer = in_order([*names.values()], names[_ends(half)])
    passage = Passage((half,), tune.tempo, tune.instrument)
    asks = words()["last-asks"]["last"]
    return Made((passage,), answer, options, asks=asks, features=_figures(half))


def _extreme(ask: Ask, index: int, form: str) -> Made:
    """Return measures of a melody whose highest or lowest note sounds once, where it is
    dealt to be if such are found."""
    generator = ask.generator(index)
    most = ask.kind.at("notes", ask.level)
    what = "lowest" if form == "either" and generator.random() < 0.5 else "highest"
    least = max(_NUMBERS, most - 2)
    wanted = dealt(ask, index, range(_QUARTERS))
    fits: list[tuple[Item, Melody]] = []
    for tune in tried(ask, index, PLAIN, pickup=False):
        here = [
            (tune, part)
            for part in _parts(tune.melody)
            if least <= len(part.pitches) <= most and len(_places_of(part, what)) == 1
        ]
        fits += here
        if right := [one for one in here if _quarter_of(one[1], what) == wanted]:
            fits = right
            break
    if not fits:
        raise UnsatisfiableRequest(
            f"measures of {least} to {most} notes of which one is the {what} were "
            "expected, and none were found: ask for other note values or another metre"
        )
    tune, part = fits[int(generator.integers(len(fits)))]
    [place] = _places_of(part, what)
    options, answer = in_order(*_numbered(len(part.pitches), place, generator))
    passage = Passage((part,), tune.tempo, tune.instrument)
    asks = words()["highest-asks"][what]
    return Made((passage,), answer, options, asks=asks, features=_figures(part))


def _parts(melody: Melody) -> Iterator[Melody]:
    """Yield each run of measures of a melody, the whole included."""
    count = len(melody.measures)
    for first in range(count):
        for end in range(first + 1, count + 1):
            yield replace(melody, measures=melody.measures[first:end])


def _numbered(
    count: int, place: int, generator: np.random.Generator
) -> tuple[list[str], str]:
    """Return the numbers of all notes, or of four of them where they are many, and that of
    one, counted from 1."""
    others = [at for at in range(count) if at != place]
    if count > _ALL_NUMBERS:
        chosen = generator.permutation(len(others))[: _NUMBERS - 1]
        others = [others[int(at)] for at in chosen]
    return [str(at + 1) for at in sorted((*others, place))], str(place + 1)


def _places_of(melody: Melody, what: str) -> list[int]:
    """Return which notes are as high, or as low, as any."""
    heights = [pitch.midi for pitch in melody.pitches]
    most = max(heights) if what == "highest" else min(heights)
    return [at for at, height in enumerate(heights) if height == most]


def _quarter_of(melody: Melody, what: str) -> int:
    """Return in which quarter of the notes the highest or lowest is, from 0."""
    return _places_of(melody, what)[0] * _QUARTERS // len(melody.pitches)


def _ends(melody: Melody) -> str:
    first, *_, last = (pitch.midi for pitch in melody.pitches)
    return "same" if first == last else "higher" if last > first else "lower"


def _halves(melody: Melody) -> tuple[Melody, Melody]:
    """Return the first half, an upbeat with it, and the second, both the whole where there
    is but one measure."""
    half = melody.full_measures // 2
    if not half:
        return melody, melody
    cut = len(melody.measures) - melody.full_measures + half
    return (
        replace(melody, measures=melody.measures[:cut]),
        replace(melody, measures=melody.measures[cut:]),
    )


def _note_near(ask: Ask, tune: Item, phrase: Melody, degree: str) -> Melody:
    """Return a single note of a degree, as near to the last note heard as there is one."""
    within = ask.request.range or ask.player.ranges[tune.level_asked - 1]
    key, last = phrase.key, phrase.pitches[-1]
    low, high = phrase.ambitus or within
    low = min(low, within[0], key=_height)
    high = max(high, within[1], key=_height)
    found = pitches_of(key, degree, low, high)
    found = found or pitches_of(key, degree, *ask.player.ranges[-1])
    pitch = min(found, key=lambda one: abs(one.midi - last.midi))
    metre = phrase.time_signature
    length = min(metre.measure_duration, Fraction(1, 2))
    return Melody.from_events(key, metre, [(pitch, length)])


def _height(pitch: Pitch) -> int:
    return pitch.midi


def _figures(melody: Melody) -> dict[str, float]:
    return {"notes": float(len(melody.pitches))}
