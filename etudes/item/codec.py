"""Melodies, tempos and requests as JSON text and back, without loss.

Lengths are written "1/4", pitches "F#4", keys "D major", metres "6/8". Keys of an object
are sorted and nothing is left to the writer's taste: equal values give equal text.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import fields
from fractions import Fraction
from hashlib import sha256
from typing import Any

from etudes.errors import InvalidValue
from etudes.item.item import Tempo
from etudes.item.request import Request
from etudes.markings import Mark, Markings, Span
from etudes.melody import Measure, Melody, Note, Rest
from etudes.sampling.diagnostics import Sampling
from etudes.tables import Instrument, instrument_from_data
from etudes.theory import Interval, Key, Pitch, TimeSignature

_OF_THE_LAYOUT = ("title", "paper")
"""What requests of the first versions told beside the music."""
_MARKS = ("is_pickup", "is_short", "ends_section")


def _read_range(pair: Sequence[str]) -> tuple[Pitch, Pitch]:
    low, high = pair
    return Pitch.parse(low), Pitch.parse(high)


_REQUEST_READERS: dict[str, Callable[[Any], Any]] = {
    "key": Key.parse,
    "time_signature": TimeSignature.parse,
    "range": _read_range,
    "tessitura": _read_range,
    "values": lambda values: tuple(Fraction(value) for value in values),
    "max_leap": lambda pair: Interval(*pair),
    "focus": tuple,
    "rules": tuple,
    "own_instrument": instrument_from_data,
}


def melody_to_json(melody: Melody) -> str:
    """Return the melody as JSON text.

    Examples
    --------
    >>> rest = Measure(TimeSignature(2, 4), (Rest(Fraction(1, 2)),))
    >>> melody_to_json(Melody(Key.parse("G major"), (rest,)))
    '{"key":"G major","measures":[{"notes":[{"rest":"1/2"}]}],"time":"2/4"}'
    """
    return to_json(
        {
            "key": str(melody.key),
            "time": str(melody.time_signature),
            "measures": [
                {"notes": [_written(note) for note in measure.notes]}
                | {mark: True for mark in _MARKS if getattr(measure, mark)}
                for measure in melody.measures
            ],
        }
    )


def melody_from_json(text: str) -> Melody:
    """Return the melody that `melody_to_json` wrote.

    Raises
    ------
    InvalidValue
        If the text is no such JSON, or its notes are no valid melody.
    """
    with _reading("melody", text):
        data = json.loads(text)
        metre = TimeSignature.parse(data["time"])
        measures = tuple(
            Measure(
                metre,
                tuple(_read_note(note) for note in measure["notes"]),
                **{mark: measure.get(mark, False) for mark in _MARKS},
            )
            for measure in data["measures"]
        )
        return Melody(Key.parse(data["key"]), measures)


def tempo_to_json(tempo: Tempo) -> str:
    """Return the tempo as JSON text."""
    return to_json(
        {
            "beat": str(tempo.beat),
            "beats_per_minute": tempo.beats_per_minute,
            "word": tempo.word,
        }
    )


def tempo_from_json(text: str) -> Tempo:
    """Return the tempo that `tempo_to_json` wrote.

    Raises
    ------
    InvalidValue
        If the text is no such JSON.
    """
    with _reading("tempo", text):
        data = json.loads(text)
        return Tempo(Fraction(data["beat"]), data["beats_per_minute"], data["word"])


def markings_to_json(markings: Markings) -> str:
    """Return the signs of a melody as JSON text.

    Examples
    --------
    >>> markings_to_json(Markings((Mark(0, "dynamic", "mf"),), (Span(0, 3, "slur"),)))
    '{"marks":[[0,"dynamic","mf"]],"spans":[[0,3,"slur"]]}'
    """
    return to_json(
        {
            "marks": [[mark.place, mark.kind, mark.text] for mark in markings.marks],
            "spans": [[span.first, span.last, span.kind] for span in markings.spans],
        }
    )


def markings_from_json(text: str) -> Markings:
    """Return the signs that `markings_to_json` wrote.

    Raises
    ------
    InvalidValue
        If the text is no such JSON, or a sign in it is unknown.
    """
    with _reading("set of markings", text):
        data = json.loads(text)
        return Markings(
            tuple(Mark(*mark) for mark in data["marks"]),
            tuple(Span(*span) for span in data["spans"]),
        )


def sampling_to_json(sampling: Sampling) -> str:
    """Return how a melody was drawn as JSON text."""
    return to_json({f.name: getattr(sampling, f.name) for f in fields(sampling)})


def sampling_from_json(text: str) -> Sampling:
    """Return the sampling that `sampling_to_json` wrote.

    Raises
    ------
    InvalidValue
        If the text is no such JSON, or a figure in it is out of bounds.
    """
    with _reading("sampling", text):
        data = json.loads(text)
        for name in ("bits", "removed"):
            data[name] = tuple((duration, pitch) for duration, pitch in data[name])
        return Sampling(**data)


def request_to_json(request: Request) -> str:
    """Return the request as JSON text; what it leaves open is left out.

    Examples
    --------
    >>> request_to_json(Request(2, "violin", 7, key=Key.parse("D major")))
    '{"instrument":"violin","key":"D major","level":2,"seed":7}'
    """
    # Without the Nones, a field that a later version adds changes no older request's id.
    values = {field.name: getattr(request, field.name) for field in fields(request)}
    return to_json({k: _plain(value) for k, value in values.items() if value is not None})


def request_from_json(text: str) -> Request:
    """Return the request that `request_to_json` wrote.

    Raises
    ------
    InvalidValue
        If the text is no such JSON, or a value in it is not allowed.
    """
    with _reading("request", text):
        data = json.loads(text)
        return Request(
            **{
                name: _REQUEST_READERS.get(name, lambda as_it_is: as_it_is)(value)
                for name, value in data.items()
                if name not in _OF_THE_LAYOUT
            }
        )


def request_id(request: Request) -> str:
    """Return the SHA-256 of the request's JSON, in hexadecimal."""
    return sha256(request_to_json(request).encode()).hexdigest()


def to_json(value: object) -> str:
    """Return the one JSON text of a value, in ASCII.

    Raises
    ------
    InvalidValue
        If a number in it is not finite.
    """
    try:
        return json.dumps(value, sort_keys=True, separators=(",", ":"), allow_nan=False)
    except ValueError as error:
        raise InvalidValue(f"finite numbers were expected in {value!r:.200}") from error


def _written(note: Note | Rest) -> dict[str, object]:
    if isinstance(note, Rest):
        return {"rest": str(note.duration)}
    data: dict[str, object] = {"pitch": str(note.pitch), "duration": str(note.duration)}
    return data | {"tied": True} if note.tied else data


def _read_note(data: dict[str, Any]) -> Note | Rest:
    if "rest" in data:
        return Rest(Fraction(data["rest"]))
    pitch = Pitch.parse(data["pitch"])
    return Note(pitch, Fraction(data["duration"]), data.get("tied", False))


def _plain(value: object) -> object:
    match value:
        case tuple():
            return [_plain(part) for part in value]
        case Key() | Pitch() | TimeSignature() | Fraction():
            return str(value)
        case Interval():
            return [value.steps, value.semitones]
        case Instrument():
            return value.as_data()
        case _:
            return value


@contextmanager
def _reading(what: str, text: str) -> Iterator[None]:
    try:
        yield
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        raise InvalidValue(
            f"a {what} as JSON was expected, not {text!r:.60}: {error}"
        ) from error
