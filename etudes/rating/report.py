"""The report of a session as values: everything that is told, nothing of how it looks.

The same ratings give the same report, to the last digit.
"""

import math
from collections.abc import Mapping, Set
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
from etudes.rating.record import Record

_DIGITS = 6
_CHOSEN_TO_AGREE = (
    "raters are pointed out for going against others too, so the agreement of those who "
    "are left says nothing"
)
_UNASKED = Missing(
    "comments may name people and stand here only where they are asked for, by --comments"
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
    stopping: tuple[Stopping, ...] | Missing
    measures: tuple[Beside, ...] | Missing


@dataclass(frozen=True, slots=True)
class Report:
    """A session's report.

    Attributes
    ----------
    is_made_up : whether raters were made up, to try the session.
    figures : of all raters.
    without_flagged : of those not pointed out; None where nobody is, or all are. Agreement
        is left out there: raters are pointed out for not agreeing, so that those who are
        left agree by choice.
    flagged : the pseudonyms of the raters left out there.
    comments : free text, as what raters told of themselves: left out unless asked for.
    by_piece : of all raters, the piece that they would use most gladly first.
    """

    provenance: Provenance
    settings: Settings
    is_made_up: bool
    participation: Participation
    figures: Figures
    without_flagged: Figures | None
    flagged: tuple[str, ...]
    flags: tuple[Flag, ...]
    consistency: Consistency | Missing
    severity: Severity | Missing
    comments: tuple[Comment, ...] | Missing
    by_piece: tuple[PieceMeans, ...] | Missing


def report(
    record: Record,
    *,
    sounds: Mapping[str, float] | None = None,
    with_comments: bool = False,
    with_facts: bool = False,
) -> Report:
    """Return the report of a record.

    Parameters
    ----------
    sounds : SHA-256 of a sound → its length in seconds; without it nobody is found hasty.
    with_comments, with_facts : whether comments, and what raters told of themselves, stand
        in it; both are free text and may name people.
    """
    chosen, found = settings(), flags(record, sounds or {})
    left_out = excluded(found)
    others = _without(record, left_out)
    asked_for = "".join(
        text
        for text, is_asked in ((" --comments", with_comments), (" --facts", with_facts))
        if is_asked
    )
    source = provenance(record)
    return Report(
        replace(source, command=source.command + asked_for),
        chosen,
        record.is_made_up,
        participation(record, with_facts=with_facts),
        _figures(record, chosen),
        _of_the_others(others, chosen) if others.judgements and left_out else None,
        tuple(name_of(one.id) for one in record.session.raters if one.id in left_out),
        found,
        consistency(record.judgements),
        severity(record.judgements, chosen),
        _comments(record) if with_comments else _UNASKED,
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


def _without(record: Record, left_out: Set[str]) -> Record:
    """Return the record as if some raters had never been invited."""
    session = record.session
    return replace(
        record,
        session=replace(
            session,
            raters=tuple(one for one in session.raters if one.id not in left_out),
            trials=tuple(one for one in session.trials if one.rater not in left_out),
        ),
        judgements=tuple(o for o in record.judgements if o.trial.rater not in left_out),
        training=tuple(o for o in record.training if o.trial.rater not in left_out),
    )


def _figures(record: Record, chosen: Settings) -> Figures:
    return Figures(
        systems(record.judgements, judged_stimuli(record), chosen),
        agreement(record.judgements, chosen),
        levels(record, record.judgements, chosen),
        pairs(record.judgements, chosen),
        stopping(record, chosen),
        measures(record, record.judgements, chosen),
    )


def _of_the_others(record: Record, chosen: Settings) -> Figures:
    return replace(_figures(record, chosen), agreement=Missing(_CHOSEN_TO_AGREE))


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
