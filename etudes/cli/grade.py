"""`etudes grade`: files in, the level of each line of music and why out."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from etudes.cli.console import complain, print_json, print_line, say
from etudes.cli.names import score_names
from etudes.difficulty import Grade, grade, scale
from etudes.errors import EtudesError, InvalidValue
from etudes.melody import Melody
from etudes.reading import Line, Score, read_each
from etudes.tables import Instrument, instrument

_DIGITS = 4


@dataclass(frozen=True, slots=True)
class GradedLine:
    """A line of music and its grade."""

    line: Line
    grade: Grade


def grade_files(
    paths: Sequence[Path],
    name: str | None,
    *,
    reasons: int,
    as_json: bool,
    quiet: bool,
) -> int:
    """Print the level of each line of music in the files; return the exit code.

    A file that cannot be read costs one line on stderr, and the others are answered.
    """
    player = instrument(name) if name else None
    rows: list[dict[str, Any]] = []
    exit_code = 0
    for path, answer in read_each(paths):
        if isinstance(answer, EtudesError):
            complain(str(answer))
            exit_code = max(exit_code, answer.exit_code)
            rows.append(_refusal(path, answer))
            continue
        graded = graded_lines(answer, player)
        if as_json:
            rows.append(_row(path, answer, graded, player))
        else:
            _print(path, answer, graded, reasons, quiet)
    if as_json:
        print_json(rows[0] if len(rows) == 1 else rows)
    return exit_code


def graded_lines(score: Score, player: Instrument | None = None) -> list[GradedLine]:
    """Return the grade of each line of a score that holds music."""
    return [
        GradedLine(line, grade(_as_written(line, player), player))
        for line in score.lines
        if line.passages
    ]


def _as_written(line: Line, player: Instrument | None) -> tuple[Melody, ...]:
    """Return the passages as the player reads them: MIDI holds sounding pitches."""
    if player is None or line.page is None or not line.page.is_sounding:
        return line.passages
    try:
        return tuple(m.transposed(-player.transposition) for m in line.passages)
    except InvalidValue:  # a key of eight sharps, a triple sharp
        return line.passages


def _print(
    path: Path, score: Score, graded: list[GradedLine], reasons: int, quiet: bool
) -> None:
    if len(graded) > 1:
        name = "  ".join(score_names(path, score))
        say(f"{name}: {len(graded)} lines, each graded on its own", quiet=quiet)
    for one in graded:
        print_line(
            "  ".join([f"{one.grade.level:.1f}", *score_names(path, score, one.line.name)])
        )
        told = [str(reason) for reason in one.grade.reasons] or ["nothing that is hard"]
        for reason in told[:reasons]:
            print_line(f"     {reason}")
        for remark in () if quiet else one.line.remarks:
            print_line(f"     ({remark})")


def _row(
    path: Path, score: Score, graded: list[GradedLine], player: Instrument | None
) -> dict[str, Any]:
    """Return a score for JSON; its level and figures are those of its hardest line."""
    lines = [
        {
            "line": one.line.name,
            "measures": sum(melody.full_measures for melody in one.line.passages),
            **_figures(one.grade),
            "remarks": list(one.line.remarks),
        }
        for one in graded
    ]
    hardest = max(graded, key=lambda one: one.grade.level)
    return {
        "file": str(path),
        "source": score.provenance.source,
        "title": score.provenance.title,
        "composer": score.provenance.composer,
        "licence": score.provenance.licence,
        "instrument": player.name if player else None,
        "scale_version": scale().version,
        **_figures(hardest.grade),
        "lines": lines,
    }


def _figures(found: Grade) -> dict[str, Any]:
    return {
        "level": round(found.level, _DIGITS),
        "reasons": [
            {"text": reason.text, "levels": round(reason.levels, _DIGITS)}
            for reason in found.reasons
        ],
        "descriptors": found.descriptors.as_numbers(),
    }


def _refusal(path: Path, error: EtudesError) -> dict[str, Any]:
    return {
        "file": str(path),
        "error": {
            "kind": type(error).__name__,
            "message": str(error),
            "exit_code": error.exit_code,
        },
    }
