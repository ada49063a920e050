"""A melody and another version of it: same or different, find the mistake.

Ladder: `vocabulary` and `measures`; `contour_changes`: whether the changed note changes the
contour; `changes`: in what each of several changes is, "pitch", "rhythm" or "either".
"""

from collections.abc import Iterator, Sequence

import numpy as np

from etudes.constraints.rule import Rule
from etudes.errors import UnsatisfiableRequest
from etudes.item.item import Item
from etudes.listening.alteration import (
    Alteration,
    likely,
    pitch_alterations,
    rhythm_alterations,
)
from etudes.listening.answers import dealt
from etudes.listening.ask import Ask
from etudes.listening.instead import each
from etudes.listening.made import Made, in_order
from etudes.listening.passage import Passage
from etudes.listening.question import WHATS
from etudes.listening.questions.dictation import PLAIN, few
from etudes.listening.slow import slowed

_KEPT, _TURNED = (1, 2), (2, 6)
"""By how many semitones a note moves where it keeps the contour, and where it changes it,
as in the item bank of the Melodic Discrimination Test."""

SAME, DIFFERENT = "the same", "different"


def same_different(ask: Ask) -> Iterator[Made]:
    """Yield pairs, of every two in turn one the same, in a drawn order; in the others one
    note is another."""

    def one(index: int, tune: Item, generator: np.random.Generator) -> Made:
        return _pair(ask, tune, dealt(ask, index, (True, False)), generator)

    yield from each(ask, ("at-most: 0 rests",), one)


def _pair(ask: Ask, tune: Item, is_same: bool, generator: np.random.Generator) -> Made:
    second, figures = tune.melody, {"notes": float(len(tune.melody.pitches))}
    if not is_same:
        turns = bool(ask.rung("contour_changes"))
        changed = _changed_note(ask, tune, turns, generator)
        second = changed.melody
        figures |= figures_of(changed)
    options, answer = in_order((SAME, DIFFERENT), SAME if is_same else DIFFERENT)
    heard = tuple(
        Passage((line,), tune.tempo, tune.instrument) for line in (tune.melody, second)
    )
    return Made(heard, answer, options, features=figures)


def find_error(ask: Ask) -> Iterator[Made]:
    """Yield a copy to read and a playing that differs from it in as many measures as the
    ladder lists changes, each in pitch or in rhythm."""
    wanted = str(ask.rung("changes")).split()

    def one(_index: int, tune: Item, generator: np.random.Generator) -> Made:
        made = _mistaken(ask, tune, wanted, generator)
        passage = Passage((made[-1].melody,), slowed(tune.tempo), tune.instrument)
        places = tuple(sorted(change.place for change in made))
        figures = {"notes": float(len(tune.melody.pitches)), "changes": float(len(places))}
        return Made((passage,), places, printed=tune.melody, features=figures)

    yield from each(ask, (*PLAIN, *few(ask)), one)


def figures_of(change: Alteration) -> dict[str, float]:
    """Return what the published regression of difficulty asks of a changed note."""
    return {
        "semitones": float(abs(change.semitones)),
        "in key": float(change.in_key),
        "contour changed": float(change.turns),
        "event": float(change.event),
    }


def of_size(found: Sequence[Alteration], turns: bool) -> list[Alteration]:
    """Return the changes of a note that keep the contour, or change it, and have the size
    that goes with it."""
    low, high = _TURNED if turns else _KEPT
    return [
        change
        for change in found
        if change.turns == turns and low <= abs(change.semitones) <= high
    ]


def _changed_note(
    ask: Ask, tune: Item, turns: bool, generator: np.random.Generator
) -> Alteration:
    """Return the melody with one note changed; where none keeps the contour it changes,
    and the other way about."""
    found = list(pitch_alterations(tune.melody))
    kept = rules(ask, tune, ())
    for choice in (of_size(found, turns), of_size(found, not turns), found):
        if one := likely(choice, kept, ask.runtime, generator, tune.level_asked):
            return one
    raise none_other(tune)


def _mistaken(
    ask: Ask, tune: Item, wanted: Sequence[str], generator: np.random.Generator
) -> list[Alteration]:
    """Return the changes one after the other, the last one holding them all."""
    kept, made = rules(ask, tune), list[Alteration]()
    melody = tune.melody
    for what in generator.permutation(np.array(wanted)):
        taken = {change.place.measure for change in made}
        free = [n for n in range(1, melody.full_measures + 1) if n not in taken]
        for measure, one in _order(str(what), free, generator):
            found = list(_CHANGES[one](melody, measure))
            change = likely(found, kept, ask.runtime, generator, tune.level_asked)
            if change:
                break
        else:
            raise none_other(tune)
        made.append(change)
        melody = change.melody
    return made


def _order(
    what: str, measures: Sequence[int], generator: np.random.Generator
) -> Iterator[tuple[int, str]]:
    """Yield measures, each with what is changed in it, in a drawn order; where nothing of
    what is wanted can be changed, the rest comes last."""
    wanted = WHATS if what == "either" else (what,)
    rest = tuple(one for one in WHATS if one not in wanted)
    for whats in (wanted, rest):
        places = [(measure, one) for measure in measures for one in whats]
        yield from (places[at] for at in generator.permutation(len(places)))


_CHANGES = {"pitch": pitch_alterations, "rhythm": rhythm_alterations}


def rules(ask: Ask, tune: Item, more: Sequence[str] = PLAIN) -> tuple[Rule, ...]:
    """Return what every version of a melody keeps, and what it keeps `more`."""
    return ask.rules_for(tune.melody, tune.level_asked, more)


def none_other(tune: Item) -> UnsatisfiableRequest:
    """Return the error that says that a melody has no other version."""
    return UnsatisfiableRequest(
        f"another version of a melody of {len(tune.melody.pitches)} notes was expected "
        f"that keeps the rules of level {tune.level_asked}, and there is none: ask for "
        "more measures, or for fewer rules"
    )
