"""How many études break a rule, in the eyes of `etudes check` and of a second checker.

Each étude is written as MusicXML and read back twice: by the program's own `check`, and by
`tests/checker.py`, which reads with music21 and shares no code with the program. By default
levels, instruments and metres are combined in an order that the seed decides, an étude
each; `--each N` makes N for every instrument (or those that `--instruments` names) at every
level. `--drawn N` asks less of more: N melodies as they are drawn, chosen or not, spread
over all instruments and levels, are held against every rule of their exercise; a draw that
comes to no end would stop the run. The last line of the output is one JSON object; the rule
"unsatisfiable" counts requests that gave no étude.
"""

import argparse
import json
import os
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from itertools import chain, islice, repeat
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np

from etudes.checking import Standard, check
from etudes.constraints.rules import rules_of
from etudes.errors import EtudesError, UnsatisfiableRequest
from etudes.item.item import Item
from etudes.item.make import framed, load_runtime, make
from etudes.item.request import Request
from etudes.reading import read_each
from etudes.runtime import Runtime
from etudes.sampling.draw import Task, draw, written
from etudes.tables import instrument, instruments, levels, rubric
from etudes.writing.musicxml import musicxml

_TESTS = Path(__file__).resolve().parents[1] / "tests"


def requests(seed: int) -> Iterator[Request]:
    """Yield a request for each level, instrument and metre, shuffled, over and over."""
    combinations = [
        (row, player, metre)
        for row in levels()
        for player in instruments()
        for metre in row.metres
    ]
    random.Random(seed).shuffle(combinations)
    rounds = chain.from_iterable(repeat(combinations))
    for number, (row, player, metre) in enumerate(rounds, start=seed):
        yield Request(row.number, player.name, number, count=1, time_signature=metre)


def grid(seed: int, count: int, names: str | None) -> Iterator[Request]:
    """Yield a request of so many items for every instrument at every level."""
    for player in map(instrument, names.split(",")) if names else instruments():
        for row in levels():
            yield Request(row.number, player.name, seed, count=count)


def broken_rules(request: Request, runtime: Runtime, folder: Path) -> list[dict[str, str]]:
    """Return, for each étude of a request, the rules that it breaks and where."""
    try:
        items = make(request, runtime)
    except UnsatisfiableRequest as error:
        return [{"unsatisfiable": str(error)}] * (request.count or 1)
    return [_broken(request, item, folder) for item in items]


def _broken(request: Request, item: Item, folder: Path) -> dict[str, str]:
    from checker import check as second_opinion

    player = instrument(request.instrument)
    path = folder / "item.musicxml"
    path.write_bytes(musicxml(item, player))
    standard = Standard.of(rubric(), request.level, player)
    ((_, score),) = read_each([path], pages=True)
    if isinstance(score, EtudesError):
        return {"check: readable": str(score)}
    ours = check(score.lines[0], standard)
    metre = {"time_signature": str(item.melody.time_signature)}
    theirs = second_opinion(
        path.read_text(encoding="utf-8"),
        standard.level.as_data(),
        player.as_data(),
        metre if request.time_signature else {},
    )
    return {f"check: {fault.rule}": str(fault) for fault in ours} | {
        f"checker: {f.rule}": f"measure {f.measure}: {f.message}" for f in theirs
    }


def drawn(seed: int, count: int, runtime: Runtime) -> dict[str, object]:
    """Draw so many melodies over all instruments and levels; return what they break."""
    cells = [(row.number, player.name) for player in instruments() for row in levels()]
    particles = -(-count // len(cells))
    by_rule: Counter[str] = Counter()
    melodies = broken = unsatisfiable = 0
    for number, (level, name) in enumerate(cells):
        try:
            reachable = framed(Request(level, name, seed + number), 0, runtime).reachable
        except UnsatisfiableRequest:
            unsatisfiable += 1
            continue
        task = Task(reachable, np.random.default_rng([seed, number]))
        [population] = draw(runtime, [task], particles)
        rules = rules_of(reachable.tables.exercise)
        for one in population.draws:
            melody = written(one, reachable, runtime.vocabulary)
            faults = [rule.name for rule in rules for _ in rule.faults(melody)]
            by_rule.update(faults)
            broken += bool(faults)
            melodies += 1
    return {
        "melodies": melodies,
        "exercises": len(cells) - unsatisfiable,
        "unsatisfiable": unsatisfiable,
        "broken": broken,
        "by_rule": dict(by_rule),
    }


def main() -> None:
    """Make, write, check and count."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=1000)
    parser.add_argument("--each", type=int, help="so many for each instrument and level")
    parser.add_argument("--instruments", help="names with commas, for --each")
    parser.add_argument("--drawn", type=int, help="so many melodies, as they are drawn")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--model", help="name or path; the default model if left out")
    parser.add_argument("--json", action="store_true", help="print the result only")
    options = parser.parse_args()
    sys.path.append(str(_TESTS))
    runtime, start = load_runtime(options.model), time.perf_counter()
    if options.drawn:
        result = drawn(options.seed, options.drawn, runtime)
        print(json.dumps(result | {"seconds": round(time.perf_counter() - start, 1)}))
        return
    asked = (
        grid(options.seed, options.each, options.instruments)
        if options.each
        else islice(requests(options.seed), options.items)
    )
    by_rule: Counter[str] = Counter()
    made = broken = 0
    with tempfile.TemporaryDirectory() as folder:
        for request in asked:
            for faults in broken_rules(request, runtime, Path(folder)):
                by_rule.update(faults.keys())
                broken += bool(faults)
                made += 1
                if not options.json:
                    _report(made, request, faults)
    seconds = round(time.perf_counter() - start, 1)
    result = {"items": made, "broken": broken, "by_rule": dict(by_rule)}
    print(json.dumps(result | {"seconds": seconds}))


def _report(number: int, request: Request, faults: dict[str, str]) -> None:
    """Say what is broken, and every so often how far the work is."""
    for rule, message in faults.items():
        asked = f"level {request.level}, {request.instrument}, {request.time_signature}"
        print(f"{rule}: {asked}, seed {request.seed}: {message}", file=sys.stderr)
    if number % 25 == 0:
        print(f"{number} made", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
