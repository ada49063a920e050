"""The report of a session as values: everything that is told, nothing of how it looks.

The same ratings, seed and draws give the same report, to the last digit.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any

from etudes.rating.findings.agreement import Agreement, Consistency, agreement, consistency
from etudes.rating.findings.by_piece import PieceMeans, by_piece
from etudes.rating.findings.flags import Flag, excluded, flags
from etudes.rating.findings.levels import Levels, levels
from etudes.rating.findings.measures import Beside, measures
from etudes.rating.findings.pairs import Pairs, Stopping, pairs, stopping
from etudes.rating.findings.participation import (
    Participation,
    judged_stimuli,
    name_of,
    participation,
)
from etudes.rating.findings.provenance import Provenance, provenance
from etudes.rating.findings.settings import Settings, settings
from etudes.rating.findings.severity import Severity, severity
from etudes.rating.findings.systems import Systems, systems
from etudes.rating.findings.table import Missing
from etudes.rating.record import Judgement, Record

_DIGITS = 6
_CHOSEN_TO_AGREE = (
    "raters are pointed out for going against others too, so the agreement of those who "
    "are left says nothing"
)


@dataclass(frozen=True, slots=True)
class Comment:
    """What a rater wrote about a piece, or about two."""

    rater: str
    about: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Figures:
    """What follows from ratings; each part says why, where there is nothing."""

    systems: Systems | Missing
    agreement: tuple[Agreement | Missing, ...] | Missing
    levels: Levels | Missing
    pairs: Pairs | Missing
    measures: tuple[Beside, ...] | Missing


@dataclass(frozen=True, slots=True)
class Report:
    """A session's report.

    Attributes
    ----------
    figures : of all raters.
    without_flagged : of those not pointed out; None where nobody is, or all are. Agreement
        is left out there: raters are pointed out for not agreeing, so that those who are
        left agree by choice.
    flagged : the pseudonyms of the raters left out there.
    by_piece : of all raters, the piece that they would use most gladly first.
    """

    provenance: Provenance
    settings: Settings
    participation: Participation
    figures: Figures
    without_flagged: Figures | None
    flagged: tuple[str, ...]
    flags: tuple[Flag, ...]
    consistency: Consistency | Missing
    severity: Severity | Missing
    stopping: tuple[Stopping, ...] | Missing
    comments: tuple[Comment, ...]
    by_piece: tuple[PieceMeans, ...] | Missing


def report(
    record: Record,
    *,
    sounds: Mapping[str, float] | None = None,
    chosen: Settings | None = None,
) -> Report:
    """Return the report of a record.

    Parameters
    ----------
    sounds : SHA-256 of a sound → its length in seconds; without it nobody is found hasty.
    chosen : how it is reckoned; as `findings.toml` says if None.
    """
    chosen = chosen or settings()
    found = flags(record, sounds or {})
    left_out = excluded(found)
    kept = [one for one in record.judgements if one.trial.rater not in left_out]
    return Report(
        provenance(record, chosen),
        chosen,
        participation(record),
        _figures(record, record.judgements, chosen),
        _of_the_others(record, kept, chosen) if kept and left_out else None,
        tuple(name_of(one.id) for one in record.session.raters if one.id in left_out),
        found,
        consistency(record.judgements),
        severity(record.judgements, chosen),
        stopping(record, chosen),
        _comments(record),
        by_piece(record.judgements),
    )


def as_json(value: Any) -> Any:
    """Return a report, or a part of it, as values that JSON has: what is not a number
    becomes null, and numbers have six digits.

    Examples
    --------
    >>> as_json(Missing("no pair has been answered"))
    {'why': 'no pair has been answered'}
    """
    if is_dataclass(value):
        return {one.name: as_json(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, Mapping):
        return {str(name): as_json(one) for name, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [as_json(one) for one in value]
    if isinstance(value, float):
        return round(value, _DIGITS) if math.isfinite(value) else None
    return value


def _figures(record: Record, kept: Sequence[Judgement], chosen: Settings) -> Figures:
    return Figures(
        systems(kept, judged_stimuli(record), chosen),
        agreement(kept, chosen),
        levels(record, kept, chosen),
        pairs(kept, chosen),
        measures(record, kept, chosen),
    )


def _of_the_others(record: Record, kept: Sequence[Judgement], chosen: Settings) -> Figures:
    return replace(_figures(record, kept, chosen), agreement=Missing(_CHOSEN_TO_AGREE))


def _comments(record: Record) -> tuple[Comment, ...]:
    found = [
        Comment(
            name_of(one.trial.rater),
            tuple(
                f"{shown.instrument}, level {shown.level}, {shown.system}"
                for shown in one.shown
            ),
            one.rating.answer.comment.strip(),
        )
        for one in record.judgements
        if one.rating.answer.comment.strip()
    ]
    return tuple(found)
