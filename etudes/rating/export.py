"""A session's ratings for other programs, as tables; pseudonyms only.

Names and invitations are never written. Comments and what raters told of themselves are
free text, may name people, and are written only where that is asked for. Of raters who are
nobody (`etudes session try`) the column `made_up` says 1.
"""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from etudes.errors import MissingTool
from etudes.rating.record import Record, record_of
from etudes.rating.scales import rating_scales
from etudes.rating.session import Rating, Session, Stimulus, Trial
from etudes.rating.taking import ratings_by
from etudes.store import Store

Format = Literal["csv", "parquet", "db"]
FORMATS: tuple[Format, ...] = ("csv", "parquet", "db")

Cell = str | int | float | None
Row = dict[str, Cell]

_OF_A_SIDE = ("", "_item", "_origin", "_system", "_score_sha256", "_sound_sha256")

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet would take for a formula at the beginning of a cell."""


@dataclass(frozen=True, slots=True)
class Exported:
    """What of a session is written: the record and everything that was sent."""

    record: Record
    ratings: tuple[tuple[Trial, Rating, bool], ...]
    with_comments: bool
    with_facts: bool


def gathered(
    store: Store, code: str, *, with_comments: bool = False, with_facts: bool = False
) -> Exported:
    """Return what is to be written of a session.

    Each rating comes with its trial and whether it counts: those that were superseded do
    not, and those for training do not.

    Raises
    ------
    UnknownName
        If there is no such session.
    """
    record = record_of(store, code)
    trials = {trial.id: trial for trial in record.session.trials}
    sent = [one for rater in record.session.raters for one in ratings_by(store, rater.id)]
    superseded = {one.supersedes for one in sent}
    rows = tuple(
        (
            trials[one.trial],
            one,
            one.id not in superseded and trials[one.trial].phase == "main",
        )
        for one in sorted(sent, key=lambda one: one.id)
    )
    return Exported(record, rows, with_comments, with_facts)


def ratings_table(exported: Exported) -> list[Row]:
    """Return a row for each rating: who, what was asked, what was shown, what was said."""
    session = exported.record.session
    stimuli = {one.id: one for one in session.stimuli}
    facts = {one.id: one.facts for one in session.raters}
    return [
        _row(session, trial, rating, counts, stimuli)
        | ({"comment": rating.answer.comment} if exported.with_comments else {})
        | (
            {f"rater_{name}": facts[trial.rater].get(name) for name in _told(session)}
            if exported.with_facts
            else {}
        )
        for trial, rating, counts in exported.ratings
    ]


def csv_bytes(rows: Sequence[Row], columns: Sequence[str]) -> bytes:
    """Return a table as CSV in UTF-8, one line a row; no cell is a formula.

    Examples
    --------
    >>> print(csv_bytes([{"a": 1, "b": "=2+2"}], ["a", "b"]).decode())
    a,b
    1,'=2+2
    <BLANKLINE>
    """
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: _harmless(cell) for name, cell in row.items()} for row in rows)
    return text.getvalue().encode("utf-8", "surrogatepass")


def parquet_bytes(rows: Sequence[Row], columns: Sequence[str]) -> bytes:
    """Return a table as Parquet, a column typed by its cells.

    Raises
    ------
    MissingTool
        If pyarrow is not installed.
    """
    try:
        import pyarrow as pa  # type: ignore[import-untyped]
        import pyarrow.parquet as pq  # type: ignore[import-untyped]
    except ImportError:
        raise MissingTool(
            "pyarrow is needed for Parquet, and it is not installed; install "
            "'etudes-music[parquet]', or export csv"
        ) from None
    table = pa.table({name: [row[name] for row in rows] for name in columns})
    file = io.BytesIO()
    pq.write_table(table, file)
    return file.getvalue()


def columns_of(exported: Exported) -> list[str]:
    """Return the columns of the table of ratings, which it has without a row too."""
    told = _told(exported.record.session) if exported.with_facts else ()
    return [
        *_COLUMNS,
        *(["comment"] if exported.with_comments else []),
        *(f"rater_{name}" for name in told),
    ]


_COLUMNS = (
    *("rating", "session", "made_up", "rater", "trial", "position", "phase", "repeats"),
    *(
        "counts",
        "supersedes",
        "shown_level",
        "instrument",
        "left",
        "left_item",
        "left_origin",
    ),
    *("left_system", "right", "right_item", "right_origin", "right_system"),
    *(*rating_scales(), "choice", "seconds", "plays", "heard", "way", "form", "language"),
    "rated_at",
    *("left_score_sha256", "left_sound_sha256"),
    *("right_score_sha256", "right_sound_sha256"),
)


def _row(
    session: Session,
    trial: Trial,
    rating: Rating,
    counts: bool,
    stimuli: Mapping[str, Stimulus],
) -> Row:
    left = stimuli[trial.left]
    right = stimuli[trial.right] if trial.right is not None else None
    answer = rating.answer
    values: Row = {name: answer.values.get(name) for name in rating_scales()}
    shown: Row = {
        "rating": rating.id,
        "session": session.code,
        "made_up": int(session.is_made_up),
        "rater": trial.rater,
        "trial": trial.id,
        "position": trial.position,
        "phase": trial.phase,
        "repeats": trial.repeats,
        "counts": int(counts),
        "supersedes": rating.supersedes,
        "shown_level": left.level,
        "instrument": left.instrument,
        **_side("left", left),
        **_side("right", right),
    }
    said: Row = {
        "choice": answer.choice,
        "seconds": answer.seconds,
        "plays": answer.plays,
        "heard": None if answer.is_heard is None else int(answer.is_heard),
        "way": rating.way,
        "form": rating.form,
        "language": session.language.code,
        "rated_at": rating.rated_at.isoformat(),
    }
    return shown | values | said


def _side(side: str, one: Stimulus | None) -> Row:
    if one is None:
        return dict.fromkeys(f"{side}{name}" for name in _OF_A_SIDE)
    return {
        side: one.id,
        f"{side}_item": one.item,
        f"{side}_origin": one.origin,
        f"{side}_system": one.system,
        f"{side}_score_sha256": one.score_sha256,
        f"{side}_sound_sha256": one.sound_sha256,
    }


def _told(session: Session) -> list[str]:
    """Return what raters told of themselves, by name."""
    return sorted({name for rater in session.raters for name in rater.facts})


def _harmless(cell: Cell) -> Cell:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
