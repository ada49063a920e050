"""A listening test for a class: versions with other questions of the same difficulty."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from etudes.assessment.expected import expected
from etudes.errors import InvalidValue
from etudes.item.make import load_runtime
from etudes.item.request import Request
from etudes.listening import Question, Quiz, deal, kind, questions, quiz_code
from etudes.listening.quiz import VERSIONS
from etudes.runtime import Runtime


def versions_of(
    kinds: Sequence[str],
    request: Request,
    versions: int = 1,
    *,
    title: str = "",
    plays: int | None = None,
    clicks: bool = False,
    language: str = "en",
    runtime: Runtime | None = None,
) -> tuple[Quiz, ...]:
    """Return the versions of a test, each with as many questions as the request counts.

    The questions are shared out evenly among the kinds, in the order given; the first kinds
    have one more where that does not come out. Each question of a version stands, of all of
    its kind, next in difficulty to those in its place in the other versions.

    Parameters
    ----------
    kinds : names of kinds.
    request : the level, the instrument, the seed, and how many questions; what else it asks
        for every melody keeps.
    title, plays, clicks, language : as in `etudes.listening.Quiz`.

    Raises
    ------
    InvalidValue
        If no kind is named, there are fewer questions than kinds, or not 1 to 8 versions.
    UnknownName, UnsatisfiableRequest
        As `etudes.listening.questions` does.

    Examples
    --------
    >>> asked = Request(level=2, instrument="flute", seed=3, count=2)
    >>> [quiz.version for quiz in versions_of(["interval"], asked, versions=2)]
    ['A', 'B']
    """
    names = [kind(name).name for name in dict.fromkeys(kinds)]
    count = request.count or len(names)
    if not 1 <= versions <= len(VERSIONS):
        raise InvalidValue(f"1 to {len(VERSIONS)} versions were expected, not {versions}")
    if not 1 <= len(names) <= count:
        raise InvalidValue(
            f"one kind or more, and a question of each at least, was expected, not "
            f"{len(names)} kinds and {count} questions"
        )
    runtime = runtime or load_runtime()
    pools = [
        questions(name, replace(request, count=share * versions), runtime)
        for name, share in zip(names, _shares(count, len(names)), strict=True)
    ]
    dealt = deal(pools, versions, _rank, np.random.default_rng([request.seed, 4]))
    letters = VERSIONS[:versions] if versions > 1 else [""]
    return tuple(
        Quiz(
            quiz_code(of_version, title, letter),
            title,
            of_version,
            letter,
            plays,
            clicks,
            language,
        )
        for letter, of_version in zip(letters, dealt, strict=True)
    )


def _rank(question: Question) -> tuple[float, ...]:
    """Return what versions should have in common, the points first."""
    believed = expected(question)
    return believed.points, believed.difficulty


def _shares(count: int, parts: int) -> list[int]:
    """Return so many things as evenly as may be in so many parts."""
    each, more = divmod(count, parts)
    return [each + (at < more) for at in range(parts)]
