"""Bits a note on chorale melodies and children's songs, by the protocol of Pearce (2005).

python -m benchmarks.pearce [--folds 0-9] [--seed S] [--condition C]... [--json]
"""

import argparse
import json
import sys
from typing import Any

from benchmarks.pearce.protocol import CASES, CONDITIONS, MEMBERS, measure
from benchmarks.pearce.tunes import DATASETS, FOLDS
from etudes.errors import EtudesError


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--folds", type=_folds, default=list(range(FOLDS)), metavar="0-9")
    parser.add_argument("--seed", type=int, default=0, help="of partition and networks")
    parser.add_argument("--members", type=int, default=MEMBERS, help="networks a fold")
    parser.add_argument("--condition", action="append", choices=CONDITIONS)
    parser.add_argument("--dataset", action="append", choices=DATASETS)
    parser.add_argument(
        "--validate", action="store_true", help="predict inner validation folds instead"
    )
    parser.add_argument("--json", action="store_true", help="print the JSON alone")
    options = parser.parse_args()
    chosen = [
        (dataset, condition)
        for dataset, condition in CASES
        if dataset in (options.dataset or DATASETS)
        and condition in (options.condition or CONDITIONS)
    ]
    results = []
    try:
        for dataset, condition in chosen:
            result = measure(
                dataset,
                condition,
                folds=options.folds,
                seed=options.seed,
                members=options.members,
                validate=options.validate,
                report=_progress,
            )
            _progress(_row(result))
            results.append(result)
    except EtudesError as error:
        _progress(str(error))
        return error.exit_code
    found = {"seed": options.seed, "members": options.members, "results": results}
    if not options.json:
        print("bits a note, mean of the folds (standard error)")
        for result in results:
            print(_row(result))
    print(json.dumps(found))
    return 0


def _folds(text: str) -> list[int]:
    """Read "0-9", "3" or "0,2,5"."""
    try:
        first, dash, last = text.partition("-")
        folds = (
            range(int(first), int(last) + 1) if dash else [int(n) for n in text.split(",")]
        )
    except ValueError as error:
        raise argparse.ArgumentTypeError(
            f"folds such as 0-9 or 0,2 were expected, not '{text}'"
        ) from error
    if not folds or not all(0 <= fold < FOLDS for fold in folds):
        raise argparse.ArgumentTypeError(
            f"folds from 0 to {FOLDS - 1} were expected, not '{text}'"
        )
    return sorted(set(folds))


def _row(result: dict[str, Any]) -> str:
    best = min(result["bits_of_n_grams"].values())
    error = result["standard_error"]
    cells = [
        f"{result['dataset']:9}{result['condition']:12}",
        f"{result['bits']:.3f}" + (f" ({error:.3f})" if error is not None else ""),
        f"published {result['published'] or '-'}",
        f"n-grams {result['bits_of_all_n_grams']:.3f}, best alone {best:.3f}",
        f"{result['minutes']} minutes",
    ]
    return "  ".join(cells)


def _progress(message: str) -> None:
    print(message, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
