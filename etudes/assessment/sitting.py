"""An adaptive test as one student sits it: what has been answered decides what is next.

Two questions of the easiest level come first and do not count. Then each is of the kind
and level that tell most about the student at what is now believed of the ability, so long
as the test stays mixed: no kind comes twice in a row, none is asked a second time before
each has been asked once (a third time before twice ...), and from one question to the next
the level moves by two at most.

A kind and a level are chosen; only then is the question made, and what it turned out to be
(`expected`) is what the estimate rests on. Seed and answers decide everything.
"""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, replace

import numpy as np

from etudes.assessment.ability import Ability, estimate
from etudes.assessment.adaptive import Bank, Settings, is_over, next_item
from etudes.assessment.cells import Cell, cells
from etudes.assessment.class_list import name_problem
from etudes.assessment.expected import expected
from etudes.assessment.marking import mark_question
from etudes.assessment.parameters import ItemParameters
from etudes.assessment.replies import Choice, option_name
from etudes.assessment.response import Response
from etudes.errors import InvalidValue, UnsatisfiableRequest
from etudes.item.request import Request
from etudes.listening import Question, questions
from etudes.runtime import Runtime

PRACTICE = 2
"""Questions that come first and do not count."""
STEP = 2
"""Levels between one question and the next, at most."""

_MOST = 60
_ATTEMPTS = 20
_OF_CELLS, _OF_QUESTIONS = 11, 12
"""What keeps the two streams of chance of one seed apart."""


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer, and what was believed of its question when it was made."""

    response: Response
    parameters: ItemParameters


@dataclass(frozen=True, slots=True)
class Sitting:
    """One student's test so far.

    Attributes
    ----------
    student : a pseudonym.
    instrument : its name in the table.
    kinds : names of kinds, as `keyboard_kinds` gives them.
    until : the standard error, in logits, at which the test stops.
    most : how many questions count at most.
    practised : how many questions for practice are over.
    answers : those that count, in order.
    closed : cells of which no question can be made for the instrument.

    Raises
    ------
    InvalidValue
        If the name is none (`name_problem`), there are no kinds, or the test could never
        end or begin.
    """

    student: str
    instrument: str
    seed: int
    kinds: tuple[str, ...]
    until: float = 0.4
    most: int = 20
    practised: int = 0
    answers: tuple[Answered, ...] = ()
    closed: frozenset[Cell] = frozenset()

    def __post_init__(self) -> None:
        if problem := name_problem(self.student):
            raise InvalidValue(f"{problem}; say who sits the test (--student)")
        if not self.kinds:
            raise InvalidValue("one kind of question or more was expected, not none")
        if self.seed < 0:
            raise InvalidValue(f"a seed from 0 was expected, not {self.seed}")
        if not 0.1 <= self.until <= 2:
            raise InvalidValue(
                f"a standard error from 0.1 to 2 was expected, not {self.until} (--until)"
            )
        if not 1 <= self.most <= _MOST:
            raise InvalidValue(
                f"1 to {_MOST} questions were expected, not {self.most} (--most)"
            )

    @property
    def ability(self) -> Ability:
        """What is believed of the student by now."""
        return estimate((one.parameters, one.response.earned) for one in self.answers)

    @property
    def is_practising(self) -> bool:
        """Whether the next question does not count."""
        return self.practised < PRACTICE

    @property
    def number(self) -> int:
        """The number of the next question among those of its sort, from 1."""
        return 1 + (self.practised if self.is_practising else len(self.answers))

    @property
    def is_over(self) -> bool:
        """Whether enough is known, or as many questions as may be were answered."""
        settings = Settings(enough=self.until, fewest=min(5, self.most), most=self.most)
        return not self.is_practising and is_over(self.ability, settings)

    def with_answer(self, answered: Answered) -> "Sitting":
        """Return the test after one more answer; one for practice leaves no trace but
        that it is over."""
        if self.is_practising:
            return replace(self, practised=self.practised + 1)
        return replace(self, answers=(*self.answers, answered))

    def without(self, cell: Cell) -> "Sitting":
        """Return the test with a cell that is asked no more."""
        return replace(self, closed=self.closed | {cell})


def next_cell(sitting: Sitting) -> Cell | None:
    """Return the kind and level to ask next, None where the test is over.

    Examples
    --------
    >>> sitting = Sitting("s1", "violin", 7, ("interval", "mode"))
    >>> next_cell(sitting).level  # for practice
    1
    """
    if sitting.is_over:
        return None
    stage = [sitting.seed, sitting.practised, len(sitting.answers), _OF_CELLS]
    rng = np.random.default_rng(stage)
    open_ = [cell for cell in cells(sitting.kinds) if cell not in sitting.closed]
    if not open_:
        return None
    if sitting.is_practising:
        lowest = min(cell.level for cell in open_)
        easiest = [cell for cell in open_ if cell.level == lowest]
        first = np.random.default_rng([sitting.seed, _OF_CELLS]).permutation(len(easiest))
        return easiest[int(first[sitting.practised % len(easiest)])]
    bank = Bank(tuple(cell.item for cell in _mixed(sitting, open_)))
    item = next_item(sitting.ability, bank, (), rng)
    return Cell(item.kind, int(item.level)) if item else None


def make_question(
    sitting: Sitting,
    cell: Cell,
    runtime: Runtime | None = None,
    retired: Collection[str] = (),
) -> Question:
    """Return a question of a cell that was neither asked in this test nor retired.

    Parameters
    ----------
    retired : ids of questions that are asked no more.

    Raises
    ------
    UnsatisfiableRequest
        If there is none; `Sitting.without` goes on without the cell.
    """
    barred = {one.response.item for one in sitting.answers} | set(retired)
    for attempt in range(_ATTEMPTS):
        request = Request(
            level=cell.level, instrument=sitting.instrument, seed=_seed(sitting, attempt)
        )
        [question] = questions(cell.kind, request, runtime)
        if question.id not in barred:
            return question
    raise UnsatisfiableRequest(
        f"a new question of {cell.kind} at level {cell.level} was expected; the "
        f"{_ATTEMPTS} that were made are retired or were asked before"
    )


def answer_of(sitting: Sitting, question: Question, option: int) -> Answered:
    """Return the answer that chose an option, marked.

    Raises
    ------
    InvalidValue
        If the question has no such option.
    """
    if not 0 <= option < len(question.options):
        raise InvalidValue(
            f"one of {len(question.options)} options was expected, not number {option}"
        )
    mark = mark_question(question, Choice(option))
    return Answered(
        Response(
            sitting.student,
            question.id,
            question.kind,
            question.level,
            option_name(question, option),
            mark.earned,
            mark.possible,
        ),
        expected(question),
    )


def _mixed(sitting: Sitting, open_: list[Cell]) -> list[Cell]:
    """Return the cells that keep the test mixed: other kinds than the last one, the rarest
    so far, and levels within reach; of these rules the later ones give way first."""
    given = [one.response for one in sitting.answers]
    if not given:
        return open_
    last, counts = given[-1], Counter(response.kind for response in given)
    others = [one for one in open_ if one.kind != last.kind] or open_
    rarest = min(counts[one.kind] for one in others)
    rare = [one for one in others if counts[one.kind] == rarest]
    return [one for one in rare if abs(one.level - last.level) <= STEP] or rare


def _seed(sitting: Sitting, attempt: int) -> int:
    stage = [sitting.seed, sitting.practised, len(sitting.answers), attempt, _OF_QUESTIONS]
    return int(np.random.SeedSequence(stage).generate_state(1)[0])
