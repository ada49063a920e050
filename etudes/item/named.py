"""What a request names by a digest, held against what is there."""

from collections.abc import Callable

from etudes.difficulty import Scale
from etudes.difficulty import scale as own_scale
from etudes.errors import InvalidValue
from etudes.item.portrait import portrait
from etudes.item.preference import Preference
from etudes.item.request import Request
from etudes.sampling.choose import Candidate
from etudes.tables import Rubric
from etudes.tables import rubric as own_rubric


def named_rubric(request: Request, rubric: Rubric | None) -> Rubric:
    """Return the rubric of a request; None is the program's own.

    Raises
    ------
    InvalidValue
        If the request names another one.
    """
    if rubric is None and request.rubric is None:
        return own_rubric()
    rubric = rubric or own_rubric()
    wanted = request.rubric or own_rubric().digest
    if rubric.digest != wanted:
        raise InvalidValue(
            f"the rubric {wanted[:8]} was expected, under which this was asked for, not "
            f"{rubric.digest[:8]} ({rubric.name}, edition {rubric.edition}); name its file "
            "with --rubric"
        )
    return rubric


def named_scale(request: Request, scale: Scale | None) -> Scale:
    """Return the scale of difficulty of a request; None is the program's own.

    Raises
    ------
    InvalidValue
        If the request names another one.
    """
    if request.scale is None and scale is None:
        return own_scale()
    scale = scale or own_scale()
    wanted = request.scale or own_scale().digest
    if scale.digest != wanted:
        raise InvalidValue(
            f"the scale of difficulty {wanted[:8]} was expected, under which this was "
            f"asked for, not {scale.digest[:8]} ({scale.name}); name the store that keeps "
            "it with --db"
        )
    return scale


def pleasing_of(
    request: Request, preference: Preference | None, model_digest: str
) -> Callable[[Candidate], float] | None:
    """Return how much a candidate is liked, in points of 7; None without a preference.

    Parameters
    ----------
    model_digest : of the model that draws the candidates.

    Raises
    ------
    InvalidValue
        If the request names another preference, or it was learnt from pieces of another
        model.
    """
    there = preference.digest if preference else None
    if there != request.preference:
        raise InvalidValue(
            f"{_told(request.preference)} was expected, with which this was asked for, not "
            f"{_told(there)}; name the store that keeps it with --db"
        )
    if preference is None:
        return None
    if not preference.is_for(model_digest):
        learnt_from = ", ".join(one[:8] for one in preference.evidence.models)
        raise InvalidValue(
            f"a preference learnt from pieces of the model {model_digest[:8]} was "
            f"expected, and {preference.digest} was learnt from pieces of {learnt_from}; "
            "ask without a preference, or learn one from pieces of this model"
        )

    def points(candidate: Candidate) -> float:
        drawn = candidate.drawn
        found = portrait(candidate.melody, drawn.bits_per_event, drawn.mass_removed)
        return preference.score(found, request.level)

    return points


def _told(digest: str | None) -> str:
    return f"the preference {digest[:8]}" if digest else "no preference"
