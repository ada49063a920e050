"""How much more of its feature a focus gives, and what that does to the level.

For each level and instrument so many items without a focus, then as many with each focus
that they can have; a key is the first and the last of the instrument's. Prints a row for
each: the share without, with, the ratio, the mean level measured, and the part of the
items within ±0.6 of the level asked for. The last line is one JSON object;
`--json` prints only that.
"""

import argparse
import json
import os
from statistics import mean

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from etudes import Item, Request, make
from etudes.errors import UnsatisfiableRequest
from etudes.focus import focus, focuses, share
from etudes.item.make import load_runtime
from etudes.runtime import Runtime
from etudes.tables import instrument, rubric

PLACES = "1:violin 2:clarinet 3:violin 3:trumpet 4:flute 5:viola 6:cello 7:clarinet 8:horn"
ENOUGH = 2.0
NEAR = 0.6


def names(level: int, player: str) -> list[str]:
    keys = rubric().keys_for(instrument(player))[level - 1]
    plain = [row.name for row in focuses() if row.feature != "key"]
    return [*plain, *dict.fromkeys(f"key:{key}" for key in (keys[0], keys[-1]))]


def is_near(item: Item) -> bool:
    return abs(item.level_measured - item.level_asked) <= NEAR


def rows(level: int, player: str, items: int, runtime: Runtime) -> list[dict[str, object]]:
    plain = make(Request(level, player, 1, count=items), runtime)
    found = []
    for name in names(level, player):
        try:
            focused = make(Request(level, player, 1, count=items, focus=(name,)), runtime)
        except UnsatisfiableRequest:
            continue
        without, given = (
            mean(share(focus(name), item.melody, player) for item in made)
            for made in (plain, focused)
        )
        found.append(
            {
                "level": level,
                "instrument": player,
                "focus": name,
                "without": round(without, 3),
                "with": round(given, 3),
                "ratio": round(given / without, 1) if without else None,
                "doubled": given >= min(1.0, ENOUGH * without) and given > 0,
                "measured": round(mean(item.level_measured for item in focused), 2),
                "measured_without": round(mean(item.level_measured for item in plain), 2),
                "near": round(mean(map(is_near, focused)), 2),
            }
        )
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--items", type=int, default=16)
    parser.add_argument("--places", default=PLACES, help="level:instrument ...")
    options = parser.parse_args()
    runtime = load_runtime()
    table = []
    for place in options.places.split():
        level, _, player = place.partition(":")
        for row in rows(int(level), instrument(player).name, options.items, runtime):
            table.append(row)
            if not options.json:
                print(
                    f"{row['level']} {row['instrument']:<10} {row['focus']:<20}"
                    f"{row['without']:>7} {row['with']:>7} {row['ratio'] or '–':>7}"
                    f"{row['measured']:>7} ({row['measured_without']}) {row['near']:>6}"
                    f"{'' if row['doubled'] else '  not doubled'}",
                    flush=True,
                )
    result = {
        "rows": len(table),
        "doubled": sum(bool(row["doubled"]) for row in table),
        "not_doubled": [
            f"{r['focus']} {r['instrument']} {r['level']}"
            for r in table
            if not r["doubled"]
        ],
        "near": round(mean(float(str(row["near"])) for row in table), 3),
    }
    print(json.dumps(result))


if __name__ == "__main__":
    main()
