"""Bits an event of the model against Kneser–Ney n-grams, on families it never saw.

    python benchmarks/likelihood.py [--model NAME_OR_PATH] [--json]

Measured on the test side of the built corpus: whole tunes of the free tier, stretches of
the songs and the quartets. Each of the three sets has its own n-grams, fitted on the same
kind of pieces of its training side; pieces with a pitch or duration outside the model's
vocabulary are left out for all models alike, and counted. Intervals hold 95 % of 1,000
resamples of the tunes.

"gru" is told metre, mode, pickup, length and style; "gru_told_level" also the levels that
were estimated from the notes themselves, as in training. The n-grams are told nothing but,
with "placed" durations, the metre and the place in the bar. "gain" is how much cheaper
"gru" is than pitch and placed duration, the best of the n-grams, on the same resamples.
"""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from etudes.corpus import Corpus, load
from etudes.corpus.sequences import KINDS
from etudes.encoding.events import EventArrays, to_ticks
from etudes.encoding.vocabulary import UNKNOWN, Vocabulary
from etudes.errors import EtudesError
from etudes.evaluation.likelihood import Likelihood, bits_of_lines
from etudes.evaluation.ngram import Baselines, onsets
from etudes.model.folder import DEFAULT_MODEL, read_model
from etudes.model.training import FREE
from etudes.runtime import Runtime

SETS = {
    "free": (FREE, "whole"),
    "lieder": (("lieder",), "stretch"),
    "quartets": (("quartets",), "stretch"),
}
RESAMPLES = 1000
SEED = 1
NEW_MEASURES = 4
"""The opening bars, which nothing in the tune itself foretells."""

Bits = NDArray[np.float64]
Ints = NDArray[np.int64]
Costs = dict[str, dict[str, Bits]]
"""Bits by model and by what is predicted, each of shape (events,)."""


@dataclass(frozen=True)
class Side:
    """Pieces of one set on one side of the split; `left_out` counts the unnameable."""

    pieces: list[int]
    lines: list[EventArrays]
    left_out: int

    @property
    def events(self) -> int:
        return sum(len(line.ticks) for line in self.lines)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--model", default=DEFAULT_MODEL, help="a model's name or folder")
    parser.add_argument("--json", action="store_true", help="print the JSON alone")
    options = parser.parse_args()
    try:
        report = measure(load(), Runtime(read_model(options.model)))
    except EtudesError as error:
        progress(str(error))
        return error.exit_code
    if not options.json:
        for line in table(report["sets"]):
            print(line)
    print(json.dumps(report))
    return 0


def measure(corpus: Corpus, runtime: Runtime) -> dict[str, Any]:
    """Return everything that the benchmark has to say, ready for JSON."""
    model = runtime.model
    same_split = model.record.get("split") == corpus.split_digest
    if not same_split:
        progress("the model was trained on another split: it may know some test tunes")
    sets: dict[str, Any] = {}
    for name in SETS:
        training = side(corpus, runtime.vocabulary, name, "train")
        test = side(corpus, runtime.vocabulary, name, "test")
        if training.lines and test.lines:
            sets |= measure_set(corpus, runtime, name, training, test)
    return {
        "model": model.name,
        "digest": model.digest,
        "same_split": same_split,
        "resamples": RESAMPLES,
        "seed": SEED,
        "sets": sets,
    }


def side(corpus: Corpus, vocabulary: Vocabulary, name: str, split: str) -> Side:
    """Return the pieces of one set on one side."""
    names, kind = SETS[name]
    pieces, left_out = [], 0
    for i, tune in enumerate(corpus.pieces.tune):
        row = corpus.tunes[tune]
        if row.split != split or row.collection not in names:
            continue
        if KINDS[corpus.pieces.kind[i]] != kind:
            continue
        tokens = np.stack(vocabulary.tokens(corpus.pieces.line(i)))
        if (tokens == UNKNOWN).any():
            left_out += 1
        else:
            pieces.append(i)
    return Side(pieces, [corpus.pieces.line(i) for i in pieces], left_out)


def measure_set(
    corpus: Corpus, runtime: Runtime, name: str, training: Side, test: Side
) -> dict[str, Any]:
    """Return the figures of a set, and of its collections where it has several."""
    progress(f"{name}: fitting n-grams to {training.events:,} events")
    costs = ngram_costs(Baselines.fit(training.lines, runtime.vocabulary), test.lines)
    progress(f"{name}: the model reads {test.events:,} events, twice")
    costs |= model_costs(corpus, runtime, test)
    lengths = [len(line.ticks) for line in test.lines]
    tunes = np.repeat(corpus.pieces.tune[test.pieces].astype(np.int64), lengths)
    new = np.concatenate([_measures(line) < NEW_MEASURES for line in test.lines])
    collections = np.array([row.collection for row in corpus.tunes])[tunes]
    fitted = {"pieces": len(training.pieces), "events": training.events}
    about = {
        "fitted_on": {**fitted, "left_out": training.left_out},
        "pieces": len(test.pieces),
        "left_out": test.left_out,
    }
    found = {name: {**about, **figures(costs, tunes, new, np.ones(len(tunes), bool))}}
    for collection in SETS[name][0]:
        chosen = collections == collection
        if collection != name and chosen.any():
            found[collection] = figures(costs, tunes, new, chosen)
    return found


def ngram_costs(baselines: Baselines, lines: Sequence[EventArrays]) -> Costs:
    """Return what the events cost the three Kneser–Ney baselines."""
    of_lines = [baselines.bits(line) for line in lines]
    costs = {
        name: np.concatenate([bits[name] for bits in of_lines]) for name in of_lines[0]
    }
    return {
        "kn_joint": {"joint": costs["joint"]},
        "kn_pitch_duration": _both(costs["duration"], costs["pitch"]),
        "kn_pitch_placed_duration": _both(costs["placed_duration"], costs["pitch"]),
    }


def model_costs(corpus: Corpus, runtime: Runtime, test: Side) -> Costs:
    """Return what the events cost the network, without and with the level told."""
    styles = [corpus.tunes[corpus.pieces.tune[i]].style for i in test.pieces]
    told = [corpus.pieces.frame(i, s) for i, s in zip(test.pieces, styles, strict=True)]
    untold = [replace(frame, level=0, melody=0, rhythm=0) for frame in told]
    return {
        "gru": _of_likelihoods(bits_of_lines(runtime, test.lines, untold)),
        "gru_told_level": _of_likelihoods(bits_of_lines(runtime, test.lines, told)),
    }


def figures(costs: Costs, tunes: Ints, new: Any, chosen: Any) -> dict[str, Any]:
    """Return the figures of the chosen events: all, the opening bars, and the rest."""
    parts = {"all": chosen, "bars_1_4": chosen & new, "later_bars": chosen & ~new}
    return {name: _part(costs, tunes, part) for name, part in parts.items() if part.any()}


def _part(costs: Costs, tunes: Ints, part: Any) -> dict[str, Any]:
    rows = tunes[part]
    found: dict[str, Any] = {"tunes": len(np.unique(rows)), "events": len(rows)}
    for model, quantities in costs.items():
        found[model] = {name: interval(b[part], rows) for name, b in quantities.items()}
    gain = costs["kn_pitch_placed_duration"]["joint"] - costs["gru"]["joint"]
    return {**found, "gain": interval(gain[part], rows)}


def interval(bits: Bits, tunes: Ints) -> list[float]:
    """Return (bits an event, lower, upper end): 95 % of the resamples of the tunes."""
    _, rows = np.unique(tunes, return_inverse=True)
    sums, events = np.bincount(rows, bits), np.bincount(rows)
    drawn = np.random.default_rng(SEED).integers(len(sums), size=(RESAMPLES, len(sums)))
    means = sums[drawn].sum(axis=1) / events[drawn].sum(axis=1)
    return [round(float(x), 4) for x in (bits.mean(), *np.quantile(means, (0.025, 0.975)))]


def table(sets: dict[str, Any]) -> Iterator[str]:
    """Yield the lines of a table for people."""
    for name, of_set in sets.items():
        for part in ("all", "bars_1_4", "later_bars"):
            row = of_set.get(part)
            if row is None:
                continue
            yield f"{name}, {part}: {row['tunes']:,} tunes, {row['events']:,} events"
            for model in (key for key in row if key not in ("tunes", "events", "gain")):
                cells = [f"{what} {_cell(bits)}" for what, bits in row[model].items()]
                yield f"  {model:26}" + "  ".join(cells)
            yield f"  {'gain':26}joint {_cell(row['gain'])}"


def progress(message: str) -> None:
    """Tell people, where no program reads."""
    print(message, file=sys.stderr, flush=True)


def _cell(bits: Sequence[float]) -> str:
    mean, low, high = bits
    return f"{mean:.3f} [{low:.3f}, {high:.3f}]"


def _both(duration: Bits, pitch: Bits) -> dict[str, Bits]:
    return {"duration": duration, "pitch": pitch, "joint": duration + pitch}


def _of_likelihoods(likelihoods: Sequence[Likelihood]) -> dict[str, Bits]:
    return _both(
        np.concatenate([likelihood.duration_bits for likelihood in likelihoods]),
        np.concatenate([likelihood.pitch_bits for likelihood in likelihoods]),
    )


def _measures(line: EventArrays) -> Ints:
    """Return the full bar of each event, from 0; a pickup belongs to bar -1."""
    bars: Ints = onsets(line) // to_ticks(line.time_signature.measure_duration)
    return bars


if __name__ == "__main__":
    sys.exit(main())
