"""How many of a thousand études break a rule, in the eyes of an independent checker.

Levels, instruments and metres are combined in an order that the seed decides; each
combination gives one étude, written as MusicXML and read back by `tests/checker.py`.
The last line of the output is one JSON object; the rule "unsatisfiable" counts requests
that a level allows and that gave no étude.
"""

import argparse
import json
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from itertools import chain, islice, repeat
from pathlib import Path

from etudes.errors import UnsatisfiableRequest
from etudes.item.make import load_runtime, make
from etudes.item.request import Request
from etudes.runtime import Runtime
from etudes.tables import Instrument, Level, instrument, instruments, level, levels
from etudes.theory import TimeSignature
from etudes.writing.musicxml import musicxml

_TESTS = Path(__file__).resolve().parents[1] / "tests"


def requests(seed: int) -> Iterator[Request]:
    """Yield a request for each level, instrument and metre, shuffled, over and over."""
    combinations = [
        (rubric, player, metre)
        for rubric in levels()
        for player in instruments()
        for metre in rubric.metres
    ]
    random.Random(seed).shuffle(combinations)
    rounds = chain.from_iterable(repeat(combinations))
    for number, (rubric, player, metre) in enumerate(rounds, start=seed):
        yield _request(rubric, player, metre, number)


def _request(rubric: Level, player: Instrument, metre: TimeSignature, seed: int) -> Request:
    return Request(
        level=rubric.number,
        instrument=player.name,
        seed=seed,
        count=1,
        time_signature=metre,
    )


def broken_rules(request: Request, runtime: Runtime, folder: Path) -> dict[str, str]:
    """Return the rules that the étude of a request breaks, and where it does."""
    from checker import check

    player = instrument(request.instrument)
    try:
        item = make(request, runtime)[0]
    except UnsatisfiableRequest as error:
        return {"unsatisfiable": str(error)}
    path = folder / f"{item.id}.musicxml"
    path.write_bytes(musicxml(item, player))
    faults = check(
        path.read_text(encoding="utf-8"),
        level(request.level).as_data(),
        player.as_data(),
        {"time_signature": str(request.time_signature)},
    )
    return {f.rule: f"measure {f.measure}: {f.message}" for f in faults}


def main() -> None:
    """Make, write, check and count."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--model", help="name or path; the default model if left out")
    parser.add_argument("--json", action="store_true", help="print the result only")
    options = parser.parse_args()
    sys.path.append(str(_TESTS))
    runtime, start = load_runtime(options.model), time.perf_counter()
    by_rule: Counter[str] = Counter()
    broken = 0
    with tempfile.TemporaryDirectory() as folder:
        asked = islice(requests(options.seed), options.items)
        for number, request in enumerate(asked, start=1):
            faults = broken_rules(request, runtime, Path(folder))
            by_rule.update(faults.keys())
            broken += bool(faults)
            if not options.json:
                _report(number, options.items, request, faults)
    seconds = round(time.perf_counter() - start, 1)
    result = {"items": options.items, "broken": broken, "by_rule": dict(by_rule)}
    print(json.dumps(result | {"seconds": seconds}))


def _report(number: int, total: int, request: Request, faults: dict[str, str]) -> None:
    """Say what is broken, and every so often how far the work is."""
    for rule, message in faults.items():
        asked = f"level {request.level}, {request.instrument}, {request.time_signature}"
        print(f"{rule}: {asked}, seed {request.seed}: {message}", file=sys.stderr)
    if number % 25 == 0 or number == total:
        print(f"{number} of {total}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
