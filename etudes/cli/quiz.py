"""`etudes quiz`: a listening test, its paper, its key and its sound."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from etudes.assessment.versions import versions_of
from etudes.cli.asked import parse_request
from etudes.cli.console import print_json, print_line, print_table, say
from etudes.cli.make import with_looks
from etudes.errors import InvalidValue
from etudes.item.make import load_runtime
from etudes.listening import Quiz, kinds
from etudes.paths import database_path
from etudes.publish.quiz import publish_quiz
from etudes.sheet import Layout

_COUNT = 10
_LARGEST_CLASS = 500
_LONGEST_LIST = 100_000
"""Bytes of a class list."""


def quiz(
    asked: Mapping[str, Any],
    looks: Mapping[str, Any],
    *,
    names: Sequence[str] | None,
    versions: int,
    plays: int | None,
    clicks: bool,
    formats: str | None,
    each: bool,
    students: str | None,
    output: Path | None,
    force: bool,
    model: str | None,
    database: Path | None,
    as_json: bool,
    quiet: bool,
) -> None:
    """Make a test, keep it, and say where its files are.

    Parameters
    ----------
    asked : what of the music was asked for, as of `etudes make`.
    looks : what of the layout, likewise.
    names : of kinds, each perhaps several with commas between them.
    students : how many there are, or a file with a name a line.
    """
    from etudes.store import Store
    from etudes.store.quizzes import save_quizzes

    layout = with_looks(Layout(), looks)
    chosen = [part for text in names or () for part in text.split(",") if part.strip()]
    if not chosen:
        raise InvalidValue(
            "at least one kind of question was expected, for example: etudes quiz --kind "
            "dictation,interval --level 3 --instrument violin ('etudes kinds' lists them)"
        )
    request = parse_request(defaultdict(lambda: None, asked))
    request = replace(request, count=request.count or max(_COUNT, len(chosen)))
    if request.own_instrument:
        raise InvalidValue(
            "an instrument of the table was expected ('etudes instruments' lists them): "
            "listening tests are not made for instruments of one's own"
        )
    made = versions_of(
        chosen,
        request,
        versions,
        title=layout.title or "",
        plays=plays,
        clicks=clicks,
        language=layout.language,
        runtime=load_runtime(model),
    )
    files = publish_quiz(
        made,
        layout,
        [part.strip().lower() for part in (formats or "pdf,mp3").split(",")],
        output,
        each=each,
        force=force,
        students=_students(students),
    )
    with Store.open(database or database_path()) as store:
        save_quizzes(store, made)
    if as_json:
        print_json([_summary(one) for one in made])
        return
    for file in files:
        print_line(str(file.path))
    say(_told(made, request.seed), quiet=quiet)


def list_kinds(as_json: bool) -> None:
    """Print the kinds of questions."""
    if as_json:
        print_json(
            [
                {
                    "name": row.name,
                    "label": row.label,
                    "asks": row.asks,
                    "answer": row.answer,
                    "plays": row.plays,
                    "source": row.source,
                }
                for row in kinds().values()
            ]
        )
        return
    rows = [[row.name, row.asks, str(row.plays), row.source] for row in kinds().values()]
    print_table("Kinds of questions", ["name", "question", "plays", "as in"], rows)


def _students(text: str | None) -> list[str]:
    """Return the names of a class: a file's lines, or so many empty ones."""
    if text is None:
        return []
    if text.isascii() and text.isdigit():
        if not 1 <= int(text) <= _LARGEST_CLASS:
            raise InvalidValue(
                f"a class of 1 to {_LARGEST_CLASS} was expected, not {text:.20}"
            )
        return [""] * int(text)
    path = Path(text)
    try:
        if path.stat().st_size > _LONGEST_LIST:
            raise InvalidValue(f"a list of names was expected in '{path}', not a long file")
        lines = path.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeError) as error:
        raise InvalidValue(
            f"the number of students, or a text file with a name a line, was expected, "
            f"not '{path}': {error}"
        ) from None
    found = [line.strip() for line in lines if line.strip()]
    if not 1 <= len(found) <= _LARGEST_CLASS:
        raise InvalidValue(
            f"1 to {_LARGEST_CLASS} names were expected in '{path}', not {len(found)}"
        )
    return found


def _summary(quiz: Quiz) -> dict[str, Any]:
    return {
        "code": quiz.code,
        "version": quiz.version,
        "level": quiz.level,
        "instrument": quiz.instrument,
        "questions": [
            {"id": one.id, "kind": one.kind, "level": one.level} for one in quiz.questions
        ],
    }


def _told(made: Sequence[Quiz], seed: int) -> str:
    first = made[0]
    codes = " and ".join(one.code for one in made)
    return (
        f"{len(first.questions)} questions for {first.instrument}, level {first.level}, "
        f"seed {seed}; mark the answers with: etudes mark {codes.split()[0]} ANSWERS.csv"
        + (f" (versions {codes})" if len(made) > 1 else "")
    )
