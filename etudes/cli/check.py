"""`etudes check`: files in, every broken rule with its bar, beat and note out."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from etudes.checking import Fault, Standard, check, checked_rules
from etudes.cli.console import complain, print_json, print_line, print_table, say
from etudes.errors import EtudesError, InvalidValue
from etudes.item.plan import fitted
from etudes.reading import Line, Score, read_each
from etudes.tables import instrument, own_instrument, read_rubric, rubric

BROKEN = 3
"""The exit code where a rule is broken."""


def check_files(
    paths: Sequence[Path] | None, standard: Standard, *, as_json: bool, quiet: bool
) -> int:
    """Print every fault of each line of music in the files; return the exit code.

    A file that cannot be read costs one line on stderr, and the others are answered.

    Raises
    ------
    InvalidValue
        If there is no file.
    """
    if not paths:
        raise InvalidValue("a file was expected, or --rules to list what is checked")
    rows: list[dict[str, Any]] = []
    exit_code = 0
    for path, answer in read_each(paths, pages=True):
        if isinstance(answer, EtudesError):
            complain(str(answer))
            exit_code = max(exit_code, answer.exit_code)
            rows.append({"file": str(path), "error": str(answer)})
            continue
        found = [(line, check(line, standard)) for line in answer.lines if line.passages]
        if any(faults for _, faults in found):
            exit_code = max(exit_code, BROKEN)
        if as_json:
            rows.append(_row(path, answer, found, standard))
        else:
            _print(path, answer, found, quiet)
    if as_json:
        print_json(rows[0] if len(rows) == 1 else rows)
    return exit_code


def show_rules(standard: Standard, *, as_json: bool) -> None:
    """Print what is checked at a level for an instrument."""
    rules = checked_rules(standard)
    if as_json:
        print_json([{"rule": r.name, "asks": r.asks, "here": r.detail} for r in rules])
        return
    rows = [[rule.name, rule.asks, rule.detail] for rule in rules]
    print_table(f"What is checked for {standard}", ["rule", "asks", "here"], rows)


def standard_of(
    level: int | None,
    name: str | None,
    instrument_file: Path | None,
    rubric_file: Path | None,
) -> Standard:
    """Return what the options describe.

    Raises
    ------
    InvalidValue, UnknownName, DamagedData
        With one line about the first option that is wrong.
    """
    if level is None or not (name or instrument_file):
        raise InvalidValue(
            "a level and an instrument were expected, for example: "
            "etudes check my.musicxml --level 2 --instrument violin"
        )
    ours = read_rubric(rubric_file) if rubric_file else rubric()
    if instrument_file:
        own = own_instrument(instrument_file, name)
        return Standard.of(ours, level, fitted(own, ours))
    return Standard.of(ours, level, instrument(name or ""))


def _print(
    path: Path, score: Score, found: list[tuple[Line, tuple[Fault, ...]]], quiet: bool
) -> None:
    tune = score.provenance.source.removeprefix(path.name)
    if len(found) > 1:
        say(f"{path}{tune}: {len(found)} lines, each checked on its own", quiet=quiet)
    for line, faults in found:
        place = "  ".join(filter(None, [f"{path}{tune}", line.name]))
        count = f"{len(faults)} fault{'s' * (len(faults) > 1)}" if faults else "no fault"
        print_line(f"{place}: {count}")
        for fault in faults:
            print_line(f"  {fault}")


def _row(
    path: Path,
    score: Score,
    found: list[tuple[Line, tuple[Fault, ...]]],
    standard: Standard,
) -> dict[str, Any]:
    return {
        "file": str(path),
        "source": score.provenance.source,
        "title": score.provenance.title,
        "level": standard.level.number,
        "instrument": standard.instrument.name,
        "faults": [fault.as_data() for _, faults in found for fault in faults],
        "lines": [
            {"line": line.name, "faults": [fault.as_data() for fault in faults]}
            for line, faults in found
        ],
    }
