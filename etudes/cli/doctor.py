"""`etudes doctor`: what is installed, and a cure for each problem."""

import importlib.metadata
import os
import platform
import sqlite3
from dataclasses import asdict, dataclass
from pathlib import Path

import typer

from etudes.cli.console import print_json, print_line
from etudes.errors import EtudesError
from etudes.paths import cache_folder, data_folder, database_path


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at; `cure` is empty where nothing is wrong."""

    name: str
    state: str
    cure: str = ""


def examine(as_json: bool) -> None:
    """Print every finding; exit code 4 if something that making music needs is missing."""
    from etudes.engraving import sandbox_state

    findings = [
        Finding("etudes", _version("etudes-music")),
        Finding("Python", platform.python_version()),
        Finding("NumPy", _version("numpy")),
        Finding("music21", _version("music21")),
        _lilypond(),
        _model(),
        _tensorflow(),
        _sqlite(),
        Finding("bubblewrap", sandbox_state()),
        Finding("templates", str(data_folder("templates"))),
        Finding("store", str(database_path())),
        Finding("cache", str(cache_folder())),
        Finding("working folder", _writable(Path())),
    ]
    if as_json:
        print_json([asdict(finding) for finding in findings])
    else:
        for finding in findings:
            print_line(f"{finding.name}: {finding.state}")
            if finding.cure:
                print_line(f"    cure: {finding.cure}")
    if any(finding.cure for finding in findings):
        raise typer.Exit(4)


def _version(distribution: str) -> str:
    try:
        return importlib.metadata.version(distribution)
    except importlib.metadata.PackageNotFoundError:
        return "not installed"


def _lilypond() -> Finding:
    from etudes.engraving import lilypond_command, lilypond_version

    try:
        return Finding("LilyPond", f"{lilypond_version()} at {lilypond_command()}")
    except EtudesError as error:
        return Finding("LilyPond", "not usable", str(error))


def _model() -> Finding:
    from etudes.model.folder import read_model

    try:
        model = read_model()
    except EtudesError as error:
        return Finding("model", "not usable", str(error))
    unguarded = "" if model.copies else "; nothing keeps it from copying its training music"
    return Finding("model", f"{model.name}, digest {model.digest[:16]}{unguarded}")


def _tensorflow() -> Finding:
    for name in ("tensorflow", "tensorflow-cpu"):
        if (version := _version(name)) != "not installed":
            return Finding("TensorFlow", version)
    return Finding(
        "TensorFlow", "not installed (only training needs it: the extra 'train')"
    )


def _sqlite() -> Finding:
    version = sqlite3.sqlite_version
    return Finding("SQLite", f"{version} (the store keeps out of WAL mode)")


def _writable(folder: Path) -> str:
    is_writable = os.access(folder, os.W_OK)
    return f"{folder.absolute()} ({'writable' if is_writable else 'not writable'})"
