"""What each tag that the model is told does: asked against measured, and what stays.

One tag is changed, everything else is held, the seeds too. Of each trait of the music
`explained` says how much of its variance the tag accounts for (`contrast`): a tag that is
obeyed explains much of its own respect and little of the others.

The metre, the mode and the length are told to the model and held by the rules; the level
and the style are told alone, under the widest rules there are (those of level 8).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from etudes.constraints.exercise import Exercise
from etudes.corpus import Corpus
from etudes.corpus.sequences import KINDS
from etudes.difficulty import Tags, describe, level_of
from etudes.encoding.vocabulary import STYLES
from etudes.evaluation.contrast import contrast, major_third
from etudes.evaluation.material import Specimen, held_out
from etudes.evaluation.style import StyleClassifier, recognition
from etudes.item.plan import plan
from etudes.item.request import Request
from etudes.melody import Melody
from etudes.runtime import Runtime
from etudes.sampling.ahead import look_ahead
from etudes.sampling.draw import Task, draw, written
from etudes.theory import Key, TimeSignature

METRES: Final = ("2/4", "3/4", "4/4", "6/8")
STYLE_METRES: Final = ("2/4", "3/4", "4/4", "2/2", "6/8", "9/8")
LENGTHS: Final = (4, 8, 16)
LEVELS: Final = tuple(range(1, 9))

SIDES: Final = ("human", "generated")

FEWEST: Final = 30
"""Families of a style and metre that a classifier must have read to know it; a third of
that are enough to test it on."""

_TOLD = Tags(5, 5, 5)
"""What the model is told where the level is not what changes: where most of the
collections lie."""

_WIDEST = 8
"""The level whose rules hold: the ones that allow most."""


def of_level(runtime: Runtime, count: int = 60, seed: int = 1) -> dict[str, Any]:
    """Return what the level that the model is told does, the rules being the same.

    `asked_and_measured` is the rank correlation (Spearman) between the two.
    """
    exercise = _exercise(seed)
    groups = {
        str(level): _drawn(runtime, exercise, count, seed, Tags(level, level, level))
        for level in LEVELS
    }
    asked = [float(level) for level, group in groups.items() for _ in group]
    measured = [level_of(describe(m)) for group in groups.values() for m in group]
    correlation = round(_spearman(np.array(asked), np.array(measured)), 4)
    return {"asked_and_measured": correlation, **contrast(groups)}


def of_metre(runtime: Runtime, count: int = 60, seed: int = 1) -> dict[str, Any]:
    """Return what the metre does; `obeyed` is the share of melodies that are in it, every
    bar being full."""
    groups = {
        metre: _drawn(
            runtime,
            replace(_exercise(seed), time_signature=TimeSignature.parse(metre)),
            count,
            seed,
        )
        for metre in METRES
    }
    obeyed = [
        str(melody.time_signature) == metre
        and all(m.duration == m.time_signature.measure_duration for m in melody.measures)
        for metre, group in groups.items()
        for melody in group
    ]
    return {"obeyed": _share(obeyed), **contrast(groups)}


def of_mode(runtime: Runtime, count: int = 60, seed: int = 1) -> dict[str, Any]:
    """Return what the mode does; `obeyed` is the share of melodies in which the third of
    the mode asked for sounds at least as long as the other one."""
    keys = {mode: Key.parse(f"D {mode}") for mode in ("major", "minor")}
    groups = {
        mode: _drawn(runtime, replace(_exercise(seed), key=key), count, seed)
        for mode, key in keys.items()
    }
    obeyed = [
        _sounds_in(mode, melody) for mode, group in groups.items() for melody in group
    ]
    return {"obeyed": _share(obeyed), **contrast(groups)}


def of_measures(runtime: Runtime, count: int = 60, seed: int = 1) -> dict[str, Any]:
    """Return what the number of bars does; `obeyed` is the share of melodies that have
    as many."""
    groups = {
        str(length): _drawn(runtime, replace(_exercise(seed), measures=length), count, seed)
        for length in LENGTHS
    }
    obeyed = [
        melody.full_measures == int(length)
        for length, group in groups.items()
        for melody in group
    ]
    return {"obeyed": _share(obeyed), **contrast(groups)}


def of_style(
    runtime: Runtime, corpus: Corpus, count: int = 60, seed: int = 1
) -> dict[str, Any]:
    """Return how often a style asked for is recognised, metre by metre.

    The judge is a `StyleClassifier` fitted on human closed excerpts of eight bars in that
    metre, of the training side; "human" is how it does on those it never saw, a ceiling.
    Only styles of which there are families enough in a metre are asked for (`FEWEST`), each
    at the levels where it is at home: a reel in the rhythm of a song's level is no reel.

    Returns
    -------
    dict
        `metres`: for each metre with two such styles or more, `human` and `generated`, each
        a `recognition`, and the `contrast` of the styles; and over these metres the means
        of `recognised` and `chance`, and one over the other, of ours and of `human`.
    """
    metres = {}
    for metre in STYLE_METRES:
        read = held_out(corpus, metres=[metre], measures=[8], splits=["train"])
        unread = held_out(corpus, metres=[metre], measures=[8])
        styles = [
            style
            for style in STYLES
            if _families(read, style) >= FEWEST and _families(unread, style) >= FEWEST // 3
        ]
        if len(styles) < 2:
            continue
        judge = StyleClassifier.fit(_labelled(read, styles))
        exercise = replace(_exercise(seed), time_signature=TimeSignature.parse(metre))
        groups = {
            style: _drawn(
                runtime,
                replace(exercise, style=style),
                count,
                seed,
                at_home(corpus, metre, style),
            )
            for style in styles
        }
        made = [(melody, style) for style, group in groups.items() for melody in group]
        metres[metre] = {
            "human": recognition(judge, _labelled(unread, styles)),
            "generated": recognition(judge, made),
            "contrast": contrast(groups),
        }
    people, ours = ([row[side] for row in metres.values()] for side in SIDES)
    return {"metres": metres, "human": _over_metres(people), **_over_metres(ours)}


def at_home(corpus: Corpus, metre: str, style: str) -> Tags:
    """Return the median levels of a style's closed excerpts in a metre, training side."""
    pieces = corpus.pieces
    is_read = np.array([t.style == style and t.split == "train" for t in corpus.tunes])
    here = (
        is_read[pieces.tune]
        & (pieces.kind == KINDS.index("excerpt"))
        & (pieces.metre == pieces.metres.index(metre))
    )
    levels = (pieces.level, pieces.melody, pieces.rhythm)
    return Tags(*(int(np.median(column[here])) for column in levels))


def report(
    runtime: Runtime, corpus: Corpus, count: int = 60, seed: int = 1
) -> dict[str, Any]:
    """Return what every tag does, ready for JSON; `count` melodies a value of a tag."""
    return {
        "level": of_level(runtime, count, seed),
        "metre": of_metre(runtime, count, seed),
        "mode": of_mode(runtime, count, seed),
        "measures": of_measures(runtime, count, seed),
        "style": of_style(runtime, corpus, count, seed),
    }


def _exercise(seed: int) -> Exercise:
    """Return what is held: eight bars of 4/4 in D major for the violin, no pickup, under
    the rules of the highest level."""
    request = Request(
        level=_WIDEST,
        instrument="violin",
        seed=seed,
        measures=8,
        key=Key.parse("D major"),
        time_signature=TimeSignature(4, 4),
        pickup=False,
    )
    return plan(request, 0)[0]


def _drawn(
    runtime: Runtime,
    exercise: Exercise,
    count: int,
    seed: int,
    told: Tags = _TOLD,
) -> list[Melody]:
    """Return so many draws of one exercise; nothing is chosen among them."""
    reachable = look_ahead(exercise, runtime.model)
    rng = np.random.default_rng([seed, 7])
    [population] = draw(runtime, [Task(reachable, rng, told)], count)
    draws = population.sample(count)
    return [written(drawn, reachable, runtime.vocabulary) for drawn in draws]


def _labelled(
    specimens: Iterable[Specimen], styles: Sequence[str]
) -> list[tuple[Melody, str]]:
    return [(s.melody, s.style) for s in specimens if s.style in styles]


def _families(specimens: Iterable[Specimen], style: str) -> int:
    return len({specimen.family for specimen in specimens if specimen.style == style})


def _over_metres(rows: Sequence[Mapping[str, float]]) -> dict[str, float]:
    if not rows:
        return {}
    recognised, chance = (
        sum(row[name] for row in rows) / len(rows) for name in ("recognised", "chance")
    )
    return {
        "recognised": round(recognised, 4),
        "chance": round(chance, 4),
        "times_chance": round(recognised / chance, 2),
    }


def _sounds_in(mode: str, melody: Melody) -> bool:
    share = major_third(melody)
    if share is None:
        return True
    return share >= 0.5 if mode == "major" else share <= 0.5


def _share(answers: Sequence[bool]) -> float:
    return round(sum(answers) / len(answers), 4)


def _spearman(x: NDArray[np.float64], y: NDArray[np.float64]) -> float:
    return float(np.corrcoef(_ranks(x), _ranks(y))[0, 1])


def _ranks(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the rank of each value, equal ones sharing their mean rank."""
    _, places, counts = np.unique(values, return_inverse=True, return_counts=True)
    ranks: NDArray[np.float64] = (np.cumsum(counts) - (counts - 1) / 2)[places]
    return ranks
