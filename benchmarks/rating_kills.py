"""Ratings are being sent and the program is killed (SIGKILL), over and over: what is lost?

    python -m benchmarks.rating_kills [--json] [--way page] [--kills 500] [--seed 1]

terminal: `etudes rate`, fed through a pipe as fast as it reads, first answers and
corrections; it is killed while it starts, or some milliseconds after some answer was
acknowledged, so most often while the next one is being written. After each kill the store
must be whole (PRAGMA integrity_check, foreign keys), every acknowledged answer must stand
there once, in order, as it was sent, and beyond those at most the one that was under way.
page: the same with `etudes serve` and four raters at once, who send again with the same
submit id what was not acknowledged. The last line is one JSON object; `--json` prints only
that.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from benchmarks.rating_kills_page import Page
from benchmarks.rating_kills_terminal import Terminal
from benchmarks.rating_paper import Figures


def tormented(way: str, kills: int, seed: int) -> Figures:
    """Return what came of so many kills."""
    figures = Figures()
    rng = np.random.default_rng(seed)
    with TemporaryDirectory() as folder:
        way_of = Terminal if way == "terminal" else Page
        way_of(Path(folder), rng, figures).run(kills)
    return figures


def _lines(way: str, figures: Figures) -> Iterator[str]:
    yield f"{way}: {figures.kills} kills, {figures.finished} runs to the end"
    yield f"  acknowledged {figures.acknowledged}, kept {figures.kept}"
    yield f"  under way when it was killed, and kept: {figures.under_way}"
    yield f"  lost {figures.lost}, doubled {figures.doubled}, wrong {figures.wrong}"
    yield f"  damaged {figures.damaged}"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--way", choices=("terminal", "page"), default="terminal")
    parser.add_argument("--kills", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    figures = tormented(asked.way, asked.kills, asked.seed)
    if not asked.json:
        print("\n".join(_lines(asked.way, figures)))
    print(json.dumps({"way": asked.way, "seed": asked.seed, **asdict(figures)}))
    sys.exit(not figures.is_clean)


if __name__ == "__main__":
    main()
