"""Whatever a teacher types or pastes is printed or refused; it is never run."""

import re
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from io import BytesIO
from itertools import product
from pathlib import Path
from random import Random
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from sheets import item_of

from etudes.engraving import engrave, engrave_sheets
from etudes.errors import EtudesError
from etudes.item.item import Item
from etudes.publish.anki import anki_deck
from etudes.publish.moodle import moodle_quiz
from etudes.publish.publish import BY_ITEM, Sheet, reprint
from etudes.sheet import Layout
from etudes.sheet.letterhead import Letterhead
from etudes.sheet.section import Section
from etudes.tables import Instrument, instrument
from etudes.words import Language
from etudes.writing.sheet import sections_source
from etudes.writing.text import ly_string

CANARY = "canary-of-hostile-text"
PICTURE = b"\x89PNG\r\n\x1a\n"
_ITEMS = (item_of("violin", 1),)

CODE = (
    f'#(system "touch {CANARY}")',
    f'$(system "touch {CANARY}")',
    f'#(open-output-file "{CANARY}")',
    f"`touch {CANARY}`",
    f"$(touch {CANARY})",
    f"; touch {CANARY} #",
    "#(exit 3)",
    '#(ly:error "x")',
    '\\include "/etc/passwd"',
    '\\verbatim-file "/etc/passwd"',
    '\\markup { \\epsfile #X #10 "/etc/passwd" }',
    '\\postscript "showpage"',
    '\\bookOutputName "../outside"',
    '\\pageBreak \\version "9.99.9"',
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "]]><!ENTITY x SYSTEM 'file:///etc/passwd'>&x;",
    "&lt;b&gt; & &#0; &nbsp;",
    "[[ 7 * 7 ]] [% include 'x' %] {{ 7 }}",
    "{school} {0} %s %(a)s ${HOME}",
    "../../../outside",
    "/etc/outside",
    "C:\\outside\\con:aux",
    "T:x\nX:9\nK:C\nCDEF|",
    "%%abc-include /etc/passwd",
)
WRAPPERS = (
    "{}",
    '" {} "',
    '\\" {} \\"',
    '\\\\" }} {} {{ \\\\"',
    "%{{ {} %}}",
    "}} {} {{",
    "\u2028{}\u2029",
    "\0{}\x1b[2J",
    "\u202e{}\u2066\u200f",
    "a\r\n{}\r\n\\",
    "{}\\",
)
SCRIPTS = (
    "Étude Größe ñandú Łódź Þórr",
    "Καλλιόπη",
    "Чайковский",
    "שלום עולם",
    "مرحبا",
    "二胡练习曲",
    "れんしゅうきょく",
    "연습곡",
    "ไทย",
    "हिन्दी",
    "தமிழ்",
    "ქართული",
    "Հայերեն",
    "አማርኛ",
    "🎻🎵👩🏽‍🎤",
    "𝄞 𝄢 ♭♯♮",
    "z̴̢̛̺a̶̧l̷g̸o" * 8,
    "\ud800 \udcff",
    "\ufdd0\uffff\U0010ffff\ue000",
    "ﷺ" * 30,
)
LONG = ("a" * 10_000, "W" * 200, '"' * 150, "\\" * 151, "\n" * 300, " ", "", "a " * 5_000)


def _hostile() -> Iterator[str]:
    for code, wrapper in product(CODE, WRAPPERS):
        yield wrapper.format(code)
    yield from SCRIPTS
    yield from LONG


HOSTILE = tuple(_hostile())
_LATIN = tuple(text for text in HOSTILE if text not in SCRIPTS)


def player_called(label: str) -> Instrument:
    return replace(instrument("violin"), label=label)


def section_of(label: str) -> Section:
    return Section(player_called(label), _ITEMS)


def said(error: EtudesError) -> str:
    """A refusal; always one sentence on one line."""
    text = str(error)
    assert text and "\n" not in text
    return text


def layout_of(text: str) -> Layout | None:
    try:
        return Layout(title=text)
    except EtudesError as error:
        said(error)
        return None


def letterhead_of(text: str) -> Letterhead | None:
    doubled = text.replace("{", "{{").replace("}", "}}")
    try:
        return Letterhead(text, text, text, text, (doubled, "{school}"), (doubled,))
    except EtudesError as error:
        said(error)
        return None


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
    """Where files may be written; beside it nothing may appear."""
    place = tmp_path / "inner" / "out"
    place.mkdir(parents=True)
    monkeypatch.chdir(place)
    return place


def untouched(folder: Path) -> bool:
    """Whether no canary sings, and nothing lies outside the folder."""
    root = folder.parents[1]
    outside = [p for p in root.rglob("*") if p.is_file() and folder not in p.parents]
    kept = [p for p in outside if "cache" not in p.relative_to(root).parts]
    return not kept and not [*root.rglob(f"*{CANARY}*")]


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


def outside_strings(source: str) -> set[str]:
    """The words of LilyPond source that stand in no quotation marks."""
    outside, rest = [], source
    while rest:
        before, mark, rest = rest.partition('"')
        outside.append(before)
        if mark:
            inside = re.match(r'(?:[^"\\]|\\.)*"', rest)
            assert inside, "a string that never ends"
            rest = rest[inside.end() :]
    return {word for part in outside for word in part.split()}


@pytest.mark.slow
def test_lilypond_prints_code_as_text(folder: Path) -> None:
    """All that its own fonts can print, in one file: nothing runs, nothing is warned of."""
    lines = "\n".join(f"\\markup {ly_string(text[:80])}" for text in _LATIN)
    engrave(f'\\version "2.24.0"\n{lines}\n', ["pdf"])

    assert untouched(folder)


@pytest.mark.slow
def test_lilypond_sets_hostile_sheets(folder: Path) -> None:
    """Whole sheets with code as title, label, heading, tip, head and foot."""
    chosen = Random(1).sample([t for t in _LATIN if t.strip() and len(t) < 60], 12)
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


@pytest.mark.parametrize("text", HOSTILE)
def test_files_stay_in_their_folder(text: str, folder: Path) -> None:
    """LilyPond's source, MusicXML, MIDI and ABC of a hostile title and label."""
    sheet = Sheet(
        (section_of(text),), layout_of(text) or Layout(), "c", "violin-level1-7", None
    )
    files = reprint(sheet, ["ly", *BY_ITEM], folder)

    assert {file.path.parent for file in files} == {folder}
    assert all(re.fullmatch(r"violin-level1-7[-\w]*\.\w+", f.path.name) for f in files)
    assert untouched(folder)
    by_suffix = {file.path.suffix: file.path for file in files}
    ElementTree.parse(by_suffix[".musicxml"])  # noqa: S314
    tune = by_suffix[".abc"].read_text("utf-8").splitlines()
    assert [line[:2] for line in tune[:6]] == ["X:", "T:", "M:", "L:", "Q:", "K:"]
    assert not [line for line in tune[6:] if re.match(r"[A-Z%]:?[:%]", line)]


@pytest.mark.parametrize("text", [text for text in HOSTILE if not text.isalpha()])
def test_a_name_that_could_be_a_path_is_refused(text: str) -> None:
    """An instrument's name goes into file names; only lower case and hyphens may stand."""
    with pytest.raises(EtudesError) as caught:
        replace(instrument("violin"), name=text)
    said(caught.value)


class Tags(HTMLParser):
    """Every tag and attribute of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found |= {tag, *(name for name, _ in attrs)}


def _one_item() -> Item:
    return _ITEMS[0]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_moodle_bank_is_xml_and_holds_no_foreign_tag(text: str) -> None:
    """Title and label are text in it, whatever they hold."""
    bank = moodle_quiz(
        [_one_item()], [PICTURE], [{}], player_called(text), Language("en"), text
    )
    quiz = ElementTree.fromstring(bank)  # noqa: S314

    assert [task.get("type") for task in quiz] == ["category", "essay"]
    html = quiz.findtext("question/questiontext/text", "")
    assert Tags(html).found == {"p", "img", "src", "alt"}


@pytest.mark.parametrize("start", range(0, len(HOSTILE), 75))
def test_an_anki_deck_holds_no_foreign_tag(start: int, tmp_path: Path) -> None:
    """Neither in its cards nor in the names of its files."""
    import sqlite3

    for text in HOSTILE[start : start + 75]:
        deck = anki_deck(
            [_one_item()], [PICTURE], player_called(text), Language("en"), text
        )
        with ZipFile(BytesIO(deck)) as packed:
            assert not [name for name in packed.namelist() if "/" in name or ".." in name]
            (tmp_path / "deck").write_bytes(packed.read("collection.anki2"))
        with sqlite3.connect(tmp_path / "deck") as collection:
            ((fields,),) = collection.execute("SELECT flds FROM notes").fetchall()
        collection.close()
        assert Tags(fields).found == {"img", "src", "br"}
