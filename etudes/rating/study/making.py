"""From a design to a session: pieces made, pictured and played, dealt to the raters.

Nothing is kept here; `ledger.save_session` keeps all of it at once.
"""

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from etudes.item.request import Request
from etudes.rating.ledger import medium_digest
from etudes.rating.session import Medium, Rater, Session, Shown, Stimulus
from etudes.rating.study.blind import scores, sounds
from etudes.rating.study.dealing import Pieces, dealt
from etudes.rating.study.design import Design
from etudes.rating.study.made import Made
from etudes.rating.study.stimuli import AS_SHIPPED, Learnt, stimuli_of
from etudes.runtime import Runtime
from etudes.words import Language

_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"
"""Without those that are mistaken for others."""
_CODE = 6

_TOLD = 5
"""After how many sounds it is told how far they are."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A session that is ready to be kept, with what `save_session` takes besides."""

    session: Session
    shown: tuple[Shown, ...]
    requests: tuple[Request, ...]


def prepared(
    design: Design,
    title: str,
    runtimes: Mapping[str, Runtime],
    learnt: Learnt = AS_SHIPPED,
    *,
    made_at: datetime | None = None,
    tell: Callable[[str], object] = lambda _: None,
) -> Prepared:
    """Make everything that a design asks for.

    The design's seed decides pieces and orders. Codes and ids are new each time and tell
    nothing of either.

    Parameters
    ----------
    runtimes : the models by the names that the design has for them.
    learnt : the scale and the preference that the design names.
    tell : is called with a line about what is being done, and about each kind that has
        no human control.

    Raises
    ------
    UnsatisfiableRequest, InvalidValue
        If a piece cannot be made, or the trials cannot be dealt.
    MissingTool, EngravingError
        If LilyPond is not there or fails.
    """
    tell(
        f"making {design.made} pieces: {design.items} to rate, {design.anchors} anchors, "
        f"{design.needed} for practice ..."
    )
    rated, anchors, training = stimuli_of(design, runtimes, learnt, tell)
    made = [*rated, *anchors, *training]
    items = [one.item for one in made]
    tell(f"engraving {len(items)} pieces ...")
    pictures = scores(items, Language(design.language))
    shown: list[Shown] = []
    for row in zip(made, pictures, sounds(items), strict=True):
        shown.append(_shown(*row))
        if len(shown) % _TOLD == 0 or len(shown) == len(made):
            tell(f"played {len(shown)} of {len(made)}")
    session = _session(design, title, shown, (len(rated), len(anchors)), made_at)
    requests = tuple(one.request for one in made)
    return Prepared(session, tuple(shown), requests)


def new_code() -> str:
    """Return a session's code: letters and digits by chance.

    Examples
    --------
    >>> len(new_code())
    6
    """
    return "".join(secrets.choice(_LETTERS) for _ in range(_CODE))


def _session(
    design: Design,
    title: str,
    shown: Sequence[Shown],
    counts: tuple[int, int],
    made_at: datetime | None,
) -> Session:
    code = new_code()
    raters = tuple(Rater(f"{code}-r{n}", code, n) for n in range(1, design.raters + 1))
    stimuli = [one.stimulus for one in shown]
    rated, anchors = counts
    pieces = Pieces(
        tuple(stimuli[:rated]),
        tuple(stimuli[rated : rated + anchors]),
        tuple(stimuli[rated + anchors :]),
    )
    trials = dealt(design, pieces, raters, _opaque)
    return Session(
        code=code,
        title=title,
        design=design.as_json(),
        stimuli=tuple(sorted(stimuli, key=lambda one: one.id)),  # in an order by chance
        raters=raters,
        trials=trials,
        made_at=made_at or datetime.now(UTC),
    )


def _shown(made: Made, score: Medium, sound: Medium) -> Shown:
    stimulus = Stimulus(
        id=_opaque(),
        item=made.item.id,
        level=made.level,
        instrument=made.item.instrument,
        origin=made.origin,
        system=made.system,
        source=made.source,
        expected=made.expected,
        score_sha256=medium_digest(score),
        sound_sha256=medium_digest(sound),
    )
    return Shown(made.item, stimulus, score, sound)


def _opaque() -> str:
    return secrets.token_hex(8)
