"""`etudes grade`: files in, the level of each line of music and why out."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from etudes.cli.console import complain, print_json, print_line, say
from etudes.cli.learnt import adopted_scale, scale_in
from etudes.cli.names import score_names
from etudes.difficulty import Grade, Scale, grade
from etudes.difficulty import scale as own_scale
from etudes.errors import EtudesError, InvalidValue
from etudes.melody import Melody
from etudes.paths import database_path
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
    database: Path | None = None,
    *,
    reasons: int,
    is_shipped: bool = False,
    as_json: bool,
    quiet: bool,
) -> int:
    """Print the level of each line of music in the files; return the exit code.

    A file that cannot be read costs one line on stderr, and the others are answered.

    Parameters
    ----------
    name : of the instrument; None is any.
    database : the store whose learnt scale is used, if one is in use there.
    is_shipped : whether the program's own scale is used instead.

    Raises
    ------
    InvalidValue
        If a store is named that is not there, or is not to be asked.
    DamagedData
        If a store is named that cannot be read.
    UnknownName
        If there is no such instrument.
    """
    player = instrument(name) if name else None
    scale = _scale_in_use(database, is_shipped=is_shipped)
    rows: list[dict[str, Any]] = []
    exit_code, is_any_read = 0, False
    for path, answer in read_each(paths):
        if isinstance(answer, EtudesError):
            complain(str(answer))
            exit_code = max(exit_code, answer.exit_code)
            rows.append(_refusal(path, answer))
            continue
        graded, is_any_read = graded_lines(answer, player, scale), True
        if as_json:
            rows.append(_row(path, answer, graded, player, scale))
        else:
            _print(path, answer, graded, reasons, quiet)
    if as_json:
        print_json(rows[0] if len(rows) == 1 else rows)
    elif scale is not None and is_any_read:
        say(_told(scale), quiet=quiet)
    return exit_code


def _scale_in_use(database: Path | None, *, is_shipped: bool) -> Scale | None:
    """Return the learnt scale by which `make` measures, too; None is the program's own.

    By another scale than that of a store that is named nothing is graded.
    """
    if database is None:
        return None if is_shipped else adopted_scale(database_path(), "graded")
    if is_shipped:
        raise InvalidValue(
            "--shipped or --db was expected, not both: the program's own scale is in no "
            "store; leave one out"
        )
    if not database.exists():
        raise InvalidValue(
            f"the store to grade by was expected, and {database} is not there; name it by "
            "--db, or leave --db out"
        )
    return scale_in(database)


def _told(scale: Scale) -> str:
    sessions = len(scale.evidence.sessions) if scale.evidence else 0
    learnt_in = f" in {sessions} session{'s' * (sessions > 1)}" if sessions else ""
    return (
        f"graded by scale {scale.digest}, learnt from ratings{learnt_in}; by the program's "
        "own with --shipped"
    )


def graded_lines(
    score: Score, player: Instrument | None = None, scale: Scale | None = None
) -> list[GradedLine]:
    """Return the grade of each line of a score that holds music.

    Parameters
    ----------
    scale : the scale of difficulty; None is the program's own.
    """
    return [
        GradedLine(line, grade(_as_written(line, player), player, scale=scale))
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
    path: Path,
    score: Score,
    graded: list[GradedLine],
    player: Instrument | None,
    scale: Scale | None,
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
        "scale": scale.digest if scale else None,
        "scale_version": (scale or own_scale()).version,
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
