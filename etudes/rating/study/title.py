"""What a session is called where its maker calls it nothing: raters read it."""

from collections.abc import Iterator

from etudes.rating.study.design import Design
from etudes.rating.study.made import Cell
from etudes.tables import instrument
from etudes.words import Language


def usual_title(design: Design) -> str:
    """Return instruments, levels and what else is asked for, in the session's language.

    Examples
    --------
    >>> cells = (Cell(2, "violin", style="march"), Cell(3, "violin", style="march"))
    >>> for code in ("en", "de"):
    ...     print(usual_title(Design.usual(cells, ("gru",), language=code)))
    violin, level 2, 3, march
    Violine, Stufe 2, 3, Marsch
    """
    language, cells = Language(design.language), design.cells
    named = ", ".join(dict.fromkeys(_player(cell, language) for cell in cells))
    levels = ", ".join(map(str, sorted({cell.level for cell in cells})))
    title = language.text("{instruments}, level {levels}", instruments=named, levels=levels)
    return ", ".join((title, *_further(cells[0], language)))


def _player(cell: Cell, language: Language) -> str:
    if language.code == "en":
        return cell.instrument
    return language.instrument(instrument(cell.instrument))


def _further(cell: Cell, language: Language) -> Iterator[str]:
    if language.code == "en":
        yield from cell.further
        return
    if cell.style:
        yield language.word(cell.style.replace("-", " "))
    if cell.key:
        yield language.key(cell.key)
    if cell.time_signature:
        yield str(cell.time_signature)
    for name in cell.focus or ():
        yield language.word(name.replace("-", " "))
