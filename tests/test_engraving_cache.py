"""Pages are engraved once, kept within bounds, and never trusted when damaged."""

import os
import re
import sys
from pathlib import Path

import pytest
from lilyponds import NOTE, VERSION, not_windows, stand_in

from etudes.engraving import cache, engrave, engrave_sheets, start

PAGES = {"pdf": [b"%PDF a"], "svg": [b"<svg>1", b"", b"<svg>3"]}
FORMATS = ("pdf", "svg")


def entries(tmp_path: Path) -> list[Path]:
    return sorted((tmp_path / "cache" / "engraving").glob("*"))


def test_what_is_kept_comes_back() -> None:
    """Every page of every format, byte for byte, in the order asked for."""
    cache.remember("a", PAGES)

    assert cache.recall("a", FORMATS) == PAGES
    assert list(cache.recall("a", ("svg", "pdf")) or {}) == ["svg", "pdf"]
    assert cache.recall("b", FORMATS) is None


@pytest.mark.parametrize("place", [0, 31, 32, 40, -1])
def test_a_damaged_entry_counts_as_missing(place: int, tmp_path: Path) -> None:
    """One byte changed anywhere, the end cut off, or nothing left."""
    cache.remember("a", PAGES)
    (path,) = entries(tmp_path)
    whole = path.read_bytes()

    changed = bytearray(whole)
    changed[place] ^= 1
    for content in (bytes(changed), whole[:-1], whole[:10], b""):
        path.write_bytes(content)
        assert cache.recall("a", FORMATS) is None

    cache.remember("a", PAGES)
    assert cache.recall("a", FORMATS) == PAGES


def test_the_entry_unused_longest_goes_first(tmp_path: Path) -> None:
    """Three entries where two fit: the one used just now stays, though it is the oldest."""
    for age, name in enumerate(("a", "b", "c")):
        cache.remember(name, {"pdf": [b"x" * 1000]})
        os.utime(tmp_path / "cache" / "engraving" / f"{name}.pages", (age, age))
    cache.recall("a", ("pdf",))

    cache.remember("d", {"pdf": [b"x" * 1000]}, most_bytes=2500)

    assert [path.stem for path in entries(tmp_path)] == ["a", "d"]


def test_what_is_larger_than_the_cache_is_not_kept(tmp_path: Path) -> None:
    """And nothing else goes for its sake."""
    cache.remember("a", PAGES)
    cache.remember("b", {"pdf": [b"x" * 5000]}, most_bytes=3000)

    assert [path.stem for path in entries(tmp_path)] == ["a"]


def test_a_cache_that_cannot_be_written_is_no_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The cache's place is taken by a file; or the disk is full."""
    (tmp_path / "cache").write_text("in the way")
    cache.remember("a", PAGES)
    assert cache.recall("a", FORMATS) is None

    monkeypatch.setenv("ETUDES_CACHE", str(tmp_path / "other"))

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    cache.remember("a", PAGES)
    assert list((tmp_path / "other" / "engraving").iterdir()) == []


@pytest.mark.slow
def test_a_second_request_is_answered_from_the_cache() -> None:
    """The very same bytes, date of making included; LilyPond is ended; Python's work is
    done all the same."""
    first = engrave(NOTE, FORMATS)
    done: list[str] = []
    with start(FORMATS) as engraver:
        second = engraver.engrave(NOTE, lambda: done.append("work"))
        assert engraver.run.process.poll() is not None

    assert first == second
    assert done == ["work"]


@pytest.mark.slow
def test_without_the_cache_nothing_is_kept(tmp_path: Path) -> None:
    """cached=False neither looks nor keeps."""
    with start(cached=False) as engraver:
        engraver.engrave(NOTE)

    assert entries(tmp_path) == []


@pytest.mark.slow
def test_a_page_with_a_fault_is_not_kept(tmp_path: Path) -> None:
    """A warning once is a warning each time."""
    for _ in range(2):
        with pytest.raises(Exception, match="bar check"):
            engrave(VERSION + "{ c'4 | d'2. }")

    assert entries(tmp_path) == []


@pytest.mark.slow
def test_many_sheets_at_once(tmp_path: Path) -> None:
    """Each sheet is what it is alone, whatever the one before it has set; equal ones are
    engraved once, in the order asked for."""
    large = VERSION + "#(set-global-staff-size 30)\n{ d'1 \\pageBreak e'1 }"
    alone = [engrave(source, ["svg"]) for source in (NOTE, large)]
    for path in entries(tmp_path):
        path.unlink()

    together = engrave_sheets([large, NOTE, large], ["svg"])

    assert together == [alone[1], alone[0], alone[1]]
    assert len(entries(tmp_path)) == 2
    assert engrave_sheets([NOTE], ["svg"]) == [alone[0]]
    assert engrave_sheets([]) == []


@not_windows
def test_sheets_that_are_kept_need_no_lilypond(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where all are kept, none is started."""
    script = (
        "for f; do :; done; echo once >> ../../../asked; echo '%PDF %%EOF' > sheet1.pdf"
    )
    stand_in(
        tmp_path, monkeypatch, script.replace("../../../asked", str(tmp_path / "asked"))
    )

    assert engrave_sheets([NOTE]) == engrave_sheets([NOTE]) == [{"pdf": [b"%PDF %%EOF\n"]}]
    assert (tmp_path / "asked").read_text() == "once\n"


@not_windows
def test_another_version_engraves_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What an older LilyPond made is not taken for the newer one's."""
    for version in ("2.25.12", "2.26.0"):
        page = f"echo '%PDF {version} %%EOF' > sheet1.pdf"
        program = stand_in(tmp_path, monkeypatch, page, version)
        os.utime(program, (len(version), len(version)))

        assert engrave_sheets([NOTE]) == [{"pdf": [f"%PDF {version} %%EOF\n".encode()]}]


@pytest.mark.slow
def test_equal_sources_give_equal_pdfs_but_for_the_date() -> None:
    """Nothing of the machine is in a PDF: no path, no name of a user or a host."""
    made = []
    for _ in range(2):
        with start(cached=False) as engraver:
            made += engraver.engrave(NOTE)["pdf"]
    one, two = (re.sub(rb"/CreationDate \([^)]*\)", b"", pdf) for pdf in made)
    info = re.search(rb"/Producer.*?>>", made[0], re.DOTALL)

    assert one == two
    assert info
    assert set(re.findall(rb"/(\w+) \(", info[0])) <= {
        b"Producer",
        b"Title",
        b"Creator",
        b"CreationDate",
    }
    told = [Path.home().name, Path.home(), Path.cwd(), Path(sys.prefix), "/tmp", "/home"]  # noqa: S108
    for word in map(str, told):
        assert word.encode() not in made[0] or len(word) < 4
