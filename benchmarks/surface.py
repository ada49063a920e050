"""What is seen of a piece at once, by who wrote it: does the look tell whose it is?

Sessions of all eight levels are made for some instruments, as `etudes session new` makes
them: a third of the pieces by the model, a third by people, a third by bare rules. Of each
piece is counted what a teacher sees without playing it. A figure tells origins apart if
labels dealt by chance do so as well in few of a thousand deals (two-sided, of the
difference of means, within levels).

    python -m benchmarks.surface --items 120 --seed 5 violin clarinet cello trumpet
"""

import argparse
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np

from etudes.item.item import Item
from etudes.item.make import load_runtime
from etudes.melody import Melody, Note, Rest
from etudes.rating.study.design import Design
from etudes.rating.study.made import Cell
from etudes.rating.study.stimuli import stimuli_of
from etudes.theory import Key

_DEALS = 2000


@dataclass(frozen=True, slots=True)
class Seen:
    """A piece's origin, level as shown, and what is seen of it."""

    origin: str
    level: int
    facts: Mapping[str, float]


def facts(item: Item) -> dict[str, float]:
    """Return what is seen of a piece at once, in numbers; what it has or has not is 1 or 0.

    Examples
    --------
    >>> from etudes import Request, make
    >>> [item] = make(Request(level=1, instrument="violin", seed=7, count=1))
    >>> facts(item)["bars"], facts(item)["with a tie"]
    (4, False)
    """
    melody, marks = item.melody, item.markings
    written = [note for measure in melody.measures for note in measure.notes]
    events = list(melody.events())
    pitches = melody.pitches
    bars = melody.full_measures
    moves = [abs(b.midi - a.midi) for a, b in pairwise(pitches)]
    rests = sum(isinstance(note, Rest) for note in written)
    longest = max(event.duration for event in events)
    return {
        "with a rest": rests > 0,
        "rests a bar": rests / bars,
        "with a tie": any(isinstance(note, Note) and note.tied for note in written),
        "upbeat": melody.pickup > 0,
        "with a dotted note": any(n.duration.numerator % 3 == 0 for n in written),
        "note values": len({note.duration for note in written}),
        "notes a bar": len(pitches) / bars,
        "ends on its longest": events[-1].duration == longest,
        "dynamics": sum(mark.kind == "dynamic" for mark in marks.marks),
        "slurs a bar": sum(span.kind == "slur" for span in marks.spans) / bars,
        "accidentals": accidentals(melody),
        "repeated notes": moves.count(0) / len(moves),
        "leaps beyond a fourth": sum(move > 5 for move in moves) / len(moves),
        "span": max(p.midi for p in pitches) - min(p.midi for p in pitches),
        "bars": bars,
        "minor": melody.key.mode == "minor",
        "level off": item.level_measured - item.level_asked,
    }


def accidentals(melody: Melody) -> int:
    """Return how many notes are not as the key signature has them."""
    key: Key = melody.key
    return sum(pitch.alter != key.signature_alter(pitch.step) for pitch in melody.pitches)


def told_apart(one: Sequence[Seen], other: Sequence[Seen], fact: str) -> float:
    """Return how often labels dealt by chance within each level tell two origins apart by
    a fact as well as the true ones do."""
    every = [*one, *other]
    values = np.array([float(seen.facts[fact]) for seen in every])
    is_one = np.arange(len(every)) < len(one)
    levels = np.array([seen.level for seen in every])
    rng = np.random.default_rng(1)

    def apart(labels: np.ndarray) -> float:
        return float(abs(values[labels].mean() - values[~labels].mean()))

    true, as_far = apart(is_one), 0
    for _ in range(_DEALS):
        labels = is_one.copy()
        for level in np.unique(levels):
            places = np.flatnonzero(levels == level)
            labels[places] = rng.permutation(labels[places])
        as_far += apart(labels) >= true - 1e-12
    return as_far / _DEALS


def pieces(instrument: str, items: int, seed: int) -> list[Seen]:
    """Return what is seen of the pieces of a session: all levels, one instrument."""
    cells = tuple(Cell(level, instrument) for level in range(1, 9))
    design = Design(
        cells,
        ("gru",),
        raters=items,
        per_rater=10,
        items=items,
        controls=1 / 3,
        baseline=1 / 3,
        repeats=0,
        anchors=0,
        training=0,
        seed=seed,
    )
    rated, _, _ = stimuli_of(design, {"gru": load_runtime()}, tell=print)
    return [Seen(made.origin, made.level, facts(made.item)) for made in rated]


def table(every: Sequence[Seen]) -> str:
    """Return means by origin, and how well others are told from the model, as Markdown."""
    model, people, bare = (
        [seen for seen in every if seen.origin == origin]
        for origin in ("model", "human", "baseline")
    )
    heads = f"| | model ({len(model)}) | people ({len(people)}) | p | "
    lines = [heads + f"baseline ({len(bare)}) | p |", "|---|---|---|---|---|---|"]
    for fact in model[0].facts:
        means = [np.mean([seen.facts[fact] for seen in of]) for of in (model, people, bare)]
        chances = [told_apart(model, of, fact) for of in (people, bare)]
        lines.append(
            f"| {fact} | {means[0]:.2f} | {means[1]:.2f} | {chances[0]:.3f} "
            f"| {means[2]:.2f} | {chances[1]:.3f} |"
        )
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description="what tells who wrote a piece")
    parser.add_argument("instruments", nargs="+")
    parser.add_argument("--items", type=int, default=120, help="pieces an instrument")
    parser.add_argument("--seed", type=int, default=5, help="of the first; then + 1")
    parser.add_argument("--keep", type=Path, help="write what is seen of each as JSON here")
    asked = parser.parse_args()
    every = [
        seen
        for place, name in enumerate(asked.instruments)
        for seen in pieces(name, asked.items, asked.seed + place)
    ]
    if asked.keep:
        rows = [
            [s.origin, s.level, {k: float(v) for k, v in s.facts.items()}] for s in every
        ]
        asked.keep.write_text(json.dumps(rows), "utf-8")
    print(table(every))


if __name__ == "__main__":
    main()
