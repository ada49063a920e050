"""Stand-ins for LilyPond, and music to give it, for the tests of engraving."""

import os
from pathlib import Path

import pytest

VERSION = '\\version "2.24.0"\n'
NOTE = VERSION + "{ c'1 }"

not_windows = pytest.mark.skipif(os.name == "nt", reason="the stand-in is a shell script")


def stand_in(
    folder: Path, monkeypatch: pytest.MonkeyPatch, script: str, version: str = "2.25.12"
) -> Path:
    """Let a shell script be LilyPond; it tells the version by itself."""
    program = folder / "bin" / "lilypond"
    program.parent.mkdir(exist_ok=True)
    program.write_text(
        "#!/bin/sh\n"
        f'case "$*" in --version) echo "GNU LilyPond {version}"; exit 0;; esac\n'
        f"{script}\n"
    )
    program.chmod(0o755)
    monkeypatch.setenv("ETUDES_LILYPOND", str(program))
    return program


def bars(count: int) -> str:
    """Four-bar lines of quavers and crotchets in D major."""
    line = (
        "d'8[ e' fis' g'] a'[ g' fis' e'] |",
        "fis'8[ g' a' b'] a'4 g' |",
        "d''4 b'8[ g'] a'2 |",
        "e'8[ fis' g' a'] b'[ a' g' fis'] | \\break",
    )
    return "\n".join(line[number % 4] for number in range(count))


def book(exercises: int, measures: int = 8, a_part: int = 8) -> str:
    """A book of numbered exercises, `a_part` of them to each \\bookpart."""
    scores = [
        f'\\score {{ \\new Staff \\with {{ instrumentName = "{number}" }} {{ '
        "\\autoBeamOff \\autoBreaksOff \\key d \\major \\time 4/4 "
        f'{bars(measures)} \\bar "|." }} \\layout {{ }} }}'
        for number in range(1, exercises + 1)
    ]
    parts = [scores[i : i + a_part] for i in range(0, exercises, a_part)]
    body = "\n".join("\\bookpart {\n" + "\n".join(part) + "\n}" for part in parts)
    return f"{VERSION}\\paper {{ tagline = ##f }}\n\\book {{\n{body}\n}}\n"
