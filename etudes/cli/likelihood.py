"""`etudes likelihood`: files in, what each line of music costs the model in bits out."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from etudes.cli.console import complain, print_json, print_line, say
from etudes.cli.names import score_names
from etudes.errors import EtudesError
from etudes.evaluation.surprise import (
    InBits,
    LeftOut,
    Surprise,
    SurprisingLine,
    surprise,
    total,
)
from etudes.model.folder import DEFAULT_MODEL, TrainedModel, read_model
from etudes.reading import Score, read_each
from etudes.runtime import Runtime

NOTHING_NAMED = 3
"""The exit code where the model has names for no passage of a score."""

_DIGITS = 4
_SURPRISES = 3
_LEFT_OUT = 3
"""Passages left out that are told to people."""

_HEARD = "the file does not tell major from minor: judged from the notes"


def measure_files(
    paths: Sequence[Path],
    name: str | None,
    level: int | None,
    style: str | None,
    *,
    as_json: bool,
    quiet: bool,
) -> int:
    """Print what each line of music in the files costs a model; return the exit code.

    A file that cannot be read costs one line on stderr, and the others are answered.
    """
    model = read_model(name or DEFAULT_MODEL)
    runtime = Runtime(model)
    rows: list[dict[str, Any]] = []
    exit_code = 0
    for path, answer in read_each(paths, pages=True):
        if isinstance(answer, EtudesError):
            complain(str(answer))
            exit_code = max(exit_code, answer.exit_code)
            rows.append(_refusal(path, answer))
            continue
        with_music = [line for line in answer.lines if line.passages]
        lines = surprise(runtime, with_music, level or 0, style or "")
        is_measured = any(line.surprises for line in lines)
        if not is_measured:
            complain(f"{'  '.join(score_names(path, answer))}: {_why_nothing(lines)}")
            exit_code = max(exit_code, NOTHING_NAMED)
        if as_json:
            told = {"level": level, "style": style}
            rows.append({**_row(path, answer, lines, model), "told": told})
        elif is_measured:
            _print(path, answer, lines, quiet)
    if as_json:
        print_json(rows[0] if len(rows) == 1 else rows)
    return exit_code


def _print(path: Path, score: Score, lines: list[SurprisingLine], quiet: bool) -> None:
    if len(lines) > 1:
        name = "  ".join(score_names(path, score))
        say(f"{name}: {len(lines)} lines, each measured on its own", quiet=quiet)
    for line in lines:
        name = "  ".join(score_names(path, score, line.line.name))
        print_line(f"{_mean_in_words(line)}  {name}")
        for number in line.most_surprising(_SURPRISES):
            print_line(f"     {_measure_in_words(number, line.measures[number])}")
        for told in _left_out_in_words(line.left_out):
            print_line(f"     {told}")
        for remark in () if quiet else _remarks(line):
            print_line(f"     ({remark})")


def _mean_in_words(line: SurprisingLine) -> str:
    if not line.surprises:
        return "no bits"
    mean = line.total.over(len(line.surprises))
    return (
        f"{mean.joint:.2f} bits a note ({mean.duration:.2f} duration + "
        f"{mean.pitch:.2f} pitch)"
    )


def _measure_in_words(number: int, events: Sequence[Surprise]) -> str:
    """Say what a measure costs and which of its events costs most.

    Rounded to a tenth of a bit: "measure 7: 18.3 bits for 4 notes; F#5 on beat 2 costs
    7.9, most of it for its pitch".
    """
    dearest = max(events, key=lambda event: event.bits.joint)
    pitch, cost = dearest.event.pitch, dearest.bits
    for_what = "duration" if cost.duration > cost.pitch else "pitch"
    if pitch is None and for_what == "pitch":
        for_what = "being there"
    what = "a rest" if pitch is None else str(pitch)
    why = f"{what} on beat {float(dearest.beat):.3g}"
    costs = f"{why} costs {cost.joint:.1f}, most of it for its {for_what}"
    if len(events) == 1:
        return f"{_place(number)}: {costs}"
    return (
        f"{_place(number)}: {total(events).joint:.1f} bits for {len(events)} notes; {costs}"
    )


def _left_out_in_words(left_out: Sequence[LeftOut]) -> Iterator[str]:
    for one in left_out[:_LEFT_OUT]:
        span = _place(one.first)
        if one.last != one.first:
            span = f"measures {one.first} to {one.last}"
        problem = one.obstacle.problem
        if one.obstacle.measure != one.first:
            problem = f"in {_place(one.obstacle.measure)} {problem}"
        yield f"left out: {span}: {problem}"
    if len(left_out) > _LEFT_OUT:
        more = len(left_out) - _LEFT_OUT
        yield f"left out: {more} more passage{'s' * (more > 1)} (--json has all)"


def _why_nothing(lines: list[SurprisingLine]) -> str:
    for left_out in (left_out for line in lines for left_out in line.left_out):
        found = left_out.obstacle
        return f"nothing here can be measured; in {_place(found.measure)} {found.problem}"
    return "a full measure of notes was expected, and there is none"


def _place(number: int) -> str:
    return f"measure {number}" if number else "upbeat"


def _remarks(line: SurprisingLine) -> list[str]:
    return [*line.line.remarks, *([_HEARD] if line.mode_was_heard else [])]


def _row(
    path: Path,
    score: Score,
    lines: list[SurprisingLine],
    model: TrainedModel,
) -> dict[str, Any]:
    """Return a score for JSON; its figures are those of all its lines together."""
    return {
        "file": str(path),
        "source": score.provenance.source,
        "title": score.provenance.title,
        "composer": score.provenance.composer,
        "licence": score.provenance.licence,
        "model": model.name,
        "digest": model.digest,
        **_figures([event for line in lines for event in line.surprises]),
        "lines": [_line(line) for line in lines],
    }


def _line(line: SurprisingLine) -> dict[str, Any]:
    return {
        "line": line.line.name,
        **_figures(line.surprises),
        "measures": [
            {"measure": number, "events": len(events), "bits": _in_json(total(events))}
            for number, events in line.measures.items()
        ],
        "most_surprising": line.most_surprising(_SURPRISES),
        "left_out": [
            {
                "measures": [left_out.first, left_out.last],
                "measure": left_out.obstacle.measure,
                "problem": left_out.obstacle.problem,
            }
            for left_out in line.left_out
        ],
        "remarks": _remarks(line),
    }


def _figures(surprises: Sequence[Surprise]) -> dict[str, Any]:
    """Return bits a note, the number of notes and rests, and the whole in bits."""
    events, whole = len(surprises), total(surprises)
    mean = _in_json(whole.over(events)) if events else dict.fromkeys(_in_json(whole))
    return {
        **mean,
        "events": events,
        "rests": sum(one.event.pitch is None for one in surprises),
        "bits": _in_json(whole),
    }


def _in_json(bits: InBits) -> dict[str, float]:
    return {
        "duration": round(bits.duration, _DIGITS),
        "pitch": round(bits.pitch, _DIGITS),
        "joint": round(bits.joint, _DIGITS),
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
