"""Repetition, phrase and contour of études beside human pieces of the same kind.

    python benchmarks/structure.py [--model NAME_OR_PATH] [--json]

Études as `etudes make` makes them, of eight bars, at every level in three metres; beside
them closed excerpts of families that the model never saw, of the same metre, length and
level. A measure is inside where its mean lies in the interval that holds 95 % of the means
of as many human pieces. `--without quartet` leaves out a style of the human pieces: inner
parts repeat bars where a tune does not. The last line is one JSON object; `--json` prints
only that. Needs a built corpus. The defaults take about a minute on one core.
"""

import argparse
import json
import os
import sys
from collections.abc import Iterator
from typing import Any

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np

from etudes.corpus import load
from etudes.encoding.vocabulary import STYLES
from etudes.errors import EtudesError
from etudes.evaluation.material import generated, held_out
from etudes.evaluation.structure import report
from etudes.model.folder import DEFAULT_MODEL, read_model
from etudes.runtime import Runtime

METRES = ("4/4", "3/4", "6/8")
LEVELS = range(1, 9)
MEASURES = 8


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--model", default=DEFAULT_MODEL, help="a model's name or folder")
    parser.add_argument("--count", type=int, default=20, help="a metre and level")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--without", action="append", default=[], metavar="STYLE")
    parser.add_argument("--json", action="store_true", help="print the JSON alone")
    options = parser.parse_args()
    try:
        styles = [style for style in STYLES if style not in options.without]
        human = held_out(load(), metres=METRES, measures=[MEASURES], styles=styles)
        ours = generated(
            Runtime(read_model(options.model)),
            metres=METRES,
            levels=LEVELS,
            measures=MEASURES,
            count=options.count,
            seed=options.seed,
        )
    except EtudesError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    result = report(ours, human, np.random.default_rng(options.seed))
    if not options.json:
        for line in lines(result):
            print(line)
    print(json.dumps(result))
    return 0


def lines(result: dict[str, Any]) -> Iterator[str]:
    groups = {"all": result["all"], **result["metres"]}
    groups |= {f"level {level}": part for level, part in result["levels"].items()}
    for group, part in groups.items():
        yield f"{group}: {part['items']} items, {part['human']} human pieces"
        for name, row in part["measures"].items():
            low, high = row["human_interval"]
            yield (
                f"  {name:20} ours {row['ours']:7.3f}   human {row['human']:7.3f} "
                f"[{low:.3f}, {high:.3f}]   {'inside' if row['inside'] else 'OUTSIDE'}"
            )


if __name__ == "__main__":
    sys.exit(main())
