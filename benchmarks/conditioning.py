"""What each tag changes in the music and what it leaves: asked against measured.

    python benchmarks/conditioning.py [--model NAME_OR_PATH] [--json]

One tag is changed, seeds and all else are held (`etudes.evaluation.conditioning`). The last
line is one JSON object; `--json` prints only that. Needs a built corpus. The defaults take
about four minutes on one core.
"""

import argparse
import json
import os
import sys
from collections.abc import Iterator
from typing import Any

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from etudes.corpus import load
from etudes.errors import EtudesError
from etudes.evaluation.conditioning import report
from etudes.model.folder import DEFAULT_MODEL, read_model
from etudes.runtime import Runtime

_SHOWN = 8
"""Traits of those that changed most."""


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--model", default=DEFAULT_MODEL, help="a model's name or folder")
    parser.add_argument("--count", type=int, default=60, help="melodies a value of a tag")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true", help="print the JSON alone")
    options = parser.parse_args()
    try:
        runtime, corpus = Runtime(read_model(options.model)), load()
        result = report(runtime, corpus, options.count, options.seed)
    except EtudesError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    if not options.json:
        for line in lines(result):
            print(line)
    print(json.dumps(result))
    return 0


def lines(result: dict[str, Any]) -> Iterator[str]:
    for tag in ("level", "metre", "mode", "measures"):
        row = result[tag]
        obeyed = row.get("obeyed", row.get("asked_and_measured"))
        changed = [f"{t} {row['explained'][t]:.2f}" for t in row["changes"][:_SHOWN]]
        yield f"{tag}: {obeyed}; explains {', '.join(changed)}"
        yield f"  {len(row['stays'])} traits stay: {', '.join(row['stays'])}"
    style = result["style"]
    for metre, row in style["metres"].items():
        for side in ("human", "generated"):
            found = row[side]
            yield (
                f"style in {metre}, {side}: recognised {found['recognised']}, "
                f"{found['times_chance']} times chance"
            )
            for asked, taken in found["confusion"].items():
                yield f"  {asked}: {taken}"
    if "recognised" in style:
        yield f"style: {style['recognised']}, {style['times_chance']} times chance"


if __name__ == "__main__":
    sys.exit(main())
