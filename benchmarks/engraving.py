"""A book of 200 exercises against bare LilyPond on the same file, and what the cache saves.

Each run is a fresh process, the two interleaved. `etudes_seconds` is engraving alone, of a
book of one plain line; `command_seconds` is the whole of `etudes make` for a book of music,
against bare LilyPond on what it wrote. Memory is that of all processes together, ours and
LilyPond's, wherever it stands (in a sandbox it is no child of ours): the most that is seen
at one of ten looks a second. The last line is one JSON object; `--json` prints only that.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from etudes.engraving import lilypond_command, lilypond_version, sandbox_state

_OURS = """
import json, sys, time
from pathlib import Path
from etudes.engraving import start
source = Path(sys.argv[1]).read_text("utf-8")
begin = time.perf_counter()
with start(cached=sys.argv[2] == "cached", timeout_seconds=300) as engraver:
    engraver.engrave(source)
print(json.dumps(time.perf_counter() - begin))
"""
_LOOK_SECONDS = 0.1
_PROC = Path("/proc")
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


def ours(source: Path, how: str) -> tuple[float, float | None]:
    """Seconds that engraving takes, and the peak of memory in MiB."""
    said, _, peak = watched([sys.executable, "-c", _OURS, str(source), how], source.parent)
    return float(json.loads(said)), peak


def command(exercises: int, seed: int, folder: Path) -> tuple[float, float, float | None]:
    """Seconds of bare LilyPond and of the whole command on a book of music that no other
    run makes, and the peak of memory in MiB."""
    line = [sys.executable, "-m", "etudes", "make", "--sheet", "book", "--level", "2"]
    line += ["--instrument", "violin", "--count", str(exercises), "--seed", str(seed)]
    line += ["--force", "--quiet"]
    source = folder / f"book-{seed}.ly"
    watched([*line, "--format", "ly", "--output", str(source)], folder, "another.db")
    theirs = bare(source)
    _, took, peak = watched([*line, "--output", str(source.with_suffix(".pdf"))], folder)
    return theirs, took, peak


def watched(
    line: list[str], folder: Path, store: str = "store.db"
) -> tuple[bytes, float, float | None]:
    """Run a command; return what it said, its seconds, and the peak of memory in MiB of it
    and of all that it started, None where the system does not tell."""
    places = {"ETUDES_CACHE": str(folder / "cache"), "ETUDES_DB": str(folder / store)}
    begin = time.perf_counter()
    process = subprocess.Popen(line, env={**os.environ, **places}, stdout=subprocess.PIPE)
    peak = 0.0
    while True:
        try:
            said, _ = process.communicate(timeout=_LOOK_SECONDS)
        except subprocess.TimeoutExpired:
            peak = max(peak, resident(process.pid))
            continue
        took = time.perf_counter() - begin
        if process.returncode:
            raise subprocess.CalledProcessError(process.returncode, line)
        return said, took, peak or None


def resident(root: int) -> float:
    """Return the MiB in memory that a process and its descendants have now, 0 if the
    system does not tell."""
    parents, sizes = {}, {}
    for status in _PROC.glob("[0-9]*/status"):
        try:
            rows = dict(row.split(":", 1) for row in status.read_text("utf-8").splitlines())
        except OSError:  # it has ended meanwhile
            continue
        number = int(status.parent.name)
        parents[number] = int(rows["PPid"])
        sizes[number] = int(rows.get("VmRSS", "0 kB").split()[0]) / 1024
    family = {root}
    while more := {n for n, parent in parents.items() if parent in family} - family:
        family |= more
    return sum(sizes.get(number, 0.0) for number in family)


def _figures(
    name: str, rows: Sequence[tuple[float, float, float | None]]
) -> dict[str, float | None]:
    peaks = [peak for *_, peak in rows if peak is not None]
    ratios = [took / theirs for theirs, took, _ in rows]
    return {
        f"{name}_bare_seconds": round(statistics.median(row[0] for row in rows), 3),
        f"{name}_seconds": round(statistics.median(row[1] for row in rows), 3),
        f"{name}_ratio_median": round(statistics.median(ratios), 3),
        f"{name}_ratio_max": round(max(ratios), 3),
        f"{name}_peak_mebibytes": round(max(peaks)) if peaks else None,
    }


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
        rows, whole = [], []
        for number in range(options.runs):
            rows.append((bare(source), *ours(source, "anew")))
            whole.append(command(options.exercises, number, source.parent))
            if not options.json:
                engraving, all_of_it = (
                    f"bare {b:.2f} s, ours {o:.2f} s, {peak or 0:.0f} MiB"
                    for b, o, peak in (rows[-1], whole[-1])
                )
                print(f"{number + 1}: engraving {engraving}; whole command {all_of_it}")
        ours(source, "cached")
        again = [ours(source, "cached")[0] for _ in range(options.runs)]
    result = {
        "exercises": options.exercises,
        "runs": options.runs,
        "lilypond": lilypond_version(),
        "sandbox": sandbox_state(),
        **_figures("etudes", rows),
        **_figures("command", whole),
        "cached_seconds": round(statistics.median(again), 4),
    }
    print(json.dumps(result))


if __name__ == "__main__":
    main()
