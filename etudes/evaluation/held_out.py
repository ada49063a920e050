"""What held-out music costs the network and the n-grams, in bits an event.

All models are charged for the same events: those of the test side of a built corpus, as
whole tunes or, of songs and quartets, as stretches between silences. The free collections
are one set, every other one is a set of its own, and each set has its own n-grams, which
learn the same kind of pieces of its training side. Pieces with a pitch or duration outside
the network's vocabulary are left out for all models alike, and counted.

==============  ================================================================
gru             the network, told metre, mode, pickup, length and style
gru_told_level  told also the levels that were estimated from the notes themselves
kn_joint        Kneser–Ney, order 3, pitch and duration as one symbol
kn              Kneser–Ney, order 4 for pitch; for duration order 2 with the metre and
                the place in the bar
ltm_stm         pitch by a long-term and a short-term n-gram of order 4, mixed with
                b = 2 (`etudes.evaluation.mixture`); duration as `kn`
ltm_stm_tuned   the same with the orders and b that do best on the validation side
==============  ================================================================

Tunes of one family of variants are no independent witnesses, and neither are the lines of
one quartet: intervals hold 95 % of the resamples of whole *families*.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Self

import numpy as np

from etudes.corpus import Corpus
from etudes.corpus.families import SPLITS
from etudes.corpus.sequences import KINDS
from etudes.encoding.events import EventArrays, to_ticks
from etudes.encoding.vocabulary import UNKNOWN, Vocabulary
from etudes.evaluation.figures import RESAMPLES, SEED, Bits, Charged, Costs, Ints
from etudes.evaluation.mixture import Mixture
from etudes.evaluation.ngram import Baselines
from etudes.model.training import FREE
from etudes.runtime import Runtime
from etudes.sampling.likelihood import Likelihood, bits_of_lines

WHOLE_KINDS: Final = ("whole", "stretch")
"""The kinds of pieces that nothing was cut from or done to."""

MIXTURE_ORDER: Final = 4
TUNED_ON: Final = 20_000
"""About how many events of the validation side the mixture is tuned on: every so many
pieces, so that all collections of a set are heard."""

NETWORK: Final = "gru"
NGRAMS: Final = ("kn_joint", "kn", "ltm_stm", "ltm_stm_tuned")


@dataclass(frozen=True)
class Side:
    """Pieces of one set on one side of the split; `left_out` counts the unnameable."""

    pieces: tuple[int, ...]
    lines: tuple[EventArrays, ...]
    left_out: int

    @property
    def events(self) -> int:
        return sum(len(line.ticks) for line in self.lines)


def measure(
    corpus: Corpus,
    runtime: Runtime,
    report: Callable[[str], None] = lambda message: None,
) -> dict[str, Any]:
    """Return what the test side of a corpus costs every model, ready for JSON.

    Parameters
    ----------
    report : is told what is being done; the whole takes minutes.

    Returns
    -------
    dict
        `model`, `digest`, `resamples`, `seed`; `same_split`, which is false where the
        model was trained on another split and may know test tunes; and `sets`, by name.
        A set has figures: of all, `by_collection`, `by_level` (the tag of the piece) and
        `by_metre`, see `Charged.figures`; `fitted_on` (the n-grams' training side),
        `tuned` (what was chosen), `pieces` and `left_out`.
    """
    model = runtime.model
    same_split = model.record.get("split") == corpus.split_digest
    if not same_split:
        report("the model was trained on another split: it may know some test tunes")
    sets: dict[str, Any] = {}
    for name, collections in sets_of(corpus).items():
        training, validation, test = (
            side(corpus, runtime.vocabulary, collections, split) for split in SPLITS
        )
        if training.lines and test.lines:
            report(f"{name}: n-grams learn {training.events:,} events")
            ngrams = Ngrams.fit(training.lines, validation.lines, runtime.vocabulary)
            report(f"{name}: all models read {test.events:,} events")
            costs = ngrams.costs(test.lines) | model_costs(corpus, runtime, test)
            charged = _charged(corpus, test, costs)
            about = _about(training, test) | {"tuned": ngrams.choice}
            sets[name] = about | charged.figures(NETWORK, NGRAMS)
    return {
        "model": model.name,
        "digest": model.digest,
        "same_split": same_split,
        "resamples": RESAMPLES,
        "resampled": "families of variants",
        "seed": SEED,
        "sets": sets,
    }


def sets_of(corpus: Corpus) -> dict[str, tuple[str, ...]]:
    """Return the collections of each set: "free" and every other collection alone."""
    others = (name for name in corpus.collections if name not in FREE)
    return {"free": FREE} | {name: (name,) for name in others}


def side(
    corpus: Corpus, vocabulary: Vocabulary, collections: Sequence[str], split: str
) -> Side:
    """Return the pieces of some collections on one side of the split."""
    pieces, lines, left_out = [], [], 0
    for i, tune in enumerate(corpus.pieces.tune):
        row = corpus.tunes[tune]
        if row.split != split or row.collection not in collections:
            continue
        if KINDS[corpus.pieces.kind[i]] not in WHOLE_KINDS:
            continue
        line = corpus.pieces.line(i)
        if (np.stack(vocabulary.tokens(line)) == UNKNOWN).any():
            left_out += 1
        else:
            pieces.append(i)
            lines.append(line)
    return Side(tuple(pieces), tuple(lines), left_out)


@dataclass(frozen=True)
class Ngrams:
    """The n-grams of one set."""

    vocabulary: Vocabulary
    plain: Baselines
    mixture: Mixture
    tuned: Mixture

    @classmethod
    def fit(
        cls,
        training: Sequence[EventArrays],
        validation: Sequence[EventArrays],
        vocabulary: Vocabulary,
    ) -> Self:
        """Return the n-grams that learnt the training lines.

        Without validation lines the tuned mixture is the other one.
        """
        pieces = [_pitch_ids(line, vocabulary) for line in training]
        mixture = Mixture.fit(pieces, MIXTURE_ORDER, len(vocabulary.pitches))
        tuned = mixture
        if validation:
            every = -(-sum(len(line.ticks) for line in validation) // TUNED_ON)
            judges = [_pitch_ids(line, vocabulary) for line in validation[::every]]
            tuned = Mixture.tuned(pieces, judges, len(vocabulary.pitches))
        return cls(vocabulary, Baselines.fit(training, vocabulary), mixture, tuned)

    @property
    def choice(self) -> dict[str, float]:
        """The orders and the bias of the tuned mixture."""
        return {
            "long_term_order": self.tuned.long_term.order,
            "short_term_order": self.tuned.short_order,
            "bias": self.tuned.bias,
        }

    def costs(self, lines: Sequence[EventArrays]) -> Costs:
        """Return what the lines cost each of the n-grams."""
        plain = [self.plain.bits(line) for line in lines]
        joint, pitch, duration = (
            np.concatenate([costs[name] for costs in plain])
            for name in ("joint", "pitch", "placed_duration")
        )
        pieces = [_pitch_ids(line, self.vocabulary) for line in lines]
        mixed, tuned = (
            np.concatenate([mixture.bits(piece) for piece in pieces])
            for mixture in (self.mixture, self.tuned)
        )
        return {
            ("kn_joint", "joint"): joint,
            **_both("kn", duration, pitch),
            **_both("ltm_stm", duration, mixed),
            **_both("ltm_stm_tuned", duration, tuned),
        }


def model_costs(corpus: Corpus, runtime: Runtime, test: Side) -> Costs:
    """Return what the events cost the network, without and with the level told."""
    styles = [corpus.tunes[corpus.pieces.tune[i]].style for i in test.pieces]
    told = [corpus.pieces.frame(i, s) for i, s in zip(test.pieces, styles, strict=True)]
    untold = [replace(frame, level=0, melody=0, rhythm=0) for frame in told]
    return {
        **_of_network(NETWORK, bits_of_lines(runtime, test.lines, untold)),
        **_of_network("gru_told_level", bits_of_lines(runtime, test.lines, told)),
    }


def _charged(corpus: Corpus, test: Side, costs: Costs) -> Charged:
    lengths = [len(line.ticks) for line in test.lines]
    tunes = [int(corpus.pieces.tune[i]) for i in test.pieces]
    rows = [corpus.tunes[tune] for tune in tunes]
    _, families = np.unique([row.family for row in rows], return_inverse=True)
    labels = {
        "collection": [row.collection for row in rows],
        "level": [str(corpus.pieces.frame(i, "").level) for i in test.pieces],
        "metre": [str(line.time_signature) for line in test.lines],
    }
    return Charged(
        costs,
        np.repeat(families.astype(np.int64), lengths),
        np.repeat(np.array(tunes, np.int64), lengths),
        np.concatenate([_measures(line) for line in test.lines]),
        {name: np.repeat(np.array(values), lengths) for name, values in labels.items()},
    )


def _about(training: Side, test: Side) -> dict[str, Any]:
    return {
        "fitted_on": {
            "pieces": len(training.pieces),
            "events": training.events,
            "left_out": training.left_out,
        },
        "pieces": len(test.pieces),
        "left_out": test.left_out,
    }


def _both(model: str, duration: Bits, pitch: Bits) -> Costs:
    joint = duration + pitch
    return {(model, "duration"): duration, (model, "pitch"): pitch, (model, "joint"): joint}


def _of_network(model: str, likelihoods: Sequence[Likelihood]) -> Costs:
    return _both(
        model,
        np.concatenate([likelihood.duration_bits for likelihood in likelihoods]),
        np.concatenate([likelihood.pitch_bits for likelihood in likelihoods]),
    )


def _pitch_ids(line: EventArrays, vocabulary: Vocabulary) -> list[int]:
    ids: list[int] = vocabulary.tokens(line)[0].tolist()
    return ids


def _measures(line: EventArrays) -> Ints:
    """Return the full measure of each event, from 0; a pickup belongs to measure -1."""
    measures: Ints = line.onsets // to_ticks(line.time_signature.measure_duration)
    return measures
