"""`etudes quiz`: a listening test, its paper, its key and its sound."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from etudes.assessment.class_list import read_class_list
from etudes.assessment.versions import made_versions
from etudes.cli.asked import parse_request
from etudes.cli.console import print_json, print_line, print_table, say
from etudes.cli.make import with_looks
from etudes.errors import InvalidValue
from etudes.item.make import load_runtime
from etudes.item.request import Request
from etudes.listening import Quiz, kind, kinds
from etudes.listening.quiz import VERSIONS
from etudes.paths import database_path
from etudes.publish.files import Draft, put_all
from etudes.publish.quiz import checked_formats, quiz_drafts
from etudes.sheet import Layout

_COUNT = 10
_MOST, _MOST_OF_A_KIND = 60, 200
_LARGEST_CLASS = 500
_BETWEEN_CELLS = (",", ";")
_FORMULA = ("=", "+", "-", "@")
_EXAMPLE = "etudes quiz --kind dictation,interval --level 3 --instrument violin"


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
    from etudes.store.quizzes import retirements, save_quizzes

    # all that takes no time is looked at before anything is made
    layout = with_looks(Layout(), looks)
    chosen = _kinds(names)
    request = _request(asked, len(chosen), versions)
    class_list = _students(students)
    wanted = "pdf,mp3" if formats is None else formats
    wanted_formats = checked_formats([part.strip().lower() for part in wanted.split(",")])
    with Store.open(database or database_path()) as store:
        made = made_versions(
            chosen,
            request,
            versions,
            title=layout.title or "",
            plays=plays,
            clicks=clicks,
            language=layout.language,
            runtime=load_runtime(model),
        )
        _refuse_retired(made, request.seed, retirements(store).keys())
        drafts = quiz_drafts(made, layout, wanted_formats, each=each, students=class_list)
        # no paper without its test in the store, where `etudes mark` looks for it
        with store.transaction():
            save_quizzes(store, made)
            files = put_all(_without_answers(drafts, output), output, force=force)
    if as_json:
        print_json([_summary(one) for one in made])
        return
    for file in files:
        print_line(str(file.path))
    say(_told(made, request.seed), quiet=quiet)


def _is_there(path: Path) -> bool:
    with suppress(OSError):  # a name may be too long to be one
        return path.exists()
    return False


def _without_answers(drafts: Sequence[Draft], output: Path | None) -> list[Draft]:
    """Leave out the table for the answers where there is one: it may be filled in."""
    folder = output or Path()
    return [
        draft
        for draft in drafts
        if draft.format != "csv" or not (folder / draft.name).exists()
    ]


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


def _kinds(names: Sequence[str] | None) -> list[str]:
    parts = [part for text in names or () for part in text.split(",") if part.strip()]
    if not parts:
        raise InvalidValue(
            f"at least one kind of question was expected, for example: {_EXAMPLE} "
            "('etudes kinds' lists them)"
        )
    return list(dict.fromkeys(kind(part).name for part in parts))


def _request(asked: Mapping[str, Any], kinds_asked: int, versions: int) -> Request:
    """Return what every melody of the test is asked to be."""
    if asked["level"] is None or not asked["instrument"]:
        missing = "a level" if asked["instrument"] else "a level and an instrument"
        if asked["level"] is not None:
            missing = "an instrument"
        raise InvalidValue(f"for a test {missing} was expected, for example: {_EXAMPLE}")
    request = parse_request(defaultdict(lambda: None, asked))
    if request.own_instrument:
        raise InvalidValue(
            "an instrument of the table was expected ('etudes instruments' lists them): "
            "listening tests are not made for instruments of one's own"
        )
    count = request.count or max(_COUNT, kinds_asked)
    if count > _MOST:
        raise InvalidValue(f"a test of 1 to {_MOST} questions was expected, not {count}")
    of_a_kind = -(-count // kinds_asked) * versions
    if of_a_kind > _MOST_OF_A_KIND and 1 <= versions <= len(VERSIONS):
        raise InvalidValue(
            f"at most {_MOST_OF_A_KIND} questions of a kind, in all versions together, "
            f"were expected, not {of_a_kind}; name fewer --versions, a smaller --count or "
            "more kinds"
        )
    return replace(request, count=count)


def _students(text: str | None) -> list[str]:
    """Return the names of a class: those of a file, or so many empty ones."""
    if text is None:
        return []
    if text.isascii() and text.isdigit():
        digits = text.lstrip("0") or "0"
        if len(digits) > 3 or not 1 <= int(digits) <= _LARGEST_CLASS:
            raise InvalidValue(
                f"a class of 1 to {_LARGEST_CLASS} was expected, not {text:.20}"
            )
        return [""] * int(digits)
    path = Path(text)
    if not _is_there(path):
        raise InvalidValue(
            "the number of students, or a text file with a name a line, was expected, and "
            f"there is no file '{text:.80}'"
        )
    names = read_class_list(path)
    if len(names) > _LARGEST_CLASS:
        raise InvalidValue(
            f"at most {_LARGEST_CLASS} names were expected in '{path}', not {len(names)}"
        )
    for name in names:
        if any(sign in name for sign in _BETWEEN_CELLS):
            raise InvalidValue(
                f"'{path}': a name without comma or semicolon was expected, not '{name}'; "
                "write the first name first, or 'student' above the column of names"
            )
        if name.startswith(_FORMULA):
            raise InvalidValue(
                f"'{path}': a name was expected, not '{name}', which a spreadsheet takes "
                "for a formula"
            )
    return list(names)


def _refuse_retired(made: Sequence[Quiz], seed: int, retired: Collection[str]) -> None:
    gone = [one.id for quiz in made for one in quiz.questions if one.id in retired]
    if gone:
        raise InvalidValue(
            f"questions that are still asked were expected, and seed {seed} gives "
            f"{len(gone)} that 'etudes items --retire' took out, {gone[0]} first; choose "
            "another --seed"
        )


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
