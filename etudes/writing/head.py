"""The words at the head and foot of a sheet, ready for its template."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from unicodedata import east_asian_width

from etudes.item.item import Item
from etudes.sheet.kinds import kind
from etudes.sheet.layout import Layout
from etudes.sheet.letterhead import Letterhead, pieces
from etudes.sheet.paper import paper_of, staff_sizes
from etudes.sheet.section import Section
from etudes.sheet.titles import foot_of, how_to, label_of, levels_of, line_of, title_of
from etudes.words import Language
from etudes.writing.text import LyStr, ly_string

_RULES = {"name": 26, "date": 14, "score": 12}
"""How long the rule is that the pupil writes on, in staff spaces."""
_OWN_MARKUP = {
    "page": "\\fromproperty #'page:page-number-string",
    "pages": "\\pageCount",
}

_SPACE = '" "'

_WITHOUT_SPACES = ("zh", "ja")
_CLAUSES = re.compile(r"(?<=[;；。])\s*(?=\S)")
_UNSPACED = re.compile(r"(?<=[、，；。])")
"""Where a line may end in a script that has no spaces."""
_SMALL_WORDS_PT, _SMALLER = 11.0, 2 ** (-1 / 6)
"""Points of words at staff size 20, and how much smaller the introduction is."""
_POINT, _MARGINS = 0.3515, 30.0
"""mm: a point, and what a page has on its left and right."""
_LETTER, _WIDE_LETTER, _EASY = 0.5, 1.0, 1.2
"""How wide letters are, in their own size; those that are easily read are wider."""


@dataclass(frozen=True, slots=True)
class Line:
    """A word and a rule to write on."""

    word: str
    rule: int


@dataclass(frozen=True, slots=True)
class Head:
    """All that stands at the head and foot; texts are raw, `LyStr`s are LilyPond's.

    `introduction` is of lines, each of words; between words of a script without spaces
    (`is_unspaced`) a line may end, but there is no gap.
    """

    title: str
    subtitle: str
    footer: str
    title_words: LyStr
    subtitle_words: LyStr
    introduction: tuple[LyStr, ...]
    is_unspaced: bool
    lines: tuple[Line, ...]
    above: tuple[LyStr, ...]
    below: tuple[LyStr, ...]


def head_of(
    sections: Sequence[Section],
    layout: Layout,
    letterhead: Letterhead,
    code: str,
    footer: str | None,
) -> Head:
    """Return the head and foot of a sheet; the letterhead's texts go before its own.

    Parameters
    ----------
    footer : the small line at the foot; None for code, model and "Free to copy".
    """
    language, own = Language(layout.language), kind(layout.kind)
    items = [item for section in sections for item in section.items]
    labels = dict.fromkeys(label_of(part.instrument, language) for part in sections)
    instruments, levels = ", ".join(labels), _levels(items, language)
    title = letterhead.title or layout.title
    if title is None:
        title = title_of(layout.kind, language)
    subtitle = letterhead.subtitle or f"{instruments} · {levels}"
    names = {
        "school": letterhead.school,
        "teacher": letterhead.teacher,
        "title": title,
        "subtitle": subtitle,
        "instrument": instruments,
        "level": levels,
        "code": code,
    }
    written = own.lines if letterhead.lines is None else letterhead.lines
    foot = foot_of(code, items[0].model_name, language) if footer is None else footer
    return Head(
        title=title,
        subtitle=subtitle,
        footer=foot,
        title_words=_words(title),
        subtitle_words=_words(subtitle),
        introduction=_introduction(items, layout),
        is_unspaced=layout.language in _WITHOUT_SPACES,
        lines=tuple(Line(line_of(name, language), _rule(name, layout)) for name in written),
        above=_aside(letterhead.header, names),
        below=_aside(letterhead.footer, names),
    )


def _introduction(items: Sequence[Item], layout: Layout) -> tuple[LyStr, ...]:
    """Return the sentence of a sight-reading sheet on one line, or clause by clause where
    that would be wider than the page."""
    if layout.kind != "sight-reading":
        return ()
    text = how_to(Language(layout.language))
    size = staff_sizes(layout, max(item.level_asked for item in items))[0]
    letter = _SMALL_WORDS_PT * _SMALLER * size / 20 * (_EASY if layout.easy else 1.0)
    ems = sum(_WIDE_LETTER if east_asian_width(c) in "WF" else _LETTER for c in text)
    fits = ems * letter * _POINT <= paper_of(layout).width - _MARGINS
    parts = [text] if fits else _CLAUSES.split(text)
    return tuple(_words(part, layout.language) for part in parts)


def _words(text: str, language: str = "") -> LyStr:
    """Return strings between which a line may end."""
    pieces = _UNSPACED.split(text) if language in _WITHOUT_SPACES else text.split()
    return LyStr(" ".join(ly_string(piece) for piece in pieces if piece) or '""')


def _rule(name: str, layout: Layout) -> int:
    return _RULES[name] * 2 // 3 if layout.two_up or layout.large else _RULES[name]


def filled_in(text: str, names: dict[str, str]) -> LyStr:
    """Return markup of a letterhead's text; what is filled in is printed, never run.

    Examples
    --------
    >>> print(filled_in("{school}: {page}", {"school": "St #(exit)"}))
    \\concat { "St #(exit)" ":" " " \\fromproperty #'page:page-number-string }
    """
    parts: list[str] = []
    for plain, name in pieces(text):
        if plain:
            parts += [_SPACE * plain[:1].isspace(), ly_string(plain)]
            parts.append(_SPACE * (plain[-1:].isspace() and bool(plain.strip())))
        if name:
            parts.append(_OWN_MARKUP.get(name) or ly_string(names[name]))
    return LyStr(f"\\concat {{ {' '.join(filter(None, parts))} }}")


def _aside(texts: Sequence[str], names: dict[str, str]) -> tuple[LyStr, ...]:
    """Return three markups, left, middle and right; none if there are no texts."""
    if not texts:
        return ()
    empty = LyStr("\\null")
    given = tuple(filled_in(text, names) if text else empty for text in texts)
    return (*given, *(empty,) * (3 - len(given)))


def _levels(items: Sequence[Item], language: Language) -> str:
    return levels_of([item.level_asked for item in items], language)
