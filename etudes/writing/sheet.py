"""LilyPond source of a whole sheet: exercises, numbered through, under a title."""

from collections.abc import Sequence
from dataclasses import dataclass

from etudes.errors import InvalidValue
from etudes.item.item import Item
from etudes.sheet.kinds import kind
from etudes.sheet.layout import Layout
from etudes.sheet.letterhead import Letterhead
from etudes.sheet.paper import WIDER_BETWEEN, Paper, paper_of, staff_space
from etudes.sheet.section import Section
from etudes.sheet.titles import steps_of
from etudes.tables.instruments import Instrument
from etudes.words import Language
from etudes.writing.exercise import Exercise
from etudes.writing.head import head_of
from etudes.writing.pages import Plan, planned
from etudes.writing.text import LyStr, environment, ly_string, printable

_ROOMY = 80
"""Staff spaces of a line that has room for boxes to tick beside the questions."""

_BEFORE_BOOK = 2
"""Pages of a book that come before its exercises: the title's and the contents'."""


def sheet_source(
    items: Sequence[Item],
    instrument: Instrument,
    *,
    title: str | None = None,
    paper: str = "a4",
    footer: str | None = None,
) -> str:
    """Return a page of exercises, numbered from 1, as a LilyPond file.

    Parameters
    ----------
    title : None for the usual one.
    paper : "a4" or "letter".
    footer : the small line at the foot; None for seed, model and "Free to copy".

    Raises
    ------
    InvalidValue
        If there are no items, the paper is another, or a length cannot be written.
    """
    if not items:
        raise InvalidValue("a page holds at least one exercise; none was given")
    layout = Layout(title=None if title is None else printable(title), paper=paper)
    section = Section(instrument, tuple(items))
    return sections_source([section], layout, code=f"Seed {items[0].seed}", footer=footer)


def sections_source(
    sections: Sequence[Section],
    layout: Layout,
    *,
    code: str,
    letterhead: Letterhead | None = None,
    footer: str | None = None,
) -> str:
    """Return a sheet of any kind as a LilyPond file.

    Parameters
    ----------
    sections : its parts in order; a book has one a chapter.
    code : what makes the same sheet again; printed at the foot.
    letterhead : a teacher's own head and foot.
    footer : the small line at the foot; None for code, model and "Free to copy".

    Raises
    ------
    InvalidValue
        If there are no sections, or a length cannot be written.
    """
    if not sections:
        raise InvalidValue("a sheet holds at least one section; none was given")
    head = head_of(sections, layout, letterhead or Letterhead(), code, footer)
    words_at_head = bool(head.lines) + bool(head.above) + len(head.introduction)
    plan = planned(sections, layout, words_at_head)
    language = Language(layout.language)
    template = environment().get_template(f"{kind(layout.kind).template}.ly.j2")
    return template.render(
        head=head,
        plan=plan,
        page=_Page.of(plan, layout),
        look=_Look.of(layout),
        last=plan.exercises[-1].number,
        steps=steps_of(language),
        rhythm=language.text("Rhythm"),
        contents_title=language.text("Contents"),
        belongs=language.text("This book belongs to"),
        answers_title=language.text("Answers"),
        count=language.plural(
            "{count} exercise", "{count} exercises", plan.exercises[-1].number
        ),
        answers=_answers(plan, sections, language) if kind(layout.kind).questions else (),
    )


@dataclass(frozen=True, slots=True)
class _Look:
    """What the layout asks of words and lines; `face` stands before every markup."""

    face: LyStr
    sans: bool
    heavy: bool

    @classmethod
    def of(cls, layout: Layout) -> "_Look":
        wide = "\\override #'(word-space . 1.1) \\fontsize #0.6 \\sans "
        return cls(LyStr(wide if layout.easy else ""), layout.easy, layout.contrast)


@dataclass(frozen=True, slots=True)
class _Page:
    """Measures of a page; lengths in staff spaces unless the paper's."""

    paper: LyStr
    staff_size: float
    within: float
    between: float
    line: int
    rule: int
    has_boxes: bool
    digits: LyStr
    height: float

    @classmethod
    def of(cls, plan: Plan, layout: Layout) -> "_Page":
        paper = paper_of(layout)
        line = int((paper.line - 6) / staff_space(plan.staff_size))
        return cls(
            paper=_paper(paper),
            staff_size=plan.staff_size,
            within=plan.within,
            between=round(WIDER_BETWEEN * plan.within, 1),
            line=line,
            rule=14 if line >= _ROOMY else 8,
            has_boxes=line >= _ROOMY,
            digits=ly_string("0" * len(str(_pages(plan, layout)))),
            height=round(paper.height / staff_space(plan.staff_size), 1),
        )


def _pages(plan: Plan, layout: Layout) -> int:
    """Return how many pages a sheet has, its answers on one."""
    before = _BEFORE_BOOK if layout.kind == "book" else 0
    return before + len(plan.pages) + kind(layout.kind).questions


@dataclass(frozen=True, slots=True)
class _Answer:
    """What is true of an exercise: its key or metre, then the answers to its questions."""

    number: int
    texts: tuple[str, ...]


def _paper(paper: Paper) -> LyStr:
    if paper.name:
        return ly_string(paper.name)
    return LyStr(f"'(cons (* {paper.width} mm) (* {paper.height} mm))")


def _answers(
    plan: Plan, sections: Sequence[Section], language: Language
) -> tuple[_Answer, ...]:
    unpitched = {part.instrument.name for part in sections if part.instrument.unpitched}
    return tuple(_answer(one, language, unpitched) for one in plan.exercises)


def _answer(one: Exercise, language: Language, unpitched: set[str]) -> _Answer:
    melody = one.item.melody
    first = (
        str(melody.time_signature)
        if one.item.instrument in unpitched
        else language.key(melody.key)
    )
    given = [f"{asked.text} {asked.answer}" for asked in one.questions]
    told = any(asked.matter == "key" for asked in one.questions)
    return _Answer(one.number, tuple(given) if told else (first, *given))
