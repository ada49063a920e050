"""The same melody twice: what is different in the second playing?

Ladder: `vocabulary` and `measures`; `changes`: what may be different; `softer` and
`louder`: the dynamics that the second playing has, or ends with, where the first one is mf;
`tempo_ratio`: how many times faster the faster playing is.
"""

from collections.abc import Iterator
from dataclasses import replace

from etudes.item.item import Item, Tempo
from etudes.listening.answers import dealt, words
from etudes.listening.ask import Ask
from etudes.listening.made import Made, in_order
from etudes.listening.passage import Passage
from etudes.listening.questions.dictation import PLAIN
from etudes.markings import NONE, Mark, Markings, Span
from etudes.melody import Melody

_FIRST = "mf"
_WORDS = {"accelerando": "accel.", "ritardando": "rit."}


def changes(ask: Ask) -> Iterator[Made]:
    """Yield two playings of a melody that differ in one thing."""
    names = _audible(ask, str(ask.rung("changes")).split())
    for index, tune in enumerate(ask.tunes(PLAIN)):
        name = dealt(ask, index, names)
        touch = _first_touch(ask, index, name, names, tune.melody)
        first = Passage((tune.melody,), tune.tempo, tune.instrument, _at(_FIRST, touch))
        second = _changed(ask, first, touch, name)
        options, answer = in_order(
            [words()["change"][one] for one in names], words()["change"][name]
        )
        yield Made((first, second), answer, options, features=_figures(tune))


def _audible(ask: Ask, names: list[str]) -> list[str]:
    """Return the changes that are heard: a drum's notes are as short one way or another."""
    if not (ask.player.unpitched or ask.player.drums):
        return names
    return [name for name in names if name not in ("detached", "smooth")]


def _changed(ask: Ask, first: Passage, touch: Markings, name: str) -> Passage:
    """Return a playing that differs from the first one in this."""
    melody = first.melody
    if name in ("faster", "slower"):
        ratio = float(str(ask.rung("tempo_ratio")))
        return replace(
            first, tempo=_at_pace(first.tempo, ratio if name == "faster" else 1 / ratio)
        )
    if name in ("detached", "smooth"):
        markings = _at(_FIRST, _touch(melody, name))
    elif name in ("louder", "softer"):
        markings = _at(str(ask.rung(name)), touch)
    elif name in _WORDS:
        word = Mark(0, "word", _WORDS[name])
        markings = replace(first.markings, marks=(*first.markings.marks, word))
    else:
        markings = _swelling(melody, name, ask, touch)
    return replace(first, markings=markings)


def _first_touch(
    ask: Ask, index: int, name: str, names: list[str], melody: Melody
) -> Markings:
    """Return how the first playing is: smooth where the second is detached and the other
    way about, one or the other by chance where something else changes, so that it does not
    tell what will."""
    if "detached" not in names:
        return NONE
    is_smooth = ask.generator(index).random() < 0.5
    touch = {"detached": "smooth", "smooth": "detached"}.get(name)
    return _touch(melody, touch or ("smooth" if is_smooth else "detached"))


def _touch(melody: Melody, name: str) -> Markings:
    """Return a dot on every note, or one slur over all."""
    places = _places(melody)
    if name == "smooth":
        return Markings(spans=(Span(0, places - 1, "slur"),))
    return Markings(tuple(Mark(at, "articulation", "staccato") for at in range(places)))


def _at(dynamic: str, touch: Markings) -> Markings:
    return Markings((Mark(0, "dynamic", dynamic), *touch.marks), touch.spans)


def _swelling(melody: Melody, name: str, ask: Ask, touch: Markings) -> Markings:
    """Return a hairpin from the first note to the last, which leads from the dynamic of
    the first playing to the ladder's."""
    last = _places(melody) - 1
    goal = str(ask.rung("louder" if name == "crescendo" else "softer"))
    begun = _at(_FIRST, touch)
    return Markings(
        (*begun.marks, Mark(last, "dynamic", goal)), (*begun.spans, Span(0, last, name))
    )


def _at_pace(tempo: Tempo, ratio: float) -> Tempo:
    return replace(tempo, beats_per_minute=round(tempo.beats_per_minute * ratio))


def _places(melody: Melody) -> int:
    return sum(len(measure.notes) for measure in melody.measures)


def _figures(tune: Item) -> dict[str, float]:
    return {"notes": float(len(tune.melody.pitches))}
