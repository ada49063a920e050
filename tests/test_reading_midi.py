"""What a musician expects of MIDI files that have been read."""

import struct
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etudes.errors import UnreadableFile
from etudes.melody import Melody, Note
from etudes.reading.midi import read_midi
from etudes.reading.score import Line, Score

THREE_FOUR = (0, b"\xff\x58\x04\x03\x02\x18\x08")
G_MAJOR = (0, b"\xff\x59\x02\x01\x00")
TICKS = 24


def midi(*tracks: list[tuple[int, bytes]], ticks: int = TICKS) -> bytes:
    """Return a MIDI file of tracks of delta times and messages."""
    head = b"MThd" + struct.pack(">IHHH", 6, min(1, len(tracks) - 1), len(tracks), ticks)
    return head + b"".join(map(chunk, tracks))


def chunk(messages: list[tuple[int, bytes]]) -> bytes:
    body = b"".join(_delta(n) + message for n, message in (*messages, (0, b"\xff\x2f\0")))
    return b"MTrk" + struct.pack(">I", len(body)) + body


def _delta(ticks: int) -> bytes:
    head = b"".join(bytes([ticks >> shift & 0x7F | 0x80]) for shift in (21, 14, 7))
    return head + bytes([ticks & 0x7F])


def played(
    *notes: tuple[int, int], channel: int = 0, silence: int = 0
) -> list[tuple[int, bytes]]:
    """Return note-on and note-off messages for MIDI numbers and lengths in ticks."""
    return [
        message
        for number, ticks in notes
        for message in (
            (silence, bytes([0x90 + channel, number, 80])),
            (ticks - silence, bytes([0x80 + channel, number, 0])),
        )
    ]


def name(text: str) -> tuple[int, bytes]:
    return 0, b"\xff\x03" + bytes([len(text)]) + text.encode()


def read(folder: Path, content: bytes) -> Score:
    path = folder / "piece.mid"
    path.write_bytes(content)
    return read_midi(path)


def first(folder: Path, *messages: tuple[int, bytes]) -> str:
    return shown(read(folder, midi(list(messages))).lines[0])


def shown(line: Line) -> str:
    """Return 'G major 3/4: p D4:1/4 | G4:3/4~': p for a pickup, s for a short bar."""
    return "; ".join(map(_shown, line.passages))


def _shown(melody: Melody) -> str:
    bars = (
        "p " * measure.is_pickup
        + "s " * measure.is_short
        + " ".join(
            f"{n.pitch}:{n.duration}{'~' * n.tied}"
            if isinstance(n, Note)
            else f"r:{n.duration}"
            for n in measure.notes
        )
        for measure in melody.measures
    )
    return f"{melody.key} {melody.time_signature}: {' | '.join(bars)}"


def test_notes_are_spelled_by_the_key(tmp_path: Path) -> None:
    """Number 68 is A flat in E flat major and G sharp in E major."""
    found = [
        first(tmp_path, THREE_FOUR, (0, b"\xff\x59\x02" + key), *played((68, 72)))
        for key in (b"\xfd\0", b"\x04\0")
    ]

    assert found == ["Eb major 3/4: Ab4:3/4", "E major 3/4: G#4:3/4"]


def test_without_a_key_the_one_heard_is_taken(tmp_path: Path) -> None:
    """A scale of A with its arpeggio is A major, and the reader says that it guessed."""
    tune = [(n, 12) for n in (69, 71, 73, 74, 76, 78, 80, 81, 76, 73, 69, 69)]

    line = read(tmp_path, midi([THREE_FOUR, *played(*tune)])).lines[0]

    assert (str(line.passages[0].key), line.remarks) == (
        "A major",
        ("the file states no key: A major was estimated",),
    )


def test_without_a_metre_it_is_read_in_four(tmp_path: Path) -> None:
    """The file has to be taken as it is, and the reader says so."""
    line = read(tmp_path, midi([G_MAJOR, *played((67, 96))])).lines[0]

    assert (shown(line), line.remarks) == (
        "G major 4/4: G4:1",
        ("the file states no metre at its beginning: read in 4/4",),
    )


@pytest.mark.parametrize(
    ("ticks", "written"),
    [
        ((8, 8, 8, 48), "1/12 1/12 1/12 1/2"),
        ((6, 6, 6, 6, 48), "1/16 1/16 1/16 1/16 1/2"),
        ((4, 4, 4, 4, 4, 4, 48), "1/24 1/24 1/24 1/24 1/24 1/24 1/2"),
        ((3, 3, 6, 12, 48), "1/32 1/32 1/16 1/8 1/2"),
        ((18, 6, 48), "3/16 1/16 1/2"),
        ((16, 8, 48), "1/6 1/12 1/2"),
    ],
)
def test_triplets_and_short_values_are_exact(
    tmp_path: Path, ticks: tuple[int, ...], written: str
) -> None:
    """What a notation program wrote comes back as it was."""
    messages = played(*((60 + n, length) for n, length in enumerate(ticks)))

    line = read(tmp_path, midi([THREE_FOUR, G_MAJOR, *messages])).lines[0]

    assert " ".join(str(n.duration) for n in line.passages[0].measures[0].notes) == written


@pytest.mark.parametrize("lifted", [24, 48, 96])
def test_fingers_lifted_early_leave_no_rests(tmp_path: Path, lifted: int) -> None:
    """Crotchets held for four fifths and more are crotchets, quavers are quavers."""
    notes = [(67, 480), (69, 240), (71, 240), (67, 480)]
    messages = [
        message
        for number, ticks in notes
        for message in (
            (0, bytes([0x90, number, 80])),
            (ticks - lifted * ticks // 480, bytes([0x80, number, 0])),
            (lifted * ticks // 480, b"\xff\x01\x00"),
        )
    ]
    content = midi([THREE_FOUR, G_MAJOR, *messages], ticks=480)

    assert shown(read(tmp_path, content).lines[0]).startswith(
        "G major 3/4: G4:1/4 A4:1/8 B4:1/8 "
    )


@given(st.lists(st.integers(-12, 12), min_size=7, max_size=7))
def test_a_pianists_timing_is_written_plainly(
    tmp_path_factory: pytest.TempPathFactory, late: list[int]
) -> None:
    """Notes up to a fortieth of a crotchet early or late keep their values."""
    values = [480, 240, 240, 160, 160, 160, 480]
    ticks = [sum(values[:n]) for n in range(8)]
    onsets = [max(0, tick + shift) for tick, shift in zip(ticks, late, strict=False)]
    onsets[0] = 1  # so that it was clearly played
    times = sorted(
        [(tick, 0x90, 60 + n) for n, tick in enumerate(onsets)]
        + [(tick - 13, 0x80, 60 + n) for n, tick in enumerate([*onsets[1:], ticks[7]])]
    )
    messages = [
        (tick - before, bytes([status, number, 64]))
        for (tick, status, number), before in zip(
            times, [0, *(time[0] for time in times)], strict=False
        )
    ]

    content = midi([G_MAJOR, *messages], ticks=480)
    line = read(tmp_path_factory.mktemp("midi"), content).lines[0]

    found = [note.duration * 1920 for note in line.passages[0].measures[0].notes]
    assert found == values


def test_what_crosses_the_barline_is_tied(tmp_path: Path) -> None:
    """A minim that begins on the last beat is two crotchets."""
    assert first(tmp_path, THREE_FOUR, G_MAJOR, *played((67, 48), (69, 48), (71, 48))) == (
        "G major 3/4: G4:1/2 A4:1/4~ | A4:1/4 B4:1/2"
    )


def test_a_first_bar_in_a_smaller_metre_is_a_pickup(tmp_path: Path) -> None:
    """So notation programs write an upbeat of one beat."""
    one_four = (0, b"\xff\x58\x04\x01\x02\x18\x08")
    notes = played((67, 24), (72, 72))

    assert first(tmp_path, one_four, G_MAJOR, *notes[:2], THREE_FOUR, *notes[2:]) == (
        "G major 3/4: p G4:1/4 | C5:3/4"
    )


def test_silence_before_the_first_note_is_no_rest(tmp_path: Path) -> None:
    """A bar that begins with silence is an upbeat, completed by the last bar."""
    notes = [(48, b"\xff\x01\x00"), *played((67, 24), (72, 72), (71, 48))]

    assert first(tmp_path, THREE_FOUR, G_MAJOR, *notes) == (
        "G major 3/4: p G4:1/4 | C5:3/4 | s B4:1/2"
    )


def test_each_channel_of_each_track_is_a_line(tmp_path: Path) -> None:
    """The conductor's track has none; its name is the title."""
    content = midi(
        [name("Duet"), THREE_FOUR, G_MAJOR],
        [name("Flute"), *played((67, 72))],
        [name("Keys"), *played((60, 72)), *played((48, 72), channel=1)],
    )

    score = read(tmp_path, content)

    assert (score.provenance.title, [line.name for line in score.lines]) == (
        "Duet",
        ["Flute", "Keys, channel 1", "Keys, channel 2"],
    )


def test_of_drums_the_rhythm_is_read(tmp_path: Path) -> None:
    """Channel 10 has strokes, not pitches."""
    line = read(
        tmp_path, midi([THREE_FOUR, G_MAJOR, *played((36, 24), (38, 48), channel=9)])
    ).lines[0]

    assert (shown(line), line.remarks) == (
        "G major 3/4: B4:1/4 B4:1/2",
        ("a part without pitches: its rhythm was read",),
    )


def test_of_chords_and_voices_the_highest_notes_are_read(tmp_path: Path) -> None:
    """The tune lies on top; what moves under a held note is another voice."""
    messages = [
        (0, bytes([0x90, 60, 80])),
        (0, bytes([0x90, 72, 80])),
        (24, bytes([0x80, 60, 0])),
        (0, bytes([0x90, 64, 80])),
        (24, bytes([0x80, 64, 0])),
        (0, bytes([0x80, 72, 0])),
        *played((74, 24)),
    ]

    line = read(tmp_path, midi([THREE_FOUR, G_MAJOR, *messages])).lines[0]

    assert (shown(line), line.chord_share, line.remarks) == (
        "G major 3/4: C5:1/2 D5:1/4",
        0.5,
        ("of 4 notes the 2 highest were read",),
    )


def test_running_status_and_silent_note_ons_are_understood(tmp_path: Path) -> None:
    """A note-on without force ends a note, and a status holds until the next."""
    messages = [(0, bytes([0x90, 67, 80])), (72, bytes([67, 0]))]

    assert first(tmp_path, THREE_FOUR, G_MAJOR, *messages) == "G major 3/4: G4:3/4"


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "empty"),
        (b"no music here", "does not begin as MIDI does"),
        (midi([]), "no bars at all"),
        (midi(played((60, 24)))[:-9], "cut short"),
        (midi(played((60, 2**28 - 1)), ticks=1), "at most 3000 bars"),
        (midi(played((60, 24)), ticks=0), "counts in beats"),
        (midi(played((60, 24)), ticks=0xE728), "counts in beats"),
        (midi([(0, b"\xff\x58\x04\0\x02\x18\x08"), *played((60, 96))]), "in free metre"),
        (midi([(0, b"\x12")]), "broken at its byte"),
        (midi([(0, bytes([0x90, 200, 80]))]), "broken at its byte"),
        (midi(*([played((60, 24))] * 300)), "at most 256 lines"),
    ],
)
def test_broken_file_is_one_clear_line(
    tmp_path: Path, content: bytes, problem: str
) -> None:
    """What holds no melody is refused in one line that names the file and why."""
    with pytest.raises(UnreadableFile) as caught:
        read(tmp_path, content)

    message = str(caught.value)
    assert ("piece.mid: " in message, problem in message, "\n" in message) == (
        True,
        True,
        False,
    ), message


@settings(deadline=None)
@given(edits=st.lists(st.tuples(st.integers(0, 999), st.integers(0, 255)), max_size=6))
def test_damaged_file_gives_a_score_or_a_clear_error(
    tmp_path_factory: pytest.TempPathFactory, edits: list[tuple[int, int]]
) -> None:
    """Whatever bytes are damaged, nothing but UnreadableFile is raised."""
    damaged = bytearray(midi([THREE_FOUR, *played((60, 24), (62, 8), (64, 64))]))
    for place, byte in edits:
        damaged[place % len(damaged)] = byte

    try:
        found: object = read(tmp_path_factory.mktemp("midi"), bytes(damaged))
    except UnreadableFile as error:
        found = error
    assert isinstance(found, Score | UnreadableFile)
