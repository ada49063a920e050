"""`etudes items`: the questions of listening tests, and what the answers say of them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from etudes.cli.console import print_json, print_line, print_table, say
from etudes.errors import InvalidValue
from etudes.listening import Question
from etudes.listening import kind as kind_named
from etudes.paths import database_path
from etudes.store import Store
from etudes.store.quizzes import Retirement, first_codes, retirements, stored_questions
from etudes.store.quizzes import retire as retire_questions
from etudes.store.responses import StoredAnswer, answers_to
from etudes.tables import instrument as instrument_named

if TYPE_CHECKING:
    from etudes.assessment.item_review import Reviewed

_COLUMNS = ["question", "kind", "level", "answers", "right", "r", "infit", "outfit"]


def show_items(
    kind: str | None,
    level: int | None,
    instrument: str | None,
    *,
    report: bool,
    retire: bool,
    database: Path | None,
    as_json: bool,
) -> None:
    """Print the questions of the store, or what their answers say of them."""
    if retire and not report:
        raise InvalidValue(
            "--retire was expected with --report, which tells what is retired and why"
        )
    wanted = (
        kind_named(kind).name if kind else None,
        level,
        instrument_named(instrument).name if instrument else None,
    )
    with Store.open(database or database_path()) as store:
        questions = stored_questions(store, *wanted)
        answers = answers_to(store)
        if not report:
            _list(questions, answers, retirements(store), as_json)
            return
        found = _reviewed(store, questions, answers)
        if retire:
            _retire(store, found)
        gone = retirements(store)
    if as_json:
        print_json([_row(one, gone) for one in found])
        return
    if not found:
        say("no question has been answered yet: etudes mark TEST ANSWERS")
        return
    _print(found, gone)


def _reviewed(
    store: Store, questions: Sequence[Question], answers: Sequence[StoredAnswer]
) -> "list[Reviewed]":
    """Return the questions with their statistics; the answers to all others tell of the
    students besides."""
    from etudes.assessment.item_review import review

    wanted = {question.id for question in questions}
    # names are a class's own: two tests may have a student 1 each
    first = first_codes(store)
    named = [
        (f"{first[one.marked.quiz]} {one.marked.student}", one.marked) for one in answers
    ]
    return [
        one for one in review(stored_questions(store), named) if one.question.id in wanted
    ]


def _retire(store: Store, found: "Sequence[Reviewed]") -> None:
    from etudes.assessment.verdict import RETIRE

    reasons = {
        one.question.id: "; ".join(one.verdict.reasons)
        for one in found
        if one.verdict.decision == RETIRE
    }
    new = reasons.keys() - retirements(store).keys()
    retire_questions(store, [(id_, reasons[id_]) for id_ in sorted(new)])
    say(f"{len(new)} questions retired: no test asks them again")


def _list(
    questions: Sequence[Question],
    answers: Sequence[StoredAnswer],
    gone: Mapping[str, Retirement],
    as_json: bool,
) -> None:
    counts = Counter(one.marked.question for one in answers)
    rows: list[dict[str, Any]] = [
        {
            "id": one.id,
            "kind": one.kind,
            "level": one.level,
            "instrument": one.instrument,
            "answers": counts[one.id],
            "retired": gone[one.id].reason if one.id in gone else "",
        }
        for one in questions
    ]
    if as_json:
        print_json(rows)
        return
    columns = ["id", "kind", "level", "instrument", "answers", "retired"]
    cells = [[str(row[column]) for column in columns] for row in rows]
    print_table("Questions of listening tests", columns, cells)


def _print(found: "Sequence[Reviewed]", gone: Mapping[str, Retirement]) -> None:
    columns = [*_COLUMNS, "chosen (* is right)", "verdict"]
    print_table(
        "What the answers say of each question",
        columns,
        [_cells(one, gone) for one in found],
    )
    print_line(
        "right: mean share of the points   r: with the rest of each student's answers   "
        "infit, outfit: 1 as expected, above 1.3 too much scatter"
    )


def _cells(one: "Reviewed", gone: Mapping[str, Retirement]) -> list[str]:
    question, figures = one.question, one.statistics
    fit = figures.fit
    told = f"{one.verdict.decision}: {'; '.join(one.verdict.reasons)}"
    return [
        question.id,
        question.kind,
        str(question.level),
        str(figures.answers),
        f"{figures.facility:.0%}",
        "–" if figures.point_biserial is None else f"{figures.point_biserial:.2f}",
        f"{fit.infit:.2f}" if fit else "–",
        f"{fit.outfit:.2f}" if fit else "–",
        _chosen(one),
        f"retired ({told})" if question.id in gone else told,
    ]


def _chosen(one: "Reviewed") -> str:
    from etudes.assessment.replies import option_name

    question = one.question
    if not isinstance(question.answer, int):
        return ""
    right = option_name(question, question.answer)
    return ", ".join(
        f"{name}{'*' * (name == right)} {share:.0%}"
        for name, share in one.statistics.choices.items()
    )


def _row(one: "Reviewed", gone: Mapping[str, Retirement]) -> dict[str, Any]:
    figures, fit = one.statistics, one.statistics.fit
    return {
        "id": one.question.id,
        "kind": one.question.kind,
        "level": one.question.level,
        "instrument": one.question.instrument,
        "answers": figures.answers,
        "facility": round(figures.facility, 3),
        "discrimination": _rounded(figures.discrimination),
        "point_biserial": _rounded(figures.point_biserial),
        "infit": _rounded(fit.infit if fit else None),
        "outfit": _rounded(fit.outfit if fit else None),
        "choices": {name: round(share, 3) for name, share in figures.choices.items()},
        "unchosen": list(figures.unchosen),
        "decision": one.verdict.decision,
        "reasons": list(one.verdict.reasons),
        "retired": one.question.id in gone,
    }


def _rounded(figure: float | None) -> float | None:
    return None if figure is None else round(figure, 3)
