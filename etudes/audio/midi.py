"""A timeline as a MIDI file for the synthesiser: ten thousand ticks a second."""

from collections.abc import Iterator

from etudes.audio.timeline import Sounding, Timbre, Timeline
from etudes.errors import InvalidValue

TICKS_PER_SECOND = 10_000

_DRUMS = 9
"""The channel of drums, counted from 0."""
_MELODIC = tuple(channel for channel in range(16) if channel != _DRUMS)
_KITS = {"snare": 48, "kit snare": 0}
_CLICK_KIT = 48
"""Both kits have the woodblocks of a click; it takes the one that is there."""
_VOLUME, _REVERB, _CHORUS = 7, 91, 93
_LEVEL = 112
"""Of the channel volume, so that a loud chord stays below full scale."""


def midi_of(timeline: Timeline) -> bytes:
    """Return the file, format 0, one channel for each timbre, no reverberation.

    Raises
    ------
    InvalidValue
        If more than 15 pitched timbres sound in it, or both kits of drums.
    """
    channels = _channels(timeline)
    kit = next((_KITS[one] for one in channels if one in _KITS), _CLICK_KIT)
    setup = [(0, bytes((0xFF, 0x51, 3)) + (1_000_000).to_bytes(3, "big"))]
    for timbre, channel in channels.items():
        program = timbre if isinstance(timbre, int) else kit
        setup.append((0, bytes((0xC0 | channel, program))))
        for number, value in ((_VOLUME, _LEVEL), (_REVERB, 0), (_CHORUS, 0)):
            setup.append((0, bytes((0xB0 | channel, number, value))))
    notes = sorted(
        event for one in timeline.soundings for event in _events(one, channels[one.timbre])
    )
    end = [(_ticks(timeline.duration), b"\xff\x2f\x00")]
    track = _with_deltas([*setup, *((tick, message) for tick, _, message in notes), *end])
    head = b"".join(number.to_bytes(2, "big") for number in (0, 1, TICKS_PER_SECOND))
    return (
        b"MThd"
        + (6).to_bytes(4, "big")
        + head
        + b"MTrk"
        + (len(track).to_bytes(4, "big") + track)
    )


def _channels(timeline: Timeline) -> dict[Timbre, int]:
    timbres = sorted({one.timbre for one in timeline.soundings}, key=str)
    pitched = [timbre for timbre in timbres if isinstance(timbre, int)]
    drums = [timbre for timbre in timbres if isinstance(timbre, str)]
    if len(pitched) > len(_MELODIC) or len(_KITS.keys() & {*drums}) > 1:
        raise InvalidValue(
            f"up to {len(_MELODIC)} pitched timbres and one kit of drums sound together, "
            f"not {', '.join(map(str, timbres))}"
        )
    return dict(zip(pitched, _MELODIC, strict=False)) | dict.fromkeys(drums, _DRUMS)


def _events(one: Sounding, channel: int) -> Iterator[tuple[int, int, bytes]]:
    """Its beginning and its end; of what falls together, ends come first."""
    begins = _ticks(one.onset)
    ends = max(begins + 1, _ticks(one.end))
    yield begins, 1, bytes((0x90 | channel, one.pitch, one.velocity))
    yield ends, 0, bytes((0x80 | channel, one.pitch, 0))


def _ticks(seconds: float) -> int:
    return round(seconds * TICKS_PER_SECOND)


def _with_deltas(events: list[tuple[int, bytes]]) -> bytes:
    before, track = 0, b""
    for tick, message in events:
        track += _variable_length(tick - before) + message
        before = tick
    return track


def _variable_length(number: int) -> bytes:
    """Seven bits a byte, all but the last marked: 0 → 00, 128 → 81 00."""
    last, rest = bytes((number & 0x7F,)), number >> 7
    while rest:
        last, rest = bytes((rest & 0x7F | 0x80,)) + last, rest >> 7
    return last
