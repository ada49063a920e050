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
from etudes.listening.repeats import Music, music_of
from etudes.runtime import Runtime

_ATTEMPTS = 4
"""How often a kind is asked for questions that give no other one away."""


def made_versions(
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
    >>> [quiz.version for quiz in made_versions(["interval"], asked, versions=2)]
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
    pools = _pools(names, _shares(count, len(names)), versions, request, runtime)
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


def _pools(
    names: Sequence[str],
    shares: Sequence[int],
    versions: int,
    request: Request,
    runtime: Runtime,
) -> list[list[Question]]:
    """Return the questions of each kind for all versions; none gives another one away, as
    long as there are enough that do not."""
    taken, pools = Music(), []
    for number, (name, share) in enumerate(zip(names, shares, strict=True)):
        wanted, pool, spare = share * versions, list[Question](), list[Question]()
        for attempt in range(_ATTEMPTS):
            missing = wanted - len(pool)
            if not missing:
                break
            seed = _seed(request.seed, number, attempt)
            asked = replace(request, seed=seed, count=missing)
            for one in questions(name, asked, runtime):
                music = music_of(one)
                if taken.meets(music):
                    spare.append(one)
                else:
                    pool.append(one)
                    taken = taken.with_more(music)
        pools.append((pool + spare)[:wanted])
    return pools


def _seed(seed: int, kind: int, attempt: int) -> int:
    """Return a seed of a kind's own: from one seed two kinds would make the same tunes."""
    return int(np.random.default_rng([seed, kind, attempt]).integers(2**31))


def _rank(question: Question) -> tuple[float, ...]:
    """Return what versions should have in common: points, the right answer, difficulty."""
    believed = expected(question)
    right = question.answer if isinstance(question.answer, int) else 0
    return believed.points, right, believed.difficulty


def _shares(count: int, parts: int) -> list[int]:
    """Return so many things as evenly as may be in so many parts."""
    each, more = divmod(count, parts)
    return [each + (at < more) for at in range(parts)]
