"""LilyPond is found, fed, limited and heard."""

import os
from fractions import Fraction
from pathlib import Path

import pytest

from etudes.engraving import engrave, lilypond_command, lilypond_version, start
from etudes.errors import EngravingError, InvalidValue, MissingTool
from etudes.item.item import Item, Tempo
from etudes.melody import Melody
from etudes.tables.instruments import Instrument
from etudes.theory import Key, Pitch, TimeSignature
from etudes.writing.sheet import sheet_source

COMPASS = (Pitch.parse("G3"), Pitch.parse("B5"))
VIOLIN = Instrument(
    name="violin",
    label="Violin",
    family="strings",
    clef="treble",
    ranges=(COMPASS,) * 8,
    comfortable=COMPASS,
)
VERSION = '\\version "2.24.0"\n'


def exercise(measures: int, value: int = 8, level: int = 3) -> Item:
    """A scale up and down in D major, in 4/4."""
    key = Key.parse("D")
    steps = [0, 1, 2, 3, 4, 3, 2, 1] * (measures * value // 8 + 1)
    events = []
    for step in steps[: measures * value]:
        octave, within = divmod(Pitch.parse("D4").staff_position + step, 7)
        pitch = Pitch(within, key.signature_alter(within), octave)
        events.append((pitch, Fraction(1, value)))
    tune = Melody.from_events(key, TimeSignature(4, 4), events)
    tempo = Tempo(Fraction(1, 4), 80, "Moderato")
    return Item("a", 0, 1, "violin", tune, tempo, level, 3.0, {}, "folk", "d0", 2.0, 0.1)


def page_of(count: int, measures: int, title: str = "Sight-reading", **more: str) -> str:
    return sheet_source([exercise(measures)] * count, VIOLIN, title=title, **more)


def test_a_named_lilypond_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """ETUDES_LILYPOND comes first, and a wrong one is named."""
    monkeypatch.setenv("ETUDES_LILYPOND", "/no/such/lilypond")

    with pytest.raises(MissingTool, match="'/no/such/lilypond', which is no file"):
        lilypond_command()


def test_an_unknown_format_is_refused() -> None:
    """LilyPond is asked for pdf, svg and png only."""
    with pytest.raises(InvalidValue, match="pdf, svg and png"), start(("gif",)):
        pass


@pytest.mark.slow
def test_lilypond_says_its_version() -> None:
    """The version is numbers and dots."""
    assert lilypond_version().replace(".", "").isdigit()


@pytest.mark.slow
@pytest.mark.parametrize("paper", ["a4", "letter"])
@pytest.mark.parametrize(("count", "measures"), [(8, 4), (6, 8), (4, 12), (3, 16)])
def test_the_usual_sheets_fill_one_page(count: int, measures: int, paper: str) -> None:
    """8 × 4, 6 × 8, 4 × 12 and 3 × 16 bars are one page each, without a warning."""
    pages = engrave(page_of(count, measures, paper=paper), ["svg"])

    assert len(pages["svg"]) == 1


@pytest.mark.slow
def test_all_formats_at_once() -> None:
    """One run gives PDF, SVG and PNG, with no link to a source file."""
    files = engrave(page_of(1, 4), ["pdf", "svg", "png"])

    assert [files[name][0][:5] for name in ("pdf", "svg", "png")] == [
        b"%PDF-",
        b"<?xml",
        b"\x89PNG\r",
    ]
    assert b"textedit:" not in files["pdf"][0]


@pytest.mark.slow
def test_the_same_source_gives_the_same_picture() -> None:
    """SVG and PNG are equal byte for byte."""
    source = page_of(1, 4)

    assert engrave(source, ["svg", "png"]) == engrave(source, ["svg", "png"])


@pytest.mark.slow
def test_many_exercises_take_several_pages() -> None:
    """Twenty exercises of eight bars need more pages and are not refused."""
    assert len(engrave(page_of(20, 8), ["svg"])["svg"]) > 2


@pytest.mark.slow
def test_hostile_titles_stay_text(tmp_path: Path) -> None:
    """Nothing in a title is executed: no canary appears, and the page is made."""
    canary = tmp_path / "canary"
    code = f'(open-output-file "{canary.as_posix()}")'
    shell = f'(system "touch {canary.as_posix()}")'
    titles = [
        f'x" subtitle = #{code} y = "',
        f'x" subtitle = #(begin {shell} "hi") tagline = "',
        f'\\" #{code}',
        f"#{code}",
        f"${code}",
        f"%{{ #{code} %}}",
        f'line\n#{code}\n\\include "x"',
        f"\\markup {{ #{code} }}",
        "ends with \\",
        "\\n\\t [[ title ]] [% if x %] {{ x }}",
        "a\u2028b\u2029c\0\x1b\ufeff\u202e",
    ]
    for title in titles:
        engrave(page_of(1, 4, title=title, footer=title))

    assert not canary.exists()


@pytest.mark.slow
def test_a_missing_glyph_is_an_error() -> None:
    """LilyPond only warns when a title cannot be printed; we do not go on."""
    with pytest.raises(EngravingError, match="no glyph"):
        engrave(VERSION + '\\markup "\U0001f3bb"')


@pytest.mark.slow
def test_a_mistake_is_told_in_lilyponds_words() -> None:
    """The message holds the first error."""
    with pytest.raises(EngravingError, match=r"failed with code 1.*unknown command"):
        engrave(VERSION + "{ c'4 \\nonsense }")


@pytest.mark.slow
def test_a_wrong_bar_is_an_error() -> None:
    """A bar check that fails is never printed."""
    with pytest.raises(EngravingError, match="bar check"):
        engrave(VERSION + "{ c'4 | d'2. }")


@pytest.mark.slow
def test_endless_work_is_stopped() -> None:
    """At the time limit LilyPond ends, and its folder with it."""
    with (
        pytest.raises(EngravingError, match="after 1 s"),
        start(timeout_seconds=1) as engraver,
    ):
        engraver.engrave(VERSION + "#(let loop () (loop))")

    assert engraver.run.process.poll() is not None
    assert not engraver.folder.exists()


@pytest.mark.slow
def test_a_lilypond_that_is_not_fed_is_ended() -> None:
    """An error before the music is there leaves no process behind."""
    with pytest.raises(ZeroDivisionError), start() as engraver:
        raise ZeroDivisionError

    assert engraver.run.process.poll() is not None


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="the stand-in is a shell script")
def test_a_lilypond_without_cairo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the Cairo backend is refused, the older backends make the page."""
    old = tmp_path / "lilypond"
    old.write_text(
        "#!/bin/sh\n"
        'case "$*" in *cairo*) echo "compiled without CAIRO_BACKEND" >&2; exit 1;; esac\n'
        f'exec {lilypond_command()} "$@"\n'
    )
    old.chmod(0o755)
    monkeypatch.setenv("ETUDES_LILYPOND", str(old))

    assert engrave(page_of(1, 4), ["pdf"])["pdf"][0].startswith(b"%PDF-")
