"""A session as a database of its own, which Datasette can open; pseudonyms only."""

import json
import sqlite3
from contextlib import closing

from etudes.errors import DamagedData
from etudes.item.codec import melody_to_json, tempo_to_json, to_json
from etudes.rating.export import Exported, Row
from etudes.rating.record import Record
from etudes.rating.session import Rating, Session, Stimulus, Trial
from etudes.store.connection import integrity_problems


def database_bytes(exported: Exported) -> bytes:
    """Return a SQLite database of the session that Datasette can open.

    It is made anew, table by table, so that nothing else lingers in it.

    Raises
    ------
    DamagedData
        If SQLite finds it unsound.
    """
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript(_SCHEMA)
        for table, rows in _tables(exported).items():
            for row in rows:
                marks = ", ".join("?" * len(row))
                connection.execute(
                    f"INSERT INTO {table} VALUES ({marks})",  # noqa: S608 - own names
                    tuple(row.values()),
                )
        connection.commit()
        connection.execute("VACUUM")
        if damage := integrity_problems(connection):
            raise DamagedData(f"the copy is unsound ({damage[0]}); export it once more")
        return connection.serialize()


_SCHEMA = """
CREATE TABLE sessions (
    code TEXT PRIMARY KEY, title TEXT NOT NULL, design TEXT NOT NULL,
    made_at TEXT NOT NULL, made_up INTEGER NOT NULL
);
CREATE TABLE items (
    id TEXT PRIMARY KEY, instrument TEXT NOT NULL, level_asked INTEGER NOT NULL,
    level_measured REAL NOT NULL, model_name TEXT NOT NULL, model_digest TEXT NOT NULL,
    seed TEXT NOT NULL, bits_per_note REAL, melody TEXT NOT NULL, tempo TEXT NOT NULL,
    descriptors TEXT NOT NULL
);
CREATE TABLE stimuli (
    id TEXT PRIMARY KEY, session TEXT NOT NULL REFERENCES sessions (code),
    item TEXT NOT NULL REFERENCES items (id), level INTEGER NOT NULL,
    instrument TEXT NOT NULL, origin TEXT NOT NULL, system TEXT NOT NULL,
    source TEXT NOT NULL, expected TEXT NOT NULL, score_sha256 TEXT NOT NULL,
    sound_sha256 TEXT NOT NULL
);
CREATE TABLE raters (
    id TEXT PRIMARY KEY, session TEXT NOT NULL REFERENCES sessions (code),
    number INTEGER NOT NULL, facts TEXT
);
CREATE TABLE trials (
    id TEXT PRIMARY KEY, rater TEXT NOT NULL REFERENCES raters (id),
    position INTEGER NOT NULL, phase TEXT NOT NULL,
    left_stimulus TEXT NOT NULL REFERENCES stimuli (id),
    right_stimulus TEXT REFERENCES stimuli (id), repeats TEXT REFERENCES trials (id)
);
CREATE TABLE ratings (
    id INTEGER PRIMARY KEY, trial TEXT NOT NULL REFERENCES trials (id), choice TEXT,
    seconds REAL, plays INTEGER NOT NULL, heard INTEGER, way TEXT NOT NULL,
    form TEXT NOT NULL, supersedes INTEGER REFERENCES ratings (id),
    counts INTEGER NOT NULL, rated_at TEXT NOT NULL, comment TEXT
);
CREATE TABLE rating_values (
    rating INTEGER NOT NULL REFERENCES ratings (id), scale TEXT NOT NULL,
    value INTEGER NOT NULL, PRIMARY KEY (rating, scale)
);
-- In both views: `repeats` names the trial that was asked once more, and `anchor` is 1 for
-- a piece broken on purpose. The report's means leave out both. `made_up` is 1 of raters
-- who are nobody (`etudes session try`).
CREATE VIEW judgements AS
SELECT raters.session, sessions.made_up, trials.rater, trials.position, trials.repeats,
    stimuli.level, stimuli.instrument, stimuli.origin, stimuli.system,
    stimuli.id AS stimulus, stimuli.origin = 'anchor' AS anchor,
    rating_values.scale, rating_values.value, ratings.id AS rating
FROM ratings JOIN trials ON trials.id = ratings.trial
JOIN raters ON raters.id = trials.rater
JOIN sessions ON sessions.code = raters.session
JOIN stimuli ON stimuli.id = trials.left_stimulus
JOIN rating_values ON rating_values.rating = ratings.id WHERE ratings.counts;
CREATE VIEW choices AS
SELECT raters.session, sessions.made_up, trials.rater, trials.position, trials.repeats,
    one.level, one.instrument, one.system AS left_system, other.system AS right_system,
    one.id AS left_stimulus, other.id AS right_stimulus,
    'anchor' IN (one.origin, other.origin) AS anchor, ratings.choice, ratings.id AS rating
FROM ratings JOIN trials ON trials.id = ratings.trial
JOIN raters ON raters.id = trials.rater
JOIN sessions ON sessions.code = raters.session
JOIN stimuli AS one ON one.id = trials.left_stimulus
JOIN stimuli AS other ON other.id = trials.right_stimulus WHERE ratings.counts;
"""


def _tables(exported: Exported) -> dict[str, list[Row]]:
    session = exported.record.session
    return {
        "sessions": [_session(session)],
        "items": _items(exported.record),
        "stimuli": [_stimulus(session.code, one) for one in session.stimuli],
        "raters": [
            {
                "id": one.id,
                "session": session.code,
                "number": one.number,
                "facts": to_json(dict(one.facts)) if exported.with_facts else None,
            }
            for one in session.raters
        ],
        "trials": [_trial(one) for one in session.trials],
        "ratings": [
            _rating(rating, counts, exported.with_comments)
            for _, rating, counts in exported.ratings
        ],
        "rating_values": [
            {"rating": rating.id, "scale": name, "value": value}
            for _, rating, _ in exported.ratings
            for name, value in rating.answer.values.items()
        ],
    }


def _session(session: Session) -> Row:
    return {
        "code": session.code,
        "title": session.title,
        "design": to_json(dict(session.design)),
        "made_at": session.made_at.isoformat(),
        "made_up": int(session.is_made_up),
    }


def _trial(one: Trial) -> Row:
    return {
        "id": one.id,
        "rater": one.rater,
        "position": one.position,
        "phase": one.phase,
        "left": one.left,
        "right": one.right,
        "repeats": one.repeats,
    }


def _items(record: Record) -> list[Row]:
    return [
        {
            "id": item.id,
            "instrument": item.instrument,
            "level_asked": item.level_asked,
            "level_measured": item.level_measured,
            "model_name": item.model_name,
            "model_digest": item.model_digest,
            "seed": str(item.seed),
            "bits_per_note": item.bits_per_note,
            "melody": melody_to_json(item.melody),
            "tempo": tempo_to_json(item.tempo),
            "descriptors": to_json(item.descriptors),
        }
        for item in record.items.values()
    ]


def _stimulus(code: str, one: Stimulus) -> Row:
    return {
        "id": one.id,
        "session": code,
        "item": one.item,
        "level": one.level,
        "instrument": one.instrument,
        "origin": one.origin,
        "system": one.system,
        "source": one.source,
        "expected": json.dumps({name: list(two) for name, two in one.expected.items()}),
        "score_sha256": one.score_sha256,
        "sound_sha256": one.sound_sha256,
    }


def _rating(rating: Rating, counts: bool, with_comments: bool) -> Row:
    answer = rating.answer
    return {
        "id": rating.id,
        "trial": rating.trial,
        "choice": answer.choice,
        "seconds": answer.seconds,
        "plays": answer.plays,
        "heard": None if answer.is_heard is None else int(answer.is_heard),
        "way": rating.way,
        "form": rating.form,
        "supersedes": rating.supersedes,
        "counts": int(counts),
        "rated_at": rating.rated_at.isoformat(),
        "comment": answer.comment if with_comments else None,
    }
