"""The words at the head and foot of a sheet, ready for its template."""

from collections.abc import Sequence
from dataclasses import dataclass

from etudes.item.item import Item
from etudes.sheet.kinds import kind
from etudes.sheet.layout import Layout
from etudes.sheet.letterhead import Letterhead, pieces
from etudes.sheet.section import Section
from etudes.sheet.titles import foot_of, how_to, label_of, levels_of, line_of, title_of
from etudes.words import Language
from etudes.writing.text import LyStr, ly_string

_RULES = {"name": 32, "date": 16, "score": 12}
"""How long the rule is that the pupil writes on, in staff spaces."""
_OWN_MARKUP = {
    "page": "\\fromproperty #'page:page-number-string",
    "pages": '\\page-ref #\'lastPage "00" ""',
}

_SPACE = '" "'


@dataclass(frozen=True, slots=True)
class Line:
    """A word and a rule to write on."""

    word: str
    rule: int


@dataclass(frozen=True, slots=True)
class Head:
    """All that stands at the head and foot; texts are raw, `LyStr`s are LilyPond's."""

    title: str
    subtitle: str
    footer: str
    introduction: str
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
        introduction=how_to(language) if layout.kind == "sight-reading" else "",
        lines=tuple(Line(line_of(name, language), _rule(name, layout)) for name in written),
        above=_aside(letterhead.header, names),
        below=_aside(letterhead.footer, names),
    )


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
