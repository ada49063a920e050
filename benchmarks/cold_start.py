"""The whole cold command against bare LilyPond on the same file.

A page of eight exercises, each run a fresh process with a page of its own, the two
interleaved, and then the same command once more, whose page is kept. The first run
keeps Python's bytecode, as an installation does, in a folder of this measurement; with
`--uncompiled` none is kept and every run compiles the sources of `etudes` anew, as in a
checkout where Python may write nothing. `lead_median` is how much longer the whole command
takes than LilyPond alone. The last line is one JSON object; `--json` prints only that.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from etudes.engraving import lilypond_command


def seconds(command: list[str], folder: Path, environment: dict[str, str]) -> float:
    """Run a command and return its wall time; its failure is ours."""
    start = time.perf_counter()
    subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True)
    return time.perf_counter() - start


def _environment(folder: Path, *, compiled: bool) -> dict[str, str]:
    """Return the environment of the runs, whose store and bytecode are their own."""
    environment = {**os.environ, "ETUDES_DB": str(folder / "store.db")}
    environment["ETUDES_CACHE"] = str(folder / "cache")
    if compiled:
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        environment["PYTHONPYCACHEPREFIX"] = str(folder / "bytecode")
    else:
        environment["PYTHONDONTWRITEBYTECODE"] = "1"
    return environment


def _commands(seed: int) -> tuple[list[str], list[str]]:
    """Return our command and LilyPond's, for a page that no other run makes."""
    make = [sys.executable, "-m", "etudes", "make", "--level", "2", "--seed", str(seed)]
    make += ["--instrument", "violin", "--force", "--quiet"]
    bare = [str(lilypond_command()), "-dbackend=cairo", "-dno-point-and-click", "--pdf"]
    bare += ["--loglevel=ERROR", "-o", "bare", f"violin-level2-{seed}.ly"]
    return make, bare


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--uncompiled", action="store_true")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        environment = _environment(folder, compiled=not options.uncompiled)
        ours, theirs, again = [], [], []
        for number in range(options.runs + 1):  # the first fills the caches of both
            make, bare = _commands(number)
            elsewhere = environment | {"ETUDES_DB": str(folder / "another.db")}
            seconds([*make, "--format", "ly"], folder, elsewhere)
            times = (
                seconds(bare, folder, environment),
                seconds(make, folder, environment),
                seconds(make, folder, environment),
            )
            if number == 0:
                continue
            for kept, time_taken in zip((theirs, ours, again), times, strict=True):
                kept.append(time_taken)
            if not options.json:
                told = (f"{t:.3f} s" for t in times)
                print(f"{number}: bare, etudes, etudes again: {', '.join(told)}")
    ratios = [a / b for a, b in zip(ours, theirs, strict=True)]
    leads = [a - b for a, b in zip(ours, theirs, strict=True)]
    result = {
        "runs": options.runs,
        "bytecode": "none" if options.uncompiled else "kept",
        "bare_seconds": round(statistics.median(theirs), 3),
        "etudes_seconds": round(statistics.median(ours), 3),
        "again_seconds": round(statistics.median(again), 3),
        "lead_median": round(statistics.median(leads), 3),
        "ratio_median": round(statistics.median(ratios), 3),
        "ratio_min": round(min(ratios), 3),
        "ratio_max": round(max(ratios), 3),
    }
    print(json.dumps(result))


if __name__ == "__main__":
    main()
