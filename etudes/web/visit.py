"""A rater's visit: what may be seen now, found in the store in one go."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from starlette.exceptions import HTTPException

from etudes.errors import UnknownName
from etudes.rating.ledger import is_open, medium, session_of
from etudes.rating.pace import minutes_of, span_of
from etudes.rating.people import invited
from etudes.rating.session import (
    Medium,
    Rater,
    Rating,
    Session,
    Stimulus,
    Trial,
    number_of,
)
from etudes.rating.taking import Progress, next_trial, progress, rating_of, trials
from etudes.store import Store
from etudes.web.access import is_secret
from etudes.words import Language

_KINDS = {"svg": "image/svg+xml", "mp3": "audio/mpeg"}
_SIDES = ("left", "right")


@dataclass(frozen=True, slots=True)
class Piece:
    """One of the pieces of a trial: where it stands and what may be told of it."""

    side: str
    letter: str
    level: int
    instrument: str


@dataclass(frozen=True, slots=True)
class Visit:
    """A rater, the session, and how far it has come."""

    rater: Rater
    title: str
    language: Language
    is_open: bool
    progress: Progress
    trials: Sequence[Trial]

    @property
    def minutes(self) -> tuple[int, int]:
        """How long what is left takes, roughly: from, to."""
        share = 1 - self.progress.answered / max(1, self.progress.total)
        pairs = sum(trial.is_pair for trial in self.trials)
        return span_of(share * minutes_of(len(self.trials) - pairs, pairs))

    @property
    def training(self) -> int:
        return sum(trial.phase == "training" for trial in self.trials)


@dataclass(frozen=True, slots=True)
class Seen:
    """A trial as its rater may see it, with the rating of it that counts."""

    visit: Visit
    trial: Trial
    pieces: tuple[Piece, ...]
    latest: Rating | None
    before: Trial | None

    @property
    def number(self) -> tuple[int, int]:
        """Which of how many of its phase it is, from 1."""
        return number_of(self.trial, self.visit.trials)


class Sessions:
    """Sessions once read: what is shown in them, and to whom, never changes."""

    def __init__(self) -> None:
        self._trials: dict[str, tuple[Trial, ...]] = {}
        self._stimuli: dict[str, Mapping[str, Stimulus]] = {}
        self._titles: dict[str, str] = {}
        self._languages: dict[str, Language] = {}

    def stimulus(self, store: Store, code: str, id_: str) -> Stimulus:
        """Return a stimulus of a session."""
        if code not in self._stimuli:
            self._keep(session_of(store, code))
        return self._stimuli[code][id_]

    def title(self, store: Store, code: str) -> str:
        """Return the title of a session."""
        if code not in self._titles:
            self._keep(session_of(store, code))
        return self._titles[code]

    def language(self, store: Store, code: str) -> Language:
        """Return what raters of a session read."""
        if code not in self._languages:
            self._keep(session_of(store, code))
        return self._languages[code]

    def trials(self, store: Store, rater: str) -> tuple[Trial, ...]:
        """Return the trials of a rater in order."""
        if rater not in self._trials:
            self._trials[rater] = trials(store, rater)
        return self._trials[rater]

    def _keep(self, session: Session) -> None:
        self._titles[session.code] = session.title
        self._languages[session.code] = session.language
        self._stimuli[session.code] = {one.id: one for one in session.stimuli}


def owner_of(store: Store, token: str, only: str | None) -> Rater | None:
    """Return whose secret this is: of the one session that is served, if it is only one."""
    rater = invited(store, token) if is_secret(token) else None
    return rater if rater and only in (None, rater.session) else None


def rater_by(store: Store, token: str, only: str | None) -> Rater:
    """Return whose secret this is.

    Raises
    ------
    HTTPException
        401 if nobody's.
    """
    rater = owner_of(store, token, only)
    if rater is None:
        raise HTTPException(401)
    return rater


def visit_of(store: Store, sessions: Sessions, rater: Rater) -> Visit:
    """Return how far a rater is."""
    return Visit(
        rater,
        sessions.title(store, rater.session),
        sessions.language(store, rater.session),
        is_open(store, rater.session),
        progress(store, rater.id),
        sessions.trials(store, rater.id),
    )


def seen(store: Store, sessions: Sessions, rater: Rater, trial: str) -> Seen:
    """Return a trial that has been answered or is the next one.

    Raises
    ------
    UnknownName
        If it is another rater's or lies ahead, in the same words as if there were none.
    """
    found = _open_trial(store, sessions, rater, trial)
    visit = visit_of(store, sessions, rater)
    before = [one for one in visit.trials if one.position < found.position]
    shown = [sessions.stimulus(store, rater.session, one) for one in found.stimuli]
    language = visit.language
    pieces = tuple(
        Piece(side, letter, one.level, one.player(language))
        for side, letter, one in zip(_SIDES, "AB", shown, strict=False)
    )
    latest = rating_of(store, found.id)
    return Seen(visit, found, pieces, latest, before[-1] if before else None)


def medium_of(
    store: Store, sessions: Sessions, rater: Rater, trial: str, side: str, kind: str
) -> Medium:
    """Return what one side of a trial shows ("svg") or sounds like ("mp3").

    Raises
    ------
    UnknownName
        If the rater may not see it, or there is none.
    """
    found = _open_trial(store, sessions, rater, trial)
    if kind not in _KINDS or side not in _SIDES[: len(found.stimuli)]:
        raise UnknownName("no such score or sound")
    stimulus = sessions.stimulus(store, rater.session, found.stimuli[_SIDES.index(side)])
    is_score = kind == "svg"
    content = medium(store, stimulus.score_sha256 if is_score else stimulus.sound_sha256)
    # The type that is asked for, whatever the store says: a sound is never run as a page.
    return Medium(_KINDS[kind], content.content)


def _open_trial(store: Store, sessions: Sessions, rater: Rater, trial: str) -> Trial:
    own = sessions.trials(store, rater.id)
    found = next((one for one in own if one.id == trial), None)
    after = next_trial(store, rater.id)
    if found is None or (after is not None and found.position > after.position):
        raise UnknownName("no such trial for this rater")
    return found
