"""Standard MIDI files as bytes: which notes sound when, and what the file says of them.

Source: The MIDI Association, Standard MIDI Files 1.0 (RP-001).
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import NamedTuple

from etudes.errors import InvalidValue
from etudes.theory import Key, TimeSignature

_DATA_BYTES = {0x80: 2, 0x90: 2, 0xA0: 2, 0xB0: 2, 0xC0: 1, 0xD0: 1, 0xE0: 2}
_NAME, _COPYRIGHT, _METRE, _KEY = 0x03, 0x02, 0x58, 0x59


class Sound(NamedTuple):
    """A note as played: its number, and when it begins and ends, in whole notes."""

    onset: Fraction
    end: Fraction
    number: int


@dataclass(frozen=True, slots=True)
class Track:
    """The notes of each channel of a track, in order; channels count from 0."""

    name: str
    channels: dict[int, list[Sound]]


@dataclass(slots=True)
class File:
    """The tracks of a file, and its changes of metre and key in the order of time.

    A metre that cannot be written is None, and so is such a key.
    """

    tracks: list[Track] = field(default_factory=list)
    metres: list[tuple[Fraction, TimeSignature | None]] = field(default_factory=list)
    keys: list[tuple[Fraction, Key | None]] = field(default_factory=list)
    copyright: str = ""


class _Message(NamedTuple):
    """A channel's message, or (status 255) a meta event, its kind first in its `data`."""

    tick: int
    status: int
    data: bytes


def parse(data: bytes) -> File:
    """Return what a MIDI file holds.

    Raises
    ------
    InvalidValue
        If it is no MIDI file, is cut short, or counts in seconds instead of beats.
    """
    if data[:4] != b"MThd":
        raise InvalidValue("MIDI was expected, and the file does not begin as MIDI does")
    chunks = list(_chunks(data))
    division = int.from_bytes(chunks[0][1][4:6], "big") if chunks else 0
    if not 0 < division < 0x8000:
        raise InvalidValue("MIDI that counts in beats was expected; export it again")
    file = File()
    for kind, body in chunks[1:]:
        if kind == b"MTrk":
            _read_track(file, list(_messages(body)), 4 * division)
    file.metres.sort(key=lambda change: change[0])
    file.keys.sort(key=lambda change: change[0])
    return file


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    position = 0
    while position + 8 <= len(data):
        start = position + 8
        position = start + int.from_bytes(data[position + 4 : start], "big")
        if position > len(data):
            raise InvalidValue("MIDI was expected, and the file is cut short")
        yield data[start - 8 : start - 4], data[start:position]


def _messages(body: bytes) -> Iterator[_Message]:
    position = tick = status = 0
    try:
        while position < len(body):
            delta, position = _number(body, position)
            tick += delta
            if body[position] >= 0x80:
                status = body[position]
                position += 1
            kind = b""
            if status == 0xFF:
                kind = body[position : position + 1]
                position += 1
            if status in (0xF0, 0xF7, 0xFF):
                length, position = _number(body, position)
            else:
                length = _DATA_BYTES[status & 0xF0]
            value = body[position : position + length]
            if len(value) < length or (status < 0xF0 and value and max(value) >= 0x80):
                raise IndexError
            yield _Message(tick, status, kind + value)
            position += length
    except (IndexError, KeyError):
        raise InvalidValue(
            f"MIDI was expected, and a track is broken at its byte {position}; export the "
            "file again"
        ) from None


def _number(body: bytes, position: int) -> tuple[int, int]:
    """Return a number of seven bits a byte, and where the next byte is."""
    number = 0
    for place in range(position, position + 4):
        number = number << 7 | body[place] & 0x7F
        if body[place] < 0x80:
            return number, place + 1
    raise IndexError


def _read_track(file: File, messages: list[_Message], ticks: int) -> None:
    """Add a track to the file; `ticks` make a whole note."""
    name = ""
    for tick, status, data in messages:
        if status != 0xFF:
            continue
        kind, value = data[0], data[1:]
        if kind == _NAME:
            name = name or _text(value)
        elif kind == _COPYRIGHT:
            file.copyright = file.copyright or _text(value)
        elif kind == _METRE:
            file.metres.append((Fraction(tick, ticks), _metre(value)))
        elif kind == _KEY:
            file.keys.append((Fraction(tick, ticks), _key(value)))
    file.tracks.append(Track(name, _channels(messages, ticks)))


def _channels(messages: list[_Message], ticks: int) -> dict[int, list[Sound]]:
    sounding: dict[tuple[int, int], deque[int]] = {}
    channels: dict[int, list[Sound]] = {}

    def end(channel: int, number: int, tick: int) -> None:
        onset = sounding[channel, number].popleft()
        if tick > onset:
            sound = Sound(Fraction(onset, ticks), Fraction(tick, ticks), number)
            channels.setdefault(channel, []).append(sound)

    for tick, status, data in messages:
        channel, number = status & 0x0F, data[0] if data else 0
        if status & 0xF0 == 0x90 and data[1]:
            sounding.setdefault((channel, number), deque()).append(tick)
        elif status & 0xF0 in (0x80, 0x90) and sounding.get((channel, number)):
            end(channel, number, tick)
    last = messages[-1].tick if messages else 0
    for (channel, number), onsets in sounding.items():
        for _ in tuple(onsets):
            end(channel, number, last)
    return {channel: sorted(sounds) for channel, sounds in sorted(channels.items())}


def _metre(value: bytes) -> TimeSignature | None:
    try:
        return TimeSignature(value[0], 2 ** min(value[1], 6))
    except (IndexError, InvalidValue):
        return None


def _key(value: bytes) -> Key | None:
    try:
        fifths = value[0] - 256 if value[0] > 127 else value[0]
        return Key.from_fifths(fifths, "minor" if value[1] == 1 else "major")
    except (IndexError, InvalidValue):
        return None


def _text(value: bytes) -> str:
    try:
        text = value.decode("utf-8")
    except UnicodeDecodeError:
        text = value.decode("latin-1")
    return " ".join(text.split())
