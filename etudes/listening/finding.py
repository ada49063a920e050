"""Melodies of which something is wanted that no rule can ask for: made until one has it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from etudes.errors import UnsatisfiableRequest
from etudes.item.item import Item
from etudes.listening.ask import Ask
from etudes.melody import Melody

_TUNES = 2**29
"""Beyond the numbers of all questions, and below those of decks."""

_TRIES = 12


def tried(ask: Ask, index: int, rules: Sequence[str] = (), **asked: Any) -> Iterator[Item]:
    """Yield melodies for one question, each by a seed of its own, a dozen at most.

    Parameters
    ----------
    rules : that they keep besides the request's.
    asked : fields of the request that are this question's own.
    """
    for seed in ask.generator(_TUNES + index).integers(2**31, size=_TRIES):
        request = replace(ask.request, seed=int(seed), count=1, **asked)
        yield from replace(ask, request=request).tunes(rules)


def found(
    ask: Ask,
    index: int,
    has: Callable[[Melody], bool],
    wanted: str,
    rules: Sequence[str] = (),
    **asked: Any,
) -> Item:
    """Return the first of these melodies that has what is wanted.

    Raises
    ------
    UnsatisfiableRequest
        If none has; `wanted` is what the message calls it.
    """
    for tune in tried(ask, index, rules, **asked):
        if has(tune.melody):
            return tune
    raise UnsatisfiableRequest(
        f"{ask.kind.label}: a melody with {wanted} was expected, and none of {_TRIES} has "
        "it: ask for more measures, or for fewer rules"
    )
