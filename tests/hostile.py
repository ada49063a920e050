"""Hostile texts, what may carry them, and whether any of them was run."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from pathlib import Path

from sheets import item_of

from etudes.errors import EtudesError
from etudes.sheet import Layout
from etudes.sheet.letterhead import Letterhead
from etudes.sheet.section import Section
from etudes.tables import Instrument, instrument

CANARY = "canary-of-hostile-text"
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
LATIN = tuple(text for text in HOSTILE if text not in SCRIPTS)
"""Those that LilyPond's own fonts have letters for."""


def player_called(label: str) -> Instrument:
    return replace(instrument("violin"), label=label)


def section_of(label: str) -> Section:
    return Section(player_called(label), (item_of("violin", 1),))


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


def inner(place: Path) -> Path:
    """A folder for files, two below `place`, beside which nothing may appear."""
    folder = place / "inner" / "out"
    folder.mkdir(parents=True)
    return folder


def untouched(folder: Path) -> bool:
    """Whether no canary sings, and nothing lies outside the folder."""
    root = folder.parents[1]
    outside = [p for p in root.rglob("*") if p.is_file() and folder not in p.parents]
    kept = [p for p in outside if "cache" not in p.relative_to(root).parts]
    return not kept and not [*root.rglob(f"*{CANARY}*")]
