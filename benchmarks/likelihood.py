"""Bits an event of the model against n-grams, on families that it never saw.

    python benchmarks/likelihood.py [--model NAME_OR_PATH] [--json]

What is measured, and on what, is told in `etudes.evaluation.held_out`. The table has all
sets and collections, the opening bars of each set apart, and joint bits by level and metre;
the JSON has everything. Cells are bits an event with the interval that holds 95 % of 1,000
resamples of the families of variants.
"""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from typing import Any

from etudes.corpus import load
from etudes.errors import EtudesError
from etudes.evaluation.held_out import NGRAMS, measure
from etudes.model.folder import DEFAULT_MODEL, read_model
from etudes.runtime import Runtime

MODELS = ("gru", "gru_told_level", *NGRAMS)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--model", default=DEFAULT_MODEL, help="a model's name or folder")
    parser.add_argument("--json", action="store_true", help="print the JSON alone")
    options = parser.parse_args()
    try:
        report = measure(load(), Runtime(read_model(options.model)), progress)
    except EtudesError as error:
        progress(str(error))
        return error.exit_code
    if not options.json:
        for line in table(report["sets"]):
            print(line)
    print(json.dumps(report))
    return 0


def table(sets: dict[str, Any]) -> Iterator[str]:
    """Yield the lines of a table for people."""
    for name, of_set in sets.items():
        for part in ("all", "bars_1_4", "later_bars"):
            if part in of_set:
                yield from part_in_full(f"{name}, {part}", of_set[part])
        for kind in ("collection", "level", "metre"):
            for label, found in of_set[f"by_{kind}"].items():
                if len(of_set[f"by_{kind}"]) > 1:
                    yield in_one_line(f"{name}, {kind} {label}", found["all"])


def part_in_full(title: str, row: dict[str, Any]) -> Iterator[str]:
    yield (
        f"{title}: {row['families']:,} families, {row['tunes']:,} tunes, "
        f"{row['events']:,} events"
    )
    for model in MODELS:
        cells = [f"{what} {cell(bits)}" for what, bits in row[model].items()]
        yield f"  {model:16}" + "  ".join(cells)
    for baseline, bits in row["gain"].items():
        yield f"  gain over {baseline:15}{cell(bits)}"


def in_one_line(title: str, row: dict[str, Any]) -> str:
    joint = "  ".join(
        f"{m} {cell(row[m]['joint'])}" for m in ("gru", "kn", "ltm_stm_tuned")
    )
    return f"{title}: {row['events']:,} events, {row['families']:,} families, joint {joint}"


def cell(bits: Sequence[float | None]) -> str:
    mean, low, high = bits
    return f"{mean:.3f}" if low is None else f"{mean:.3f} [{low:.3f}, {high:.3f}]"


def progress(message: str) -> None:
    """Tell people, where no program reads."""
    print(message, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
