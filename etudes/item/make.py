"""Making items: a request, a seed and a model give the same études, byte for byte."""

from collections.abc import Callable, Sequence

from etudes.constraints.exercise import Exercise
from etudes.constraints.reachability import Reachable
from etudes.constraints.tables import Tables
from etudes.difficulty import Descriptors, Scale, describe, level_of
from etudes.errors import UnsatisfiableRequest
from etudes.item.candidates import Frame, Sampled, candidates
from etudes.item.finished import finished
from etudes.item.item import Item
from etudes.item.misses import breathless_of, off_focus_of
from etudes.item.named import named_rubric, named_scale, pleasing_of
from etudes.item.plan import focuses_of, plan
from etudes.item.preference import Preference
from etudes.item.request import Request
from etudes.melody import Melody
from etudes.runtime import Runtime
from etudes.sampling.ahead import look_ahead
from etudes.sampling.choose import Candidate, choose
from etudes.sampling.heard import Heard
from etudes.sampling.law import Sharpness
from etudes.sampling.wish import Wish, contour, focused, tessitura
from etudes.tables import Rubric

_ATTEMPTS = 8

_DEALS = 3
"""How often an item is planned anew because all that was drawn for it was copied."""


def make(
    request: Request,
    runtime: Runtime | None = None,
    rubric: Rubric | None = None,
    scale: Scale | None = None,
    preference: Preference | None = None,
) -> list[Item]:
    """Return the items of a request, in order.

    Parameters
    ----------
    runtime : a loaded model; None loads the default one.
    rubric : the rubric that the request names by its digest; None is the program's own.
    scale : the scale of difficulty that the request names likewise. What the model is told
        stays on the program's own scale, which it has learnt.
    preference : what teachers prefer, which the request names likewise; None is none.

    Raises
    ------
    InvalidValue
        If the request names another rubric, scale or preference, or a preference that was
        learnt from pieces of another model.
    UnknownName, UnsatisfiableRequest
        If the instrument is unknown, no melody keeps the rules asked for, or all that
        were found copy the music that the model learnt from.
    DamagedData
        If the model folder is.

    Examples
    --------
    >>> from etudes import Request, make
    >>> first, *_ = make(Request(level=1, instrument="violin", seed=7, count=2))
    >>> first.level_asked, str(first.melody.time_signature) in {"2/4", "3/4", "4/4"}
    (1, True)
    """
    if runtime is None:
        runtime = load_runtime()
    rubric = named_rubric(request, rubric)
    scale = named_scale(request, scale)
    pleasing = pleasing_of(request, preference, runtime.model.digest)
    count = request.count or rubric.level(request.level).count
    off_focus = off_focus_of(focuses_of(request), request.player)
    drawn = _drawn(request, count, runtime, rubric, scale, off_focus)
    chosen = _chosen(request, drawn, off_focus, pleasing)
    author = runtime.model.name, runtime.model.digest
    return [
        finished(
            request,
            index,
            candidate.melody,
            frame.tempo,
            descriptors,
            author,
            rubric=rubric,
            scale=frame.scale,
            bits_per_note=candidate.drawn.bits_per_event,
            mass_removed=candidate.drawn.mass_removed,
            sampling=candidate.sampling,
        )
        for index, ((frame, _), (candidate, descriptors)) in enumerate(
            zip(drawn, chosen, strict=True)
        )
    ]


def _chosen(
    request: Request,
    drawn: Sequence[tuple[Frame, list[Sampled]]],
    off_focus: Callable[[Melody], float],
    pleasing: Callable[[Candidate], float] | None,
) -> list[tuple[Sampled, Descriptors]]:
    """Return the best of each item's candidates, given those before it on the page."""
    breathless = breathless_of(request.player)
    chosen: list[tuple[Sampled, Descriptors]] = []
    heard = Heard()
    for frame, of_item in drawn:
        measure = _Measure(frame)
        best = choose(
            of_item,
            request.level,
            heard,
            measure=measure,
            wish=lambda melody: off_focus(melody) + breathless(melody),
            pleasing=pleasing,
        )
        heard.add(best.melody)
        chosen += [(one, measure.described(one.melody)) for one in of_item if one is best]
    return chosen


def load_runtime(model: str | None = None) -> Runtime:
    """Return the runtime of a model by name or path; None is the default model."""
    from etudes.model.folder import DEFAULT_MODEL, read_model

    return Runtime(read_model(model or DEFAULT_MODEL))


def _drawn(
    request: Request,
    count: int,
    runtime: Runtime,
    rubric: Rubric,
    scale: Scale,
    wish: Callable[[Melody], float],
) -> list[tuple[Frame, list[Sampled]]]:
    """Return what each item must be, and melodies for it that are no copies."""
    copies = runtime.model.copies
    are_copies = copies.are_copies if copies else None
    sharpness = Sharpness(request.temperature or 1.0, request.top_p or 1.0)
    found: dict[int, tuple[Frame, list[Sampled]]] = {}
    ahead: dict[Exercise, Reachable] = {}
    for deal in range(_DEALS):
        wanting = [index for index in range(count) if index not in found]
        frames = [framed(request, i, runtime, rubric, deal, ahead, scale) for i in wanting]
        seeds = [(request.seed, index, deal) for index in wanting]
        drawn = candidates(frames, seeds, runtime, wish, are_copies, sharpness)
        for index, frame, of_item in zip(wanting, frames, drawn, strict=True):
            if of_item:
                found[index] = (frame, of_item)
        if len(found) == count:
            return [found[index] for index in range(count)]
    raise UnsatisfiableRequest(
        "a melody that shares no more than 12 notes in a row with the music that the model "
        "learnt from was expected, and none was found under these rules; allow more "
        "(range, note values, keys) or fewer bars"
    )


def framed(
    request: Request,
    index: int,
    runtime: Runtime,
    rubric: Rubric | None = None,
    deal: int = 0,
    ahead: dict[Exercise, Reachable] | None = None,
    scale: Scale | None = None,
) -> Frame:
    """Return what item `index` must be; open choices that clash are dealt anew.

    Parameters
    ----------
    rubric : what the levels allow; None is the program's own.
    deal : each further one deals the open choices differently.
    ahead : what was looked ahead before, and is not once more; what is new goes in.
    scale : what measures the level; None is the program's own.

    Raises
    ------
    UnsatisfiableRequest
        If the choices clash however they are dealt.
    """
    asked, clashes = focuses_of(request), []
    for attempt in range(deal, deal + _ATTEMPTS):
        try:
            exercise, tempo = plan(request, index, attempt, rubric)
            reachable = _looked_ahead(exercise, runtime, ahead)
            wish = focused(asked, reachable, request.instrument)
            shape = _shape(request, reachable.tables)
            return Frame(reachable, tempo, request.player, wish, shape, scale)
        except UnsatisfiableRequest as error:
            clashes.append(error)
    raise clashes[0]


def _looked_ahead(
    exercise: Exercise, runtime: Runtime, known: dict[Exercise, Reachable] | None
) -> Reachable:
    """Return the states of an exercise; those of a book are of few kinds."""
    if known is None or exercise.more:  # a rule asked for need not be one of two equals
        return look_ahead(exercise, runtime.model)
    if exercise not in known:
        known[exercise] = look_ahead(exercise, runtime.model)
    return known[exercise]


def _shape(request: Request, tables: Tables) -> Wish | None:
    """Return the wish for where the line lies, None where all is left open."""
    wished = []
    if request.contour:
        wished.append(contour(request.contour, tables))
    if request.tessitura:
        wished.append(tessitura(*request.tessitura, tables))
    return sum(wished[1:], wished[0]) if wished else None


class _Measure:
    """The level of a melody with all that it asks of the player; what was measured is kept,
    for the one that is chosen is told with all its descriptors."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        self._known: list[tuple[Melody, Descriptors]] = []

    def __call__(self, melody: Melody) -> float:
        return level_of(self.described(melody), self._frame.scale)

    def described(self, melody: Melody) -> Descriptors:
        """Return what can be said of a melody in numbers."""
        for one, descriptors in self._known:
            if one is melody:
                return descriptors
        frame = self._frame
        found = describe(melody, frame.instrument, frame.tempo.crotchets_per_minute)
        self._known.append((melody, found))
        return found
