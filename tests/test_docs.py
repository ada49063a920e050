"""The documents keep their word."""

import re
import shlex
from pathlib import Path

import pytest

from etudes.cli import run
from etudes.cli.app import app
from etudes.cli.commands.models import corpus_app

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text("utf-8")


def shown_commands() -> list[str]:
    """The `etudes make …` lines of the README's section on use."""
    return re.findall(r"^    etudes (make .+?)(?: +#.*)?$", README, re.MULTILINE)


@pytest.mark.parametrize("line", shown_commands())
def test_every_make_of_the_readme_works(
    line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As typed, but for the format: MusicXML needs no LilyPond."""
    monkeypatch.chdir(tmp_path)
    words = shlex.split(line)
    if "--format" in words:
        place = words.index("--format")
        del words[place : place + 2]

    assert run([*words, "--format", "musicxml", "--seed", "1"]) == 0


def test_the_readmes_two_commands_are_the_ones_ci_runs() -> None:
    """The first makes a page, the second runs the tests."""
    ci = (ROOT / ".ci" / "run").read_text("utf-8")

    assert "pip install uv && uv run --no-dev etudes make" in README
    assert "    uv run pytest -n auto\n" in README
    assert re.search(r"^uv run pytest -n auto$", ci, re.MULTILINE)


def test_links_within_the_readme_lead_somewhere() -> None:
    """Every relative link is a file of the repository."""
    links = re.findall(r"\]\((?!https?:)([^)#]+)\)", README)

    assert [link for link in links if not (ROOT / link).exists()] == []


def test_every_command_is_named_in_the_changelog_or_readme() -> None:
    """No command without a word about it."""
    told = README + (ROOT / "CHANGELOG.md").read_text("utf-8")
    named = [*app.registered_commands, *corpus_app.registered_commands]
    commands = [c.name or c.callback.__name__ for c in named if c.callback]

    assert [name for name in commands if not re.search(rf"etudes .*{name}", told)] == []


def test_no_music_of_a_collection_is_in_the_repository() -> None:
    """Corpora are never committed."""
    suffixes = {".mxl", ".krn", ".abc", ".mid"}
    ignored = {".venv", ".git"}

    found = [
        path
        for path in ROOT.rglob("*")
        if path.suffix in suffixes and not ignored & set(path.relative_to(ROOT).parts)
    ]

    assert found == []
