"""Every kind of question at every level, held by the independent checker of the tests.

    python benchmarks/listening.py --count 50 --jobs 2 --json
    python benchmarks/listening.py --kinds "interval degree" --into listening.jsonl

A cell is a kind at a level: so many questions, a few for each of a dozen instruments. Each
question is checked, made twice in the first request of a cell, and written as JSON and
back. With `--into`, each cell is a line of that file as soon as it is done, and cells that
stand there are not made again. The last line is one JSON object; `--json` prints only that.
A request that is refused is a fault.
"""

import argparse
import json
import os
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from functools import cache
from itertools import cycle
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from listening_checker import faults, set_faults, uneven

from etudes import Request
from etudes.errors import EtudesError
from etudes.item.make import load_runtime
from etudes.listening import Question, Quiz, kinds, questions, quiz_from_json, quiz_to_json
from etudes.runtime import Runtime

PLAYERS = (
    "violin",
    "clarinet",
    "cello",
    "trombone",
    "piano",
    "soprano",
    "flute",
    "alto-saxophone",
    "trumpet",
    "guitar",
    "double-bass",
    "horn",
)
A_REQUEST = 5
"""Questions of one request."""

Cell = tuple[str, int]


def requests(kind: str, level: int, count: int, seed: int) -> Iterator[Request]:
    """Yield requests for so many questions in all, the instruments in turn; where another
    level begins, another instrument is the first."""
    first = seed * 100_000 + [*kinds()].index(kind) * 1000 + level * 100
    players = cycle((*PLAYERS[level:], *PLAYERS[:level]))
    for number, start in enumerate(range(0, count, A_REQUEST)):
        yield Request(
            level=level,
            instrument=next(players),
            seed=first + number,
            count=min(A_REQUEST, count - start),
        )


def measured(cell: Cell, count: int, seed: int) -> dict[str, Any]:
    """Return what came of the questions of a kind at a level."""
    kind, level = cell
    made: list[Question] = []
    found: list[str] = []
    wall = cpu = 0.0
    _runtime()
    for number, request in enumerate(requests(kind, level, count, seed)):
        told = f"{kind} level {level} {request.instrument} seed {request.seed}"
        told += f" count {request.count}"
        began = time.perf_counter(), time.process_time()
        try:
            new = questions(kind, request, _runtime())
            wall += time.perf_counter() - began[0]
            cpu += time.process_time() - began[1]
            if not number and new != questions(kind, request, _runtime()):
                found.append(f"{told}: made again, the questions are others")
        except EtudesError as error:
            found.append(f"{told}: refused: {error}")
            continue
        made += new
        found += [f"{told}: {fault}" for fault in (*set_faults(new), *_lost(new))]
        found += [
            f"{told} index {one.index}: {fault}" for one in new for fault in faults(one)
        ]
    return {
        "kind": kind,
        "level": level,
        "questions": len(made),
        "asked": count,
        "faults": found,
        "answers": [[len(q.options), q.answer] for q in made if q.options],
        "families": Counter(o.family for q in made for o in q.options if o.family),
        "ids": [one.id for one in made],
        "seconds": round(wall, 2),
        "processor_seconds": round(cpu, 2),
    }


def _lost(made: Sequence[Question]) -> Iterator[str]:
    quiz = Quiz("code", "title", tuple(made))
    if quiz_from_json(quiz_to_json(quiz)) != quiz:
        yield "written as JSON and read back, the test is another"


@cache
def _runtime() -> Runtime:
    return load_runtime()


def cells(names: Sequence[str], levels: Sequence[int]) -> list[Cell]:
    return [(name, level) for name in names for level in levels]


def done_before(into: Path | None) -> dict[Cell, dict[str, Any]]:
    """Return the cells that stand in a file."""
    if into is None or not into.exists():
        return {}
    lines = [json.loads(line) for line in into.read_text("utf-8").splitlines()]
    return {(line["kind"], line["level"]): line for line in lines}


def run(wanted: Sequence[Cell], options: argparse.Namespace) -> list[dict[str, Any]]:
    """Return the cells, those made before and those made now."""
    done = done_before(options.into)
    with ProcessPoolExecutor(options.jobs) as pool:
        waiting = [
            pool.submit(measured, cell, options.count, options.seed)
            for cell in wanted
            if cell not in done
        ]
        for future in as_completed(waiting):
            line = future.result()
            done[line["kind"], line["level"]] = line
            if options.into:
                with options.into.open("a", encoding="utf-8") as file:
                    file.write(json.dumps(line, ensure_ascii=False) + "\n")
            if not options.json:
                _tell(line)
    return [done[cell] for cell in wanted]


def _tell(line: dict[str, Any]) -> None:
    each = line["processor_seconds"] / max(line["asked"], 1)
    print(
        f"{line['kind']} {line['level']}: {line['questions']} questions, "
        f"{len(line['faults'])} faults, {each:.2f} s each",
        flush=True,
    )
    for fault in line["faults"]:
        print(f"  {fault}", flush=True)


def summary(lines: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Return the figures of all cells; where the right answers stand is asked of a kind as
    a whole, and every id of all."""
    by_kind: dict[str, list[dict[str, Any]]] = {}
    for line in lines:
        by_kind.setdefault(line["kind"], []).append(line)
    found = [fault for line in lines for fault in line["faults"]]
    for kind, own in by_kind.items():
        found += [
            f"{kind}: {text}"
            for text in uneven([a for line in own for a in line["answers"]])
        ]
    ids = [one for line in lines for one in line["ids"]]
    if len(set(ids)) < len(ids):
        found.append(f"{len(ids) - len(set(ids))} ids stand twice")
    return {
        "cells": len(lines),
        "asked": sum(line["asked"] for line in lines),
        "questions": len(ids),
        "faults": len(found),
        "found": found,
        "seconds_each": {
            kind: round(
                sum(line["processor_seconds"] for line in own)
                / sum(line["asked"] for line in own),
                3,
            )
            for kind, own in by_kind.items()
        },
        "families": {
            kind: dict(sum((Counter(line["families"]) for line in own), Counter()))
            for kind, own in by_kind.items()
            if any(line["families"] for line in own)
        },
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kinds", default=" ".join(kinds()), metavar="NAMES")
    parser.add_argument("--levels", default="1 2 3 4 5 6 7 8", metavar="NUMBERS")
    parser.add_argument("--count", type=int, default=50, help="questions a cell")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--into", type=Path, metavar="FILE")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    wanted = cells(options.kinds.split(), [*map(int, options.levels.split())])
    result = summary(run(wanted, options))
    print(json.dumps(result, ensure_ascii=False))
    sys.exit(1 if result["faults"] else 0)


if __name__ == "__main__":
    main()
