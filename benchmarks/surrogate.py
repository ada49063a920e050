"""Bits an event of a model's surrogate, beside a plain unigram and the network.

    python benchmarks/surrogate.py [--model NAME_OR_PATH] [--write] [--json]

The surrogate (`etudes.model.surrogate`) is fitted to the training side of the built corpus,
to what closes of the collections that the model learnt from; so is the unigram, which knows
nothing but how common a length or a pitch is. Both are measured on families of the free
tier that they never saw: on their whole tunes, which the network was measured on too
(its figures are those of `model.json`), and on their closed excerpts, which are what a
sampler makes. The pitch is charged given the duration. Cells are bits an event with the
interval that holds 95 % of 1,000 resamples of the families of variants.

`--write` gives the model's folder the surrogate; the model is another one from then on.
"""

import argparse
import json
import sys
import time
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from etudes.corpus import Corpus, load
from etudes.corpus.sequences import KINDS
from etudes.encoding.vocabulary import Vocabulary
from etudes.errors import EtudesError
from etudes.model.folder import DEFAULT_MODEL, TrainedModel, give_surrogate, read_model
from etudes.model.measures import FREE
from etudes.model.sides import nameable
from etudes.model.surrogate import FILE, closed_lines, fit, learnt_pieces

RESAMPLES = 1000
SEED = 1
WHAT = ("duration", "pitch", "joint")

Bits = NDArray[np.float64]


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--model", default=DEFAULT_MODEL, help="a model's name or folder")
    parser.add_argument(
        "--write", action="store_true", help="give the folder the surrogate"
    )
    parser.add_argument("--json", action="store_true", help="print the JSON alone")
    options = parser.parse_args()
    try:
        report = measure(load(), read_model(options.model), write=options.write)
    except EtudesError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    if not options.json:
        for line in table(report):
            print(line)
    print(json.dumps(report))
    return 0


def measure(corpus: Corpus, model: TrainedModel, *, write: bool = False) -> dict[str, Any]:
    """Return the figures of both sets, ready for JSON."""
    names = [row["collection"] for row in model.record["data"]]
    learnt, start = learnt_pieces(corpus, names), time.perf_counter()
    closed = list(closed_lines(corpus, learnt))
    surrogate = fit(closed, model.vocabulary)
    seconds = time.perf_counter() - start
    report = {"model": model.name, "pieces": len(closed), "seconds": round(seconds, 1)}
    if write and model.folder is not None:
        surrogate = give_surrogate(model.folder, corpus)
        report["bytes"] = (model.folder / FILE).stat().st_size
    plain = Unigram(corpus, model.vocabulary, learnt)
    sets = {}
    for name, pieces in test_sets(corpus, model.vocabulary).items():
        lines = [corpus.pieces.line(i) for i in pieces]
        lengths = [len(line.ticks) for line in lines]
        of_piece = [corpus.tunes[corpus.pieces.tune[i]].family for i in pieces]
        families = np.repeat(np.unique(of_piece, return_inverse=True)[1], lengths)
        sets[name] = {
            "pieces": len(pieces),
            "events": len(families),
            "families": len(set(of_piece)),
            "surrogate": cells(*surrogate.bits(lines, model.vocabulary), families),
            "unigram": cells(*plain.bits(lines), families),
        }
    network = model.record["bits_per_event"]["test"].get("free")
    return {**report, "sets": sets, "network": network}


class Unigram:
    """How common each length and each pitch is, one more of each than there are."""

    def __init__(
        self, corpus: Corpus, vocabulary: Vocabulary, pieces: Sequence[int]
    ) -> None:
        self._vocabulary = vocabulary
        kept = nameable(corpus, vocabulary, pieces)
        tokens = [vocabulary.tokens(line) for line in closed_lines(corpus, kept)]
        sizes = len(vocabulary.pitches), len(vocabulary.durations)
        self._laws = []
        for of_kind, size in zip(zip(*tokens, strict=True), sizes, strict=True):
            counts = np.bincount(np.concatenate(of_kind), minlength=size) + 1
            self._laws.append(counts / counts.sum())

    def bits(self, lines: Sequence[Any]) -> tuple[Bits, Bits]:
        """Return the bits of (duration, pitch) of every event."""
        tokens = [self._vocabulary.tokens(line) for line in lines]
        pitches, durations = (
            -np.log2(law[np.concatenate(of_kind)])
            for law, of_kind in zip(self._laws, zip(*tokens, strict=True), strict=True)
        )
        return durations, pitches


def test_sets(corpus: Corpus, vocabulary: Vocabulary) -> dict[str, list[int]]:
    """Return the pieces of the free tier's test side that the vocabulary can name."""
    rows = [corpus.tunes[tune] for tune in corpus.pieces.tune.tolist()]
    free = [i for i, r in enumerate(rows) if r.split == "test" and r.collection in FREE]
    named = nameable(corpus, vocabulary, free)
    whole = KINDS.index("whole")
    is_whole = {i: int(corpus.pieces.kind[i]) == whole for i in named}
    closed = [i for i in named if corpus.pieces.frame(i, "").end == "full"]
    return {
        "whole tunes": [i for i in named if is_whole[i]],
        "closed excerpts": [i for i in closed if not is_whole[i]],
    }


def cells(durations: Bits, pitches: Bits, families: NDArray[np.int64]) -> dict[str, Any]:
    """Return [bits an event, low, high] of duration, pitch and both."""
    each = zip(WHAT, (durations, pitches, durations + pitches), strict=True)
    return {what: interval(bits, families) for what, bits in each}


def interval(bits: Bits, families: NDArray[np.int64]) -> list[float]:
    """Return the mean and the ends of its interval; whole families are resampled."""
    sums, events = np.bincount(families, bits), np.bincount(families)
    rng = np.random.default_rng(SEED)
    drawn = rng.integers(0, len(sums), (RESAMPLES, len(sums)))
    means = sums[drawn].sum(axis=1) / events[drawn].sum(axis=1)
    return [round(float(x), 4) for x in (bits.mean(), *np.quantile(means, (0.025, 0.975)))]


def table(report: dict[str, Any]) -> Iterator[str]:
    """Yield the lines of a table for people."""
    yield f"fitted to {report['pieces']:,} pieces in {report['seconds']} seconds"
    if "bytes" in report:
        yield f"written: {report['bytes']:,} bytes"
    for name, row in report["sets"].items():
        yield (
            f"{name}: {row['families']:,} families, {row['pieces']:,} pieces, "
            f"{row['events']:,} events"
        )
        for law in ("surrogate", "unigram"):
            found = ("{} {:.3f} [{:.3f}, {:.3f}]".format(w, *row[law][w]) for w in WHAT)
            yield f"  {law:10}" + "  ".join(found)
        if name == "whole tunes" and report["network"]:
            found = (f"{what} {report['network'][what]:.3f}" for what in WHAT)
            yield "  network   " + "  ".join(found)


if __name__ == "__main__":
    sys.exit(main())
