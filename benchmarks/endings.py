"""How études end, under the rules of each level, by metre; human closed excerpts beside.

    python benchmarks/endings.py [--model NAME_OR_PATH] [--json]

"draws" are all that the sampler gives, "items" what `etudes make` chooses among them,
"human" the closed excerpts of families that the model never saw. The last line is one JSON
object; `--json` prints only that. Without a built corpus the human row is left out. The
defaults take about two minutes on one core.
"""

import argparse
import json
import os
import sys
from typing import Any

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from etudes.corpus import load
from etudes.errors import DamagedData, EtudesError
from etudes.evaluation.endings import measure, of_melodies
from etudes.evaluation.material import generated, held_out
from etudes.model.folder import DEFAULT_MODEL, read_model
from etudes.runtime import Runtime

METRES = ("4/4", "3/4", "6/8")
LEVELS = range(1, 9)
MEASURES = 8


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--model", default=DEFAULT_MODEL, help="a model's name or folder")
    parser.add_argument("--exercises", type=int, default=12, help="a metre and level")
    parser.add_argument("--copies", type=int, default=32, help="continuations of each")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true", help="print the JSON alone")
    options = parser.parse_args()
    try:
        report = figures(Runtime(read_model(options.model)), options)
    except EtudesError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    if not options.json:
        for line in table(report):
            print(line)
    print(json.dumps(report))
    return 0


def figures(runtime: Runtime, options: argparse.Namespace) -> dict[str, Any]:
    report = {
        "model": runtime.model.name,
        "draws": measure(
            runtime,
            metres=METRES,
            levels=LEVELS,
            measures=MEASURES,
            exercises=options.exercises,
            copies=options.copies,
            seed=options.seed,
        ),
        "items": of_melodies(
            runtime,
            generated(
                runtime,
                metres=METRES,
                levels=LEVELS,
                measures=MEASURES,
                count=options.exercises,
                seed=options.seed,
            ),
        ),
    }
    try:
        human = held_out(load(), metres=METRES, measures=[MEASURES])
    except DamagedData as error:
        print(error, file=sys.stderr)
        return report
    return report | {"human": of_melodies(runtime, human)}


def table(report: dict[str, Any]) -> list[str]:
    draws = report["draws"]
    names = list(draws["all"])
    groups = {"all": draws["all"], **draws["metres"]}
    groups |= {f"level {level}": row for level, row in draws["levels"].items()}
    lines = [f"{'draws':10}" + "".join(f"{name:>27}" for name in names)]
    for group, row in groups.items():
        lines.append(f"{group:10}" + "".join(f"{row[name]!s:>27}" for name in names))
    for side in ("items", "human"):
        lines += [f"{side}: {name} {value}" for name, value in report.get(side, {}).items()]
    return lines


if __name__ == "__main__":
    sys.exit(main())
