"""A book of 200 exercises against bare LilyPond on the same file, and what the cache saves.

Each run is a fresh process, the two interleaved; the peak of memory is that of the child
processes. The last line is one JSON object; `--json` prints only that.
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

from etudes.engraving import lilypond_command, lilypond_version, sandbox_state

_OURS = """
import json, sys, time
from pathlib import Path
from etudes.engraving import start
source = Path(sys.argv[1]).read_text("utf-8")
begin = time.perf_counter()
with start(cached=sys.argv[2] == "cached") as engraver:
    engraver.engrave(source)
took = time.perf_counter() - begin
peak = 0
if sys.platform != "win32":
    import resource
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
print(json.dumps([took, peak]))
"""
_LINE = (
    "d'8[ e' fis' g'] a'[ g' fis' e'] |",
    "fis'8[ g' a' b'] a'4 g' |",
    "d''4 b'8[ g'] a'2 |",
    "e'8[ fis' g' a'] b'[ a' g' fis'] | \\break",
)


def book(exercises: int, measures: int = 8, a_part: int = 8) -> str:
    """A book of numbered exercises, `a_part` of them to each \\bookpart."""
    bars = "\n".join(_LINE[number % 4] for number in range(measures))
    scores = [
        f'\\score {{ \\new Staff \\with {{ instrumentName = "{number}" }} {{ '
        f"\\autoBeamOff \\autoBreaksOff \\key d \\major \\time 4/4 {bars} "
        '\\bar "|." } \\layout { } }'
        for number in range(1, exercises + 1)
    ]
    parts = [scores[i : i + a_part] for i in range(0, exercises, a_part)]
    body = "\n".join("\\bookpart {\n" + "\n".join(part) + "\n}" for part in parts)
    return f'\\version "2.24.0"\n\\paper {{ tagline = ##f }}\n\\book {{\n{body}\n}}\n'


def bare(source: Path) -> float:
    """Seconds that LilyPond takes by itself."""
    line = [str(lilypond_command()), "-dbackend=cairo", "-dno-point-and-click", "--pdf"]
    begin = time.perf_counter()
    subprocess.run(
        [*line, "--loglevel=ERROR", "-o", "bare", source.name],
        cwd=source.parent,
        check=True,
        capture_output=True,
    )
    return time.perf_counter() - begin


def ours(source: Path, how: str) -> tuple[float, float]:
    """Seconds that engraving takes, and the peak of its LilyPond in MiB."""
    answer = subprocess.run(
        [sys.executable, "-c", _OURS, str(source), how],
        env={**os.environ, "ETUDES_CACHE": str(source.parent / "cache")},
        check=True,
        capture_output=True,
    ).stdout
    took, peak = json.loads(answer)
    return took, peak


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--exercises", type=int, default=200)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        source = Path(name).resolve() / "book.ly"
        source.write_text(book(options.exercises), "utf-8")
        bare(source)
        rows = []
        for number in range(options.runs):
            theirs = bare(source)
            took, peak = ours(source, "anew")
            rows.append((theirs, took, peak))
            if not options.json:
                print(
                    f"{number + 1}: bare {theirs:.2f} s, ours {took:.2f} s, {peak:.0f} MiB"
                )
        ours(source, "cached")
        again = [ours(source, "cached")[0] for _ in range(options.runs)]
    sandboxed = sandbox_state().endswith("inside it")
    result = {
        "exercises": options.exercises,
        "runs": options.runs,
        "lilypond": lilypond_version(),
        "sandbox": sandbox_state(),
        "bare_seconds": round(statistics.median(row[0] for row in rows), 3),
        "etudes_seconds": round(statistics.median(row[1] for row in rows), 3),
        "ratio_median": round(statistics.median(row[1] / row[0] for row in rows), 3),
        "ratio_max": round(max(row[1] / row[0] for row in rows), 3),
        # inside a sandbox LilyPond is no child of ours, and its memory is not told
        "peak_mebibytes": None if sandboxed else round(max(row[2] for row in rows)),
        "cached_seconds": round(statistics.median(again), 4),
    }
    print(json.dumps(result))


if __name__ == "__main__":
    main()
