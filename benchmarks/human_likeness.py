"""How like human tunes the études are: distributions, and a discriminator.

Human are closed excerpts of families that the model did not learn from, levels 3-8, in
4/4, 3/4, 6/8 and 2/4, of 4 and 8 bars, major and minor. Each stands beside an étude for
the violin of the same level, metre, length and mode, with a pickup where it has one. With
`--within-rules` the humans keep their level's span, leaps, values and rests as well: what
is told apart then is not the rubric's doing. As a control, human bars in another order
stand against the same bars as they were. The defaults take two minutes on one core. The
last line is one JSON object; `--json` prints only that.
"""

import argparse
import json
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np

from etudes import Request
from etudes.corpus import load
from etudes.corpus.build import Corpus
from etudes.corpus.sequences import KINDS
from etudes.encoding.events import decode
from etudes.errors import EtudesError, UnsatisfiableRequest
from etudes.evaluation.discriminator import discriminate
from etudes.evaluation.distribution import distribution
from etudes.evaluation.infilling import infilling
from etudes.item.make import load_runtime, make
from etudes.melody import Melody
from etudes.runtime import Runtime
from etudes.tables import instrument, rubric
from etudes.theory import Key

LEVELS = range(3, 9)
METRES = ("4/4", "3/4", "6/8", "2/4")
SIDES = ("test", "validation")
SEED = 1
INSTRUMENT = "violin"
BARS_TO_FILL = 200


@dataclass(frozen=True)
class Human:
    """An excerpt that people wrote, with what it is matched by."""

    melody: Melody
    level: int
    style: str
    family: str


@dataclass(frozen=True)
class Pairs:
    """Human excerpts and the études made to match them, in the same order."""

    human: tuple[Human, ...]
    generated: tuple[Melody, ...]

    def where(self, chosen: Sequence[bool]) -> "Pairs":
        kept = [i for i, keep in enumerate(chosen) if keep]
        return Pairs(
            tuple(self.human[i] for i in kept), tuple(self.generated[i] for i in kept)
        )

    @property
    def melodies(self) -> list[Melody]:
        return [human.melody for human in self.human]

    @property
    def families(self) -> list[str]:
        return [human.family for human in self.human]

    @property
    def levels(self) -> list[int]:
        return [human.level for human in self.human]


def keeps_rules(melody: Melody, number: int) -> bool:
    """Tell whether a melody keeps its level's span, leaps, note values and rests."""
    level = rubric().level(number)
    midi = [pitch.midi for pitch in melody.pitches]
    leaps = {abs(b - a) for a, b in pairwise(midi)}
    values = {event.duration for event in melody.events() if event.pitch is not None}
    rests = {event.duration for event in melody.events() if event.pitch is None}
    return (
        max(midi) - min(midi) <= level.span
        and max(leaps, default=0) <= level.max_leap
        and not leaps & set(level.forbidden_leaps)
        and values <= set(level.values)
        and rests <= set(level.rests)
    )


def excerpts(
    corpus: Corpus, level: int, most: int, within_rules: bool, rng: np.random.Generator
) -> list[Human]:
    """Return excerpts of one level: family by family in turn, one of a tune."""
    pieces = corpus.pieces
    of_family: dict[str, list[int]] = {}
    candidates = np.flatnonzero(
        (pieces.kind == KINDS.index("excerpt")) & (pieces.level == level)
    )
    seen: set[int] = set()
    for i in rng.permutation(candidates):
        row = corpus.tunes[pieces.tune[i]]
        line = pieces.line(i)
        if (
            row.split in SIDES
            and str(line.time_signature) in METRES
            and line.mode in ("major", "minor")
            and int(pieces.tune[i]) not in seen
            and (not within_rules or keeps_rules(decode(line), level))
        ):
            seen.add(int(pieces.tune[i]))
            of_family.setdefault(row.family, []).append(int(i))
    turns = sorted((turn, f) for f, of in of_family.items() for turn in range(len(of)))
    return [
        Human(decode(pieces.line(i)), level, corpus.tunes[pieces.tune[i]].style, family)
        for turn, family in turns[:most]
        for i in [of_family[family][turn]]
    ]


def matched(human: Human, number: int, runtime: Runtime, with_style: bool) -> Melody | None:
    """Return an étude like a human excerpt in all that a request can say, or None."""
    keys = rubric().keys_for(instrument(INSTRUMENT))[human.level - 1]
    in_mode = [key for key in keys if key.mode == human.melody.key.mode]
    key: Key = in_mode[number % len(in_mode)]
    request = Request(
        human.level,
        INSTRUMENT,
        SEED * 100_000 + number,
        count=1,
        measures=human.melody.full_measures,
        key=key,
        time_signature=human.melody.time_signature,
        pickup=human.melody.pickup > 0,
        style=human.style if with_style else None,
    )
    try:
        return make(request, runtime)[0].melody
    except UnsatisfiableRequest as error:
        progress(f"left out: {error}")
        return None


def matched_pairs(
    corpus: Corpus, runtime: Runtime, items: int, within_rules: bool, with_style: bool
) -> Pairs:
    """Return so many pairs of each level, fewer where there are not so many tunes."""
    rng = np.random.default_rng(SEED)
    every = [
        human
        for level in LEVELS
        for human in excerpts(corpus, level, items, within_rules, rng)
    ]
    progress(f"{len(every)} human excerpts; making as many études")
    made = [matched(human, i, runtime, with_style) for i, human in enumerate(every)]
    kept = [(h, m) for h, m in zip(every, made, strict=True) if m is not None]
    return Pairs(tuple(h for h, _ in kept), tuple(m for _, m in kept))


def shuffled(melody: Melody, rng: np.random.Generator) -> Melody:
    """Return the same bars in another order: what a discriminator should notice."""
    full = melody.time_signature.measure_duration
    first = 1 if melody.pickup else 0
    whole = [m for m in melody.measures[first:] if m.duration == full]
    order = rng.permutation(len(whole))
    notes = [note for i in order for note in whole[i].notes]
    line = [(getattr(note, "pitch", None), note.duration) for note in notes]
    return Melody.from_events(melody.key, melody.time_signature, line)


def measure(
    pairs: Pairs, runtime: Runtime, network: bool, relabellings: int
) -> dict[str, Any]:
    """Return everything that the benchmark has to say, ready for JSON."""
    rng = np.random.default_rng(SEED)
    families, levels = (pairs.families, pairs.families), (pairs.levels, pairs.levels)
    alone = ([f"étude {i}" for i in range(len(pairs.human))], pairs.families)
    told: dict[str, Any] = {"groups": families, "levels": levels}
    progress("distribution")
    report: dict[str, Any] = {
        "model": runtime.model.name,
        "digest": runtime.model.digest,
        "seed": SEED,
        "pairs": len(pairs.human),
        "families": len(set(pairs.families)),
        "distribution": distribution(pairs.generated, pairs.melodies, rng, groups=alone),
        "distribution_by_level": {
            str(level): _mean_by_level(pairs, level, rng) for level in LEVELS
        },
    }
    progress("discriminator: all")
    report["discriminator"] = discriminate(
        pairs.generated,
        pairs.melodies,
        rng,
        **told,
        network=network,
        relabellings=relabellings,
    )
    progress("discriminator: endings left out")
    report["without_endings"] = discriminate(
        pairs.generated,
        pairs.melodies,
        rng,
        **told,
        measures=3,
        without_ending=1,
        network=network,
        relabellings=relabellings,
    )
    progress("discriminator: control, human bars shuffled")
    mixed = [shuffled(melody, rng) for melody in pairs.melodies]
    report["control_shuffled_bars"] = discriminate(
        mixed, pairs.melodies, rng, **told, measures=3, without_ending=1, relabellings=0
    )
    progress("infilling")
    some = rng.permutation(len(pairs.human))[:BARS_TO_FILL]
    report["infilling"] = infilling(
        runtime,
        [pairs.melodies[i] for i in some],
        rng,
        groups=[pairs.families[i] for i in some],
    )
    return report


def _mean_by_level(pairs: Pairs, level: int, rng: np.random.Generator) -> Any:
    part = pairs.where([human.level == level for human in pairs.human])
    groups = ([f"étude {i}" for i in range(len(part.human))], part.families)
    return distribution(part.generated, part.melodies, rng, groups=groups)["mean"]


def table(report: dict[str, Any]) -> Iterator[str]:
    """Yield the lines of a table for people."""
    yield f"{report['pairs']} pairs; overlap, ceiling, share [95 %], spread"
    spread = report["distribution"]
    for name, row in [*spread["features"].items(), ("mean", spread["mean"])]:
        share = _cell(row["share"])
        yield (
            f"  {name:26}{row['overlap'][0]:.3f}  {row['ceiling'][0]:.3f}  {share}  "
            f"{row['spread'][0]:.2f}"
        )
    for level, row in report["distribution_by_level"].items():
        yield f"  level {level}: share {_cell(row['share'])}"
    for part in ("discriminator", "without_endings", "control_shuffled_bars"):
        for kind in ("logistic", "network"):
            if found := report[part].get(kind):
                humans = found["human_against_human"] or ["–"]
                yield f"{part}, {kind}: AUC {_cell(found['auc'])}; human {humans}"
                levels = found["by_level"].items()
                yield "  " + "  ".join(f"level {n} {_cell(row)}" for n, row in levels)
    for part in ("discriminator", "without_endings"):
        for kind in ("gives_away", "alone"):
            yield f"{part}: {kind}"
            for row in report[part][kind]:
                yield (
                    f"  {row['trait']:50} generated {row['generated']:7.3f}, human "
                    f"{row['human']:7.3f}; weight {row['weight']:+.3f}, "
                    f"alone {row['auc']:.3f}"
                )
    for name, row in report["infilling"].items():
        yield f"infilling: {name}: {row}"


def progress(message: str) -> None:
    """Tell people, where no program reads."""
    print(message, file=sys.stderr, flush=True)


def _cell(values: Sequence[float]) -> str:
    value, low, high = values
    return f"{value:.3f} [{low:.3f}, {high:.3f}]"


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--model", help="a model's name or folder")
    parser.add_argument("--items", type=int, default=60, help="pairs a level, at most")
    parser.add_argument(
        "--within-rules",
        action="store_true",
        help="only humans within the level's span, leaps, note values and rests",
    )
    parser.add_argument("--style", action="store_true", help="match the style too")
    parser.add_argument("--network", action="store_true", help="a small GRU tries as well")
    parser.add_argument("--relabellings", type=int, default=5)
    parser.add_argument("--json", action="store_true", help="print the JSON alone")
    options = parser.parse_args()
    try:
        runtime = load_runtime(options.model)
        pairs = matched_pairs(
            load(), runtime, options.items, options.within_rules, options.style
        )
        report = measure(pairs, runtime, options.network, options.relabellings)
    except EtudesError as error:
        progress(str(error))
        return error.exit_code
    if not options.json:
        for line in table(report):
            print(line)
    print(json.dumps(report))
    return 0


if __name__ == "__main__":
    sys.exit(main())
