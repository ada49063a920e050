"""What a reader needs to do the same again, and to know what was shown."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from etudes import __version__
from etudes.rating.findings.participation import judged_stimuli
from etudes.rating.record import Record

_SELECTION = (
    "No piece was selected by hand: each is what its seed gave, and none was left out "
    "after anybody had heard it."
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stimulus and where it comes from."""

    stimulus: str
    item: str
    system: str
    level: int
    instrument: str
    seed: int
    source: str
    score_sha256: str
    sound_sha256: str


@dataclass(frozen=True, slots=True)
class Provenance:
    """What the session was, by which program it was reckoned, and how again.

    Attributes
    ----------
    made_at, last_rated_at : in UTC, ISO 8601; the latter "" where nothing was rated.
    models : name → digest of the weights.
    language : what raters read, by its English name.
    forms : the editions of the questions that were answered.
    """

    session: str
    title: str
    made_at: str
    last_rated_at: str
    is_open: bool
    design: Mapping[str, Any] = field(hash=False)
    models: Mapping[str, str] = field(hash=False)
    selection: str
    language: str
    forms: tuple[str, ...]
    ways: tuple[str, ...]
    version: str
    command: str
    pieces: tuple[Piece, ...]


def provenance(record: Record) -> Provenance:
    """Return where everything comes from."""
    session, judged = record.session, record.judgements
    stimuli = judged_stimuli(record)
    return Provenance(
        session.code,
        session.title,
        session.made_at.isoformat(timespec="seconds"),
        max(one.rating.rated_at for one in judged).isoformat(timespec="seconds")
        if judged
        else "",
        session.is_open,
        dict(session.design),
        dict(
            sorted(
                (one.system, record.items[one.item].model_digest)
                for one in stimuli
                if one.origin == "model"
            )
        ),
        _selection(session.design),
        session.language.english_name,
        tuple(sorted({one.rating.form for one in judged})),
        tuple(sorted({one.rating.way for one in judged})),
        __version__,
        f"etudes report {session.code}",
        tuple(
            Piece(
                one.id,
                one.item,
                one.system,
                one.level,
                one.instrument,
                record.items[one.item].seed,
                one.source,
                one.score_sha256,
                one.sound_sha256,
            )
            for one in stimuli
        ),
    )


def _selection(design: Mapping[str, Any]) -> str:
    """Return how pieces came to be shown, and what learnt from ratings had a part in it."""
    scale, preference = design.get("scale"), design.get("preference")
    chosen = (
        f"Among the candidates of each seed of a model the learnt preference {preference} "
        "chose; bare rules and anchors were made without it."
        if preference
        else "No learnt preference chose among a model's candidates."
    )
    measured = f"the learnt scale {scale}" if scale else "the program's own scale"
    return f"{_SELECTION} {chosen} Levels were measured by {measured}."
