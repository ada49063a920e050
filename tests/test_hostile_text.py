"""Whatever a teacher types or pastes is printed or refused; LilyPond never runs it."""

from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from hostile import (
    HOSTILE,
    LATIN,
    SCRIPTS,
    inner,
    layout_of,
    letterhead_of,
    outside_strings,
    said,
    section_of,
    untouched,
)

from etudes.engraving import engrave, engrave_sheets
from etudes.errors import EtudesError
from etudes.sheet import Layout
from etudes.writing.sheet import sections_source
from etudes.writing.text import ly_string


def source_of(text: str) -> str:
    """A sheet that has the text wherever it may stand."""
    return sections_source(
        [replace(section_of(text), heading=text, tip=text)],
        layout_of(text) or Layout(),
        code="violin.1.7.k7mq3",
        letterhead=letterhead_of(text),
    )


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work where files may be written; beside it nothing may appear."""
    place = inner(tmp_path)
    monkeypatch.chdir(place)
    return place


def test_there_are_300_of_them() -> None:
    """Code in every wrapper, every script, every length."""
    assert len({*HOSTILE}) >= 300


@pytest.mark.parametrize("start", range(0, len(HOSTILE), 50))
def test_text_never_leaves_its_quotation_marks(start: int) -> None:
    """Outside quotation marks a hostile sheet is a harmless one, word for word."""
    for text in HOSTILE[start : start + 50]:
        has_letterhead = letterhead_of(text) is not None
        harmless = sections_source(
            [replace(section_of("a"), heading="a", tip="a")],
            Layout(title="a"),
            code="violin.1.7.k7mq3",
            letterhead=letterhead_of("a") if has_letterhead else None,
        )
        if text.strip():
            assert outside_strings(source_of(text)) >= {"\\version", "\\score"}
            assert outside_strings(source_of(text)) <= outside_strings(harmless)


@pytest.mark.slow
def test_lilypond_prints_code_as_text(folder: Path) -> None:
    """All that its own fonts can print, in one file: nothing runs, nothing is warned of."""
    lines = "\n".join(f"\\markup {ly_string(text[:80])}" for text in LATIN)
    engrave(f'\\version "2.24.0"\n{lines}\n', ["pdf"])

    assert untouched(folder)


@pytest.mark.slow
def test_lilypond_sets_hostile_sheets(folder: Path) -> None:
    """Whole sheets with code as title, label, heading, tip, head and foot."""
    chosen = Random(1).sample([t for t in LATIN if t.strip() and len(t) < 60], 12)
    pages = engrave_sheets([source_of(text) for text in chosen], timeout_seconds=120)

    assert len(pages) == 12
    assert untouched(folder)


@pytest.mark.slow
def test_every_script_is_printed_or_refused(folder: Path) -> None:
    """Where no font has a sign, one sentence names it and what to install."""
    for text in SCRIPTS:
        try:
            engrave(f'\\version "2.24.0"\n\\markup {ly_string(text)}\n', printed=text)
        except EtudesError as error:
            assert "no glyph" in said(error)
    assert untouched(folder)
