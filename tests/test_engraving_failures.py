"""Whatever happens to LilyPond, a teacher reads one line and finds no half a page."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
from lilyponds import NOTE, VERSION, book, not_windows, stand_in

from etudes.engraving import engrave, engrave_sheets, lilypond_version, start
from etudes.engraving.complaint import error_of
from etudes.engraving.run import Outcome
from etudes.errors import EngravingError, EtudesError, MissingTool


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder for temporary files, empty; and it must be empty afterwards."""
    folder = tmp_path / "room"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr(tempfile, "tempdir", None)
    return folder


def failure(source: str = NOTE, seconds: float = 20) -> EtudesError:
    """The error that engraving ends in: one line that says what to do, exit code 4."""
    with (
        pytest.raises((EngravingError, MissingTool)) as caught,
        start(timeout_seconds=seconds) as engraver,
    ):
        engraver.engrave(source)
    assert "\n" not in str(caught.value)
    assert caught.value.exit_code == 4
    return caught.value


def is_alive(number: int) -> bool:
    """Whether a process runs; one that has ended and is not waited for does not."""
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    stat = Path(f"/proc/{number}/stat")
    return not stat.exists() or stat.read_text().rpartition(")")[2].split()[0] != "Z"


def dies(number: int) -> bool:
    """Whether a process is gone soon."""
    for _ in range(100):
        if not is_alive(number):
            return True
        time.sleep(0.05)
    return False


def cached(tmp_path: Path) -> list[Path]:
    return [path for path in (tmp_path / "cache" / "engraving").glob("*") if path.is_file()]


@not_windows
@pytest.mark.parametrize("partial", ["page.pdf", "page.svg"])
def test_lilypond_killed_in_its_work(
    partial: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, room: Path
) -> None:
    """Half a page that it leaves goes nowhere: not to us, not to the cache."""
    stand_in(tmp_path, monkeypatch, f"echo %PDF > {partial}; kill -KILL $$")

    assert "signal SIGKILL" in str(failure())
    assert list(room.iterdir()) == cached(tmp_path) == []


@not_windows
@pytest.mark.parametrize("length", [10, 1_000_000])
def test_lilypond_hangs(
    length: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, room: Path
) -> None:
    """At the time limit it ends with its children, even if it never reads its source."""
    numbers = tmp_path / "numbers"
    stand_in(tmp_path, monkeypatch, f"sleep 99 & echo $! $$ > {numbers}; wait")

    assert "stopped after 1 s" in str(failure(NOTE + "%" * length, seconds=1))
    assert all(dies(int(number)) for number in numbers.read_text().split())
    assert list(room.iterdir()) == cached(tmp_path) == []


@not_windows
def test_lilypond_ends_and_leaves_a_child(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, room: Path
) -> None:
    """A child that outlives it and holds its voice is ended too."""
    numbers = tmp_path / "numbers"
    stand_in(tmp_path, monkeypatch, f"sleep 99 & echo $! > {numbers}; exit 0")

    assert "stopped after 1 s" in str(failure(seconds=1))
    assert dies(int(numbers.read_text()))


@not_windows
def test_a_page_that_is_not_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, room: Path
) -> None:
    """A PDF without an end is refused although LilyPond was content."""
    stand_in(tmp_path, monkeypatch, "cat >/dev/null; echo %PDF > page.pdf")

    assert "not whole" in str(failure())
    assert list(room.iterdir()) == cached(tmp_path) == []


@not_windows
def test_lilypond_makes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, room: Path
) -> None:
    """Success without a page is no success."""
    stand_in(tmp_path, monkeypatch, "cat >/dev/null")

    assert "expected to make pdf and made none" in str(failure())


@not_windows
def test_an_old_lilypond(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """2.22 is refused before any music is drawn; which came and which is needed is said."""
    program = stand_in(tmp_path, monkeypatch, "exit 1", "2.22.1")

    with pytest.raises(MissingTool) as caught, start():
        pass
    assert "LilyPond 2.24 or newer is needed" in str(caught.value)
    assert f"{program} is 2.22.1" in str(caught.value)


@not_windows
@pytest.mark.parametrize("version", ["2.24.0", "2.26.0", "2.27.2", "3.0"])
def test_newer_lilyponds_are_fine(
    version: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From 2.24 on, every version."""
    stand_in(tmp_path, monkeypatch, "exit 1", version)

    assert lilypond_version() == version


@not_windows
def test_something_else_is_not_lilypond(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A program of another kind, and a file that is no program."""
    program = tmp_path / "lilypond"
    monkeypatch.setenv("ETUDES_LILYPOND", str(program))
    program.write_text("#!/bin/sh\necho hello\n")
    with pytest.raises(MissingTool, match="does not run"), start():
        pass

    program.chmod(0o755)
    os.utime(program, (1, 1))
    with pytest.raises(MissingTool, match="does not answer like LilyPond"), start():
        pass


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="the limit is Linux's")
def test_out_of_memory(tmp_path: Path, room: Path) -> None:
    """What would take 32 GB is ended at the limit, and the limit is said."""
    source = NOTE + "#(make-vector 4000000000 0)"

    assert "1.5 GiB of memory; ask for fewer exercises" in str(failure(source))
    assert list(room.iterdir()) == cached(tmp_path) == []


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="the limit is Linux's")
def test_a_page_larger_than_the_limit(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, room: Path
) -> None:
    """The file that LilyPond had begun is gone."""
    monkeypatch.setattr("etudes.engraving.run.FILE_BYTES", 20 * 2**10)

    assert "was ended at a file of" in str(failure(book(24)))
    assert list(room.iterdir()) == cached(tmp_path) == []


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="mount is Linux's")
def test_a_full_disk(room: Path, tmp_path: Path) -> None:
    """LilyPond itself only warns; we do not take what it wrote."""
    mount = ["mount", "-t", "tmpfs", "-o", "size=100k", "none", str(room)]
    try:
        subprocess.run(mount, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("no file system can be mounted here")
    try:
        assert "no room in the temporary folder" in str(failure(book(64)))
        assert list(room.iterdir()) == cached(tmp_path) == []
    finally:
        subprocess.run(["umount", str(room)], check=True)  # noqa: S607


def test_no_temporary_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no folder can be made, on a disk that is read-only or full, we say so."""

    def refuse(*_: object, **__: object) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr("tempfile.mkdtemp", refuse)
    monkeypatch.setenv("ETUDES_LILYPOND", sys.executable)
    monkeypatch.setattr("etudes.engraving.engraver.lilypond_version", lambda: "2.25.12")

    with (
        pytest.raises(EngravingError, match=r"Read-only file system\).*set TMPDIR"),
        start(),
    ):
        pass


@pytest.mark.slow
def test_a_source_for_a_newer_lilypond() -> None:
    """The version that the source asks for and the one that is there."""
    error = failure('\\version "2.99.0"\n{ c4 }')

    assert isinstance(error, MissingTool)
    assert f"2.99.0 or newer is needed, and {lilypond_version()} came" in str(error)


@pytest.mark.slow
def test_a_mistake_in_one_of_many_sheets_is_found() -> None:
    """The message names the sheet and the place in it; no sheet comes back."""
    with pytest.raises(EngravingError, match="sheet 2, line 2, column 7: error: unknown"):
        engrave_sheets([NOTE, VERSION + "{ c'4 \\nonsense }", NOTE + " "])


CROWDED = VERSION + "{ \\repeat unfold 40 { c'1 \\break \\noPageBreak } }"


@pytest.mark.slow
def test_a_crowded_page_among_many_sheets_is_found() -> None:
    """LilyPond names no file then; the message has the sheet's number among all that
    were asked for, those among them that were made before too."""
    engrave_sheets([NOTE])
    sources = [NOTE, NOTE, VERSION + "{ d'1 }", CROWDED]

    with pytest.raises(EngravingError, match=r"sheet 4: warning: .*over-full page"):
        engrave_sheets(sources, strict=True)


@pytest.mark.slow
def test_a_crowded_page_is_still_a_page() -> None:
    """Unless one asks to be strict."""
    assert len(engrave_sheets([NOTE, CROWDED])) == 2


def test_a_warning_without_a_place_belongs_to_the_sheet_before_it() -> None:
    """However LilyPond quotes the file, on Windows too; other words of its are no fault."""
    said = "Processing `sheet1.ly'\nProcessing `C:\\a\\sheet12.ly'\nwarning: too full\n"
    done = "Success: compilation successfully completed\n"

    assert str(error_of(Outcome(0, said + done))).endswith(": sheet 12: warning: too full")
    assert error_of(Outcome(0, "Processing `sheet1.ly'\n" + done)) is None


@not_windows
def test_lilypond_answers_in_english(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its words are read here, so that they must not be the user's own language."""
    monkeypatch.setenv("LANG", "de_DE.UTF-8")
    monkeypatch.setenv("LANGUAGE", "de")
    stand_in(tmp_path, monkeypatch, 'cat >/dev/null; echo "warning: $LANGUAGE" >&2')

    assert str(failure()).endswith(": en")


@pytest.mark.slow
def test_a_missing_glyph_names_sign_and_package() -> None:
    """The sign, its number and the fonts that have it; no path of the machine."""
    with pytest.raises(EngravingError) as caught:
        engrave(VERSION + '\\markup "a\U000e0100b\U0001f3bb"')

    assert "no glyph for" in str(caught.value)
    assert "U+1F3BB" in str(caught.value)
    assert "fonts-symbola" in str(caught.value)
    assert "/" not in str(caught.value)


@pytest.mark.parametrize(
    ("sign", "package"),
    [
        ("譜", "fonts-noto-cjk"),
        ("악", "fonts-noto-cjk"),
        ("か", "fonts-noto-cjk"),
        ("ש", "fonts-noto-core"),
        ("ع", "fonts-noto-core"),
        ("ก", "fonts-noto-core"),
        ("🎻", "fonts-symbola"),
    ],
)
def test_every_script_has_its_fonts(sign: str, package: str) -> None:
    """Chinese, Korean, Japanese; Hebrew, Arabic, Thai; emoji."""
    said = f"warning: no glyph for character '{sign}' (U+{ord(sign):04X}) in font `/a/b'"

    error = error_of(Outcome(0, f"{said}\n{said}"))

    assert str(error).count(f"{sign} (U+{ord(sign):04X})") == 1
    assert " or install the font " in str(error)
    assert package in str(error)


def test_many_missing_signs_make_a_short_line() -> None:
    """Eight are named and the others counted."""
    said = "\n".join(f"warning: no glyph for character U+{0x4E00 + i:X}" for i in range(20))

    assert " and 12 more; " in str(error_of(Outcome(0, said)))


def test_a_signal_within_the_sandbox_is_a_signal() -> None:
    """Bubblewrap tells 128 + 9 where LilyPond was killed."""
    assert str(error_of(Outcome(137, ""))) == str(error_of(Outcome(-9, "")))


def test_the_noise_of_the_font_cache_is_no_fault() -> None:
    """Nor is a word of the garbage collector about a large block."""
    noise = "Fontconfig error: No writable cache directories\n"

    assert error_of(Outcome(0, noise)) is None
    assert error_of(Outcome(0, "GC Warning: Repeated allocation of a large block")) is None
