"""What a session is called where its maker calls it nothing: raters read it."""

from collections.abc import Iterator

from etudes.focus import focus
from etudes.rating.study.design import Design
from etudes.rating.study.made import Cell
from etudes.tables import instrument
from etudes.words import Language


def usual_title(design: Design) -> str:
    """Return instruments, levels and what else is asked for, in the session's language.

    Examples
    --------
    >>> cells = (Cell(2, "violin", style="march"), Cell(3, "violin", style="march"))
    >>> for code in ("en", "de", "ja"):
    ...     print(usual_title(Design.usual(cells, ("gru",), language=code)))
    violin, level 2–3, march
    Violine, Stufe 2–3, Marsch
    ヴァイオリン、レベル2–3、行進曲
    """
    language, cells = Language(design.language), design.cells
    players = dict.fromkeys(_player(cell, language) for cell in cells)
    named = language.listed(players)
    levels = _levels({cell.level for cell in cells}, language)
    further = language.listed(_further(cells[0], language))
    if not further:
        return language.text(
            "{instruments}, level {levels}", instruments=named, levels=levels
        )
    return language.text(
        "{instruments}, level {levels}, {further}",
        instruments=named,
        levels=levels,
        further=further,
    )


def _levels(levels: set[int], language: Language) -> str:
    """Return levels as "2–4" where none is left out between, else one by one."""
    low, high = min(levels), max(levels)
    if low < high == low + len(levels) - 1:
        return f"{low}–{high}"
    return language.listed(map(str, sorted(levels)))


def _player(cell: Cell, language: Language) -> str:
    if language.code == "en":
        return cell.instrument.replace("-", " ")
    return language.instrument(instrument(cell.instrument))


def _further(cell: Cell, language: Language) -> Iterator[str]:
    if cell.style:
        yield language.word(cell.style.replace("-", " "))
    if cell.key:
        yield language.key(cell.key)
    if cell.time_signature:
        yield str(cell.time_signature)
    for one in map(focus, cell.focus or ()):
        name = one.name.replace("-", " ")
        yield language.key(one.key) if one.key else language.word(name)
