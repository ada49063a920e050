"""A blind reading on paper: does choosing help, and how far is ours from human?

    python -m benchmarks.blind_reading print FOLDER [--seed 1] [--model NAME_OR_PATH]
    python -m benchmarks.blind_reading score FOLDER RATINGS.json...

`print` writes FOLDER/booklet.abc, 42 pieces of eight bars in mixed order without a word
about their origin, and FOLDER/key.json, which readers do not see. A third are closed
excerpts of tunes and songs of families that the model never saw (no quartets, whose inner
parts are no tunes), a third études as `etudes make` chooses
them, a third the first draw for the same exercises under the same rules, unchosen. The
three stand in the same metres and levels; all stand in C, or in A minor's place on C.

Each reader reads alone, in an order of its own, without hearing, and gives every piece
1-5 for the ending, for structure (phrases, return, direction) and over all:
[{"piece": 1, "ending": 4, "structure": 3, "overall": 3}, ...]. `score` gives the means with
intervals over pieces, the differences, and how far readers agree. Needs a built corpus.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from etudes.corpus import load
from etudes.encoding.events import decode, encode
from etudes.encoding.vocabulary import STYLES
from etudes.errors import EtudesError
from etudes.evaluation.material import held_out
from etudes.item.make import framed, make
from etudes.item.request import Request
from etudes.melody import Melody
from etudes.model.folder import DEFAULT_MODEL, read_model
from etudes.runtime import Runtime
from etudes.sampling.draw import Task, draw, written
from etudes.tables import instrument
from etudes.theory import Pitch, TimeSignature
from etudes.writing.abc import abc

CELLS = [(metre, level) for metre in ("4/4", "3/4", "6/8", "2/4") for level in (3, 4, 5, 6)]
PIECES = 14
"""Of each kind."""

MEASURES = 8
ASKED = ("ending", "structure", "overall")
RESAMPLES = 2000


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    commands = parser.add_subparsers(dest="command", required=True)
    printing = commands.add_parser("print")
    printing.add_argument("folder", type=Path)
    printing.add_argument("--seed", type=int, default=1)
    printing.add_argument("--model", default=DEFAULT_MODEL)
    scoring = commands.add_parser("score")
    scoring.add_argument("folder", type=Path)
    scoring.add_argument("ratings", type=Path, nargs="+")
    options = parser.parse_args()
    try:
        if options.command == "print":
            print_booklet(options.folder, options.seed, Runtime(read_model(options.model)))
        else:
            print(json.dumps(score(options.folder, options.ratings), indent=1))
    except EtudesError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    return 0


def print_booklet(folder: Path, seed: int, runtime: Runtime) -> None:
    """Write the booklet and its key."""
    rng = np.random.default_rng(seed)
    cells = [CELLS[i] for i in rng.permutation(len(CELLS))[:PIECES]]
    tunes_and_songs = [name for name in STYLES if name != "quartet"]
    human = held_out(load(), measures=[MEASURES], styles=tunes_and_songs)
    pieces: list[tuple[str, int, Melody]] = []
    for number, (metre, level) in enumerate(cells):
        here = [s for s in human if (s.metre, s.level) == (metre, level)]
        pieces.append(("human", level, here[int(rng.integers(len(here)))].melody))
        request = Request(
            level=level,
            instrument="violin",
            seed=1000 * seed + number,
            count=1,
            measures=MEASURES,
            time_signature=TimeSignature.parse(metre),
        )
        pieces.append(("chosen", level, make(request, runtime)[0].melody))
        pieces.append(("unchosen", level, _first_draw(request, runtime)))
    template = make(Request(level=3, instrument="violin", seed=1, count=1), runtime)[0]
    order = rng.permutation(len(pieces))
    tunes, key = [], []
    for number, i in enumerate(order, start=1):
        kind, level, melody = pieces[i]
        item = replace(template, melody=_in_c(melody), level_asked=level)
        tunes.append(abc(item, instrument("violin"), number))
        key.append({"piece": number, "kind": kind, "level": level})
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "booklet.abc").write_text("\n".join(tunes), "utf-8")
    about = {"seed": seed, "model": runtime.model.digest, "pieces": key}
    (folder / "key.json").write_text(json.dumps(about, indent=1), "utf-8")


def _first_draw(request: Request, runtime: Runtime) -> Melody:
    reachable = framed(request, 0, runtime).reachable
    rng = np.random.default_rng([request.seed, 0, 0, 0])
    [population] = draw(runtime, [Task(reachable, rng)])
    return written(population.sample(1)[0], reachable, runtime.vocabulary)


def _in_c(melody: Melody) -> Melody:
    """Return the melody on C, so that no key gives its origin away."""
    return decode(replace(encode(melody), tonic=Pitch(0, 0, 4)))


def score(folder: Path, ratings: Sequence[Path]) -> dict[str, Any]:
    """Return means by kind, differences and agreement."""
    key = json.loads((folder / "key.json").read_text("utf-8"))["pieces"]
    kinds = np.array([row["kind"] for row in key])
    numbers = [row["piece"] for row in key]
    tables = [json.loads(path.read_text("utf-8")) for path in ratings]
    found: dict[str, Any] = {"readers": len(tables), "pieces": len(numbers)}
    rng = np.random.default_rng(1)
    for what in ASKED:
        given = np.array(
            [
                [{r["piece"]: r[what] for r in table}[n] for n in numbers]
                for table in tables
            ],
            float,
        )
        means = given.mean(axis=0)
        of_kind = {kind: means[kinds == kind] for kind in ("human", "chosen", "unchosen")}
        pairs = [np.corrcoef(a, b)[0, 1] for a, b in combinations(given, 2)]
        found[what] = {
            **{kind: _interval(values, rng) for kind, values in of_kind.items()},
            "chosen - unchosen": _difference(of_kind["chosen"], of_kind["unchosen"], rng),
            "human - chosen": _difference(of_kind["human"], of_kind["chosen"], rng),
            "mean correlation of two readers": round(float(np.mean(pairs)), 2),
            "by reader": [
                {kind: round(float(row[kinds == kind].mean()), 2) for kind in of_kind}
                for row in given
            ],
        }
    return found


def _interval(values: NDArray[np.float64], rng: np.random.Generator) -> list[float]:
    drawn = values[rng.integers(len(values), size=(RESAMPLES, len(values)))].mean(axis=1)
    ends = np.quantile(drawn, (0.025, 0.975))
    return [round(float(x), 2) for x in (values.mean(), *ends)]


def _difference(
    some: NDArray[np.float64], others: NDArray[np.float64], rng: np.random.Generator
) -> list[float]:
    drawn = [
        part[rng.integers(len(part), size=(RESAMPLES, len(part)))].mean(axis=1)
        for part in (some, others)
    ]
    ends = np.quantile(drawn[0] - drawn[1], (0.025, 0.975))
    return [round(float(x), 2) for x in (some.mean() - others.mean(), *ends)]


if __name__ == "__main__":
    sys.exit(main())
