"""The place below a question where the student answers it, as a markup."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from unicodedata import east_asian_width

from etudes.listening import LETTERS, Option, Question, kind
from etudes.melody import Melody
from etudes.sheet.paper import room
from etudes.tables import instrument
from etudes.tables.instruments import Instrument
from etudes.words import Language
from etudes.writing.quiz_head import Page
from etudes.writing.quiz_staves import (
    APART,
    BLANK_APART,
    PERCUSSION,
    blank_staff,
    lines_of,
    option_staff,
    read_staff,
    rhythm_of,
)
from etudes.writing.quiz_words import option_words, what_words
from etudes.writing.systems import systems, widths
from etudes.writing.text import LyStr, ly_string

_LETTER, _WIDE_LETTER = 1.15, 2.3
"""Staff spaces that a letter takes, and an ideograph."""
_LETTERED = 8.0
"""Staff spaces of a box, its letter and what parts two options."""
_EASY = 1.2
"""How much wider letters are that are easily read."""
_LEAST_CELL, _ROOMY_CELL = 14.0, 18.0
_HEARD_CELL = 12.0
_STAFF_LETTER = 5.5
_ROW = 3.4
"""Staff spaces from row to row of words."""
_HALF = 0.94
"""How much of half a line two staves beside each other take each, with their letters."""
_SHAPE_HEIGHT, _HIGHEST_STEP = 5.5, 1.0
_IN_A_ROW = 4
_SHAPE_NOTE = 1.9
"""Staff spaces that a note of a drawn line needs at least."""
_RULE, _LONG_RULE = 6, 24
_STAFF, _BLANK, _WORDS = 7.0, 4.5, 2.0
"""About how high a staff with its notes is, an empty one, and a row of words, in staff
spaces."""


@dataclass(frozen=True, slots=True)
class AnswerPlace:
    """A markup, and about how many staff spaces high it is."""

    markup: LyStr
    height: float


def place_of(
    question: Question, page: Page, language: Language, is_easy: bool = False
) -> AnswerPlace:
    """Return the place to answer, as wide as the page's `width` at the most."""
    row = kind(question.kind)
    if row.answer == "notation":
        return _dictation(question, page)
    if row.answer == "places":
        return _copy(question, page, language)
    if row.answer == "performance":
        return _performance(language)
    if row.options == "staves":
        return _staves(question, page)
    if row.options == "shapes":
        return _shapes(question.options, page)
    if row.options == "heard":
        count = len(question.options)
        return _rows([""] * count, [_HEARD_CELL] * count, page.width)
    texts = [option_words(option.text, language) for option in question.options]
    wider = _EASY if is_easy else 1.0
    needed = [max(_LEAST_CELL, wider * _width(text) + _LETTERED) for text in texts]
    return _rows(texts, needed, page.width)


def _dictation(question: Question, page: Page) -> AnswerPlace:
    row, answer = kind(question.kind), question.answer
    assert isinstance(answer, Melody)  # noqa: S101  notation is answered so
    told = row.at("shortest", question.level) if "shortest" in row.ladder else "1/8"
    player, is_rhythm = instrument(question.instrument), question.kind == "rhythm"
    if is_rhythm or player.unpitched:
        answer, player = rhythm_of(answer), instrument(PERCUSSION)
    shortest = Fraction(told)
    staff = blank_staff(answer, player, page.line, shortest, not is_rhythm)
    lines = len(lines_of(answer, page.line, shortest))
    markup = LyStr(f"\\column {{ \\vspace #0.4 {staff} \\vspace #0.3 }}")
    return AnswerPlace(markup, lines * _BLANK + (lines - 1) * BLANK_APART + 3)


def _copy(question: Question, page: Page, language: Language) -> AnswerPlace:
    """The printed copy, and as many lines to fill in as there are changes."""
    printed, answer = question.printed, question.answer
    count = len(answer) if isinstance(answer, tuple) else 1
    player = instrument(question.instrument)
    staff = read_staff(printed, player, page.line) if printed else LyStr("\\null")
    words = [what_words(what, language) for what in ("pitch", "rhythm")]
    boxes = " \\hspace #2.5 ".join(f"\\tick \\hspace #0.8 {ly_string(w)}" for w in words)
    line = (
        f"\\concat {{ {ly_string(language.text('Bar'))} \\hspace #0.8 "
        f"\\draw-line #'({_RULE} . 0) \\hspace #3 {boxes} }}"
    )
    markup = LyStr(f"\\column {{ {staff} \\vspace #0.6 {_columns([line] * count, page)} }}")
    lines = len(systems(printed, room=room(page.line, page.staff_size))) if printed else 0
    rows = -(-count // 2)
    return AnswerPlace(markup, _high(lines) + 1 + rows * (_ROW + 0.6))


def _columns(cells: Sequence[str], page: Page) -> str:
    """The lines to fill in, two beside each other where that is room enough."""
    wide = page.width / 2
    rows = [cells[at : at + 2] for at in range(0, len(cells), 2)]
    told = (
        "\\concat { " + " ".join(_cell(text, wide) for text in row) + " }" for row in rows
    )
    return f"\\override #'(baseline-skip . {_ROW + 0.6}) \\column {{ {' '.join(told)} }}"


def _performance(language: Language) -> AnswerPlace:
    words = (language.text("sung"), language.text("played"))
    boxes = " \\hspace #3 ".join(f"\\tick \\hspace #0.8 {ly_string(w)}" for w in words)
    line = f"\\draw-line #'({_LONG_RULE} . 0)"
    return AnswerPlace(LyStr(f"\\concat {{ {boxes} \\hspace #4 {line} }}"), _WORDS)


def _staves(question: Question, page: Page) -> AnswerPlace:
    """Staves of equal width with their letters: two beside each other if they have room."""
    player = instrument(question.instrument)
    melodies = [option.passage.melody for option in question.options if option.passage]
    half = _HALF * page.line / 2
    of_letter = page.line / page.width * _STAFF_LETTER
    beside = all(_fits(melody, half - of_letter, page.staff_size) for melody in melodies)
    wide = (half if beside else page.line) - of_letter
    cells = [
        _lettered_staff(letter, melody, player, wide)
        for letter, melody in zip(LETTERS, melodies, strict=False)
    ]
    each = 2 if beside else 1
    rows = [
        "\\line { " + " \\hspace #2 ".join(cells[at : at + each]) + " }"
        for at in range(0, len(cells), each)
    ]
    apart = " \\vspace #1.1 ".join(rows)
    lines = 1 if beside or _fits(melodies[0], wide, page.staff_size) else 2
    high = (_high(lines) + 3) * len(rows) - 3
    return AnswerPlace(LyStr(f"\\column {{ {apart} }}"), high)


def _high(lines: int) -> float:
    """Return about how high so many lines of music are."""
    return _STAFF * lines + APART * (lines - 1)


def _fits(melody: Melody, line: float, staff_size: float) -> bool:
    (width,) = widths(melody, (len(melody.measures),))
    # a line's signature takes as much of a short line as of a long one
    return float(width) <= room(line, staff_size) - 3


def _lettered_staff(letter: str, melody: Melody, player: Instrument, wide: float) -> str:
    staff = option_staff(melody, player, wide)
    return (
        f"\\concat {{ \\with-dimensions #'(0 . {_STAFF_LETTER}) #'(0 . 1) \\lower #0.7 "
        f'\\concat {{ \\tick \\hspace #0.8 \\bold "{letter}" }} '
        f"{staff} }}"
    )


def _shapes(options: Sequence[Option], page: Page) -> AnswerPlace:
    """Lines of equal width and scale, four in a row or two."""
    notes = max(len(option.shape) for option in options)
    top = max(max(option.shape) for option in options) or 1
    each = page.width / _IN_A_ROW - _LETTERED
    count = _IN_A_ROW if each / max(1, notes - 1) >= _SHAPE_NOTE else 2
    cell = page.width / count
    step = min(_HIGHEST_STEP, _SHAPE_HEIGHT / top)
    wide = cell - _LETTERED - 1
    drawn = [
        _cell(
            f'\\tick \\hspace #0.8 \\bold "{letter}" \\hspace #1.2 '
            f"{_line_of(option.shape, wide, step)}",
            cell,
            step * top + 1,
        )
        for letter, option in zip(LETTERS, options, strict=False)
    ]
    rows = [
        "\\concat { " + " ".join(drawn[at : at + count]) + " }"
        for at in range(0, len(drawn), count)
    ]
    skip = round(step * top + 3.5, 1)
    markup = f"\\override #'(baseline-skip . {skip}) \\column {{ {' '.join(rows)} }}"
    return AnswerPlace(LyStr(markup), skip * len(rows) - 2.5)


def _line_of(shape: Sequence[int], wide: float, step: float) -> str:
    """A drawn line through a dot for each note."""
    each = wide / max(1, len(shape) - 1)
    points = [(round(at * each, 2), round(y * step, 2)) for at, y in enumerate(shape)]
    way = " ".join(
        f"({'lineto' if at else 'moveto'} {x} {y})" for at, (x, y) in enumerate(points)
    )
    dots = " ".join(
        f"\\translate #'({x} . {y}) \\draw-circle #0.32 #0 ##t" for x, y in points
    )
    return f"\\overlay {{ \\path #0.16 #'({way}) {dots} }}"


def _rows(texts: Sequence[str], needed: Sequence[float], width: float) -> AnswerPlace:
    """Lettered boxes, all in one row where they fit, else in as many columns as do."""
    columns = _columns_of(needed, width)
    across = len(columns)
    cells = [
        _cell(_option(letter, text), columns[at % across])
        for at, (letter, text) in enumerate(zip(LETTERS, texts, strict=False))
    ]
    told = [
        "\\concat { " + " ".join(cells[at : at + across]) + " }"
        for at in range(0, len(cells), across)
    ]
    markup = f"\\override #'(baseline-skip . {_ROW}) \\column {{ {' '.join(told)} }}"
    return AnswerPlace(LyStr(markup), _WORDS + _ROW * (len(told) - 1))


def _columns_of(needed: Sequence[float], width: float) -> tuple[float, ...]:
    """Return how wide each column is: equal where that fits, else as wide as it must be.

    Of as many rows the fewest columns are taken, so that the last row is nearly full.

    Examples
    --------
    >>> _columns_of([18.0] * 5, 60.0)
    (18.0, 18.0, 18.0)
    >>> _columns_of([20.0, 12.0], 35.0)
    (20.0, 12.0)
    """
    count = len(needed)
    for rows in range(1, count + 1):
        across = -(-count // rows)
        widest = max(needed)
        if widest * across <= width:
            return (max(widest, min(_ROOMY_CELL, width / across)),) * across
        each = tuple(max(needed[at::across]) for at in range(across))
        if sum(each) <= width:
            return each
    return (width,)


def _option(letter: str, text: str) -> str:
    words = f" \\hspace #0.9 {ly_string(text)}" if text else ""
    return f'\\tick \\hspace #0.8 \\bold "{letter}"{words}'


def _cell(content: str, wide: float, high: float = 1.8) -> str:
    return (
        f"\\with-dimensions #'(0 . {wide:.1f}) #'(-0.5 . {high:.1f}) "
        f"\\concat {{ {content} }}"
    )


def _width(text: str) -> float:
    letters: Iterator[float] = (
        _WIDE_LETTER if east_asian_width(letter) in "WF" else _LETTER for letter in text
    )
    return sum(letters)
