"""What a musician expects of kern and MIDI files that have been read."""

import struct
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from etudes.errors import UnreadableFile
from etudes.melody import Melody, Note
from etudes.reading import exchange
from etudes.reading.exchange import read_through_music21
from etudes.reading.score import Provenance, Score

WALTZ = "*clefG2 *k[f#] *G: *M3/4"
THREE_FOUR = (0, b"\xff\x58\x04\x03\x02\x18\x08")
TICKS = 24


def kern(*rows: str) -> str:
    return "\n".join(["**kern", *WALTZ.split(), *rows, "*-", ""])


def midi(*events: tuple[int, bytes], ticks: int = TICKS) -> bytes:
    """Return a MIDI file of one track from delta times and messages."""
    track = b"".join(
        _delta(time) + message for time, message in (*events, (0, b"\xff\x2f\0"))
    )
    return (
        b"MThd"
        + struct.pack(">IHHH", 6, 0, 1, ticks)
        + b"MTrk"
        + struct.pack(">I", len(track))
        + track
    )


def _delta(ticks: int) -> bytes:
    head = b"".join(bytes([ticks >> shift & 0x7F | 0x80]) for shift in (21, 14, 7))
    return head + bytes([ticks & 0x7F])


def midi_notes(*notes: tuple[int, int]) -> list[tuple[int, bytes]]:
    """Return note-on and note-off messages for MIDI numbers and lengths in ticks."""
    return [
        message
        for number, ticks in notes
        for message in ((0, bytes([0x90, number, 80])), (ticks, bytes([0x80, number, 0])))
    ]


def read(folder: Path, content: str | bytes, name: str) -> Score:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_through_music21(path)


def passages(folder: Path, content: str | bytes, name: str) -> list[str]:
    return [shown(melody) for melody in read(folder, content, name).lines[0].passages]


def shown(melody: Melody) -> str:
    """Return 'G major 3/4: p D4:1/4 | G4:3/4~': p for a pickup, s for a short bar."""
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


def test_kern_waltz_with_pickup_triplet_and_tie(tmp_path: Path) -> None:
    """An upbeat, triplet quavers as twelfths, a tie, and a last bar of two beats."""
    rows = "4d =1 4g 4a 4b =2 12a 12b 12cc [2dd =3 2dd] =="

    assert passages(tmp_path, kern(*rows.split()), "waltz.krn") == [
        "G major 3/4: p D4:1/4 | G4:1/4 A4:1/4 B4:1/4 | "
        "A4:1/12 B4:1/12 C5:1/12 D5:1/2~ | s D5:1/2"
    ]


def test_kern_keeps_spelling_and_skips_grace_notes(tmp_path: Path) -> None:
    """F double sharp stays one, and a grace note takes no time."""
    assert passages(tmp_path, kern("4f##", "8qg", "4g#", "4a", "=="), "waltz.krn") == [
        "G major 3/4: F##4:1/4 G#4:1/4 A4:1/4"
    ]


def test_kern_chord_keeps_its_top_note(tmp_path: Path) -> None:
    """Of a double stop the upper note is the melody."""
    score = read(tmp_path, kern("4d 4b", "4a", "4r", "=="), "waltz.krn")

    assert (shown(score.lines[0].passages[0]), score.lines[0].chord_share) == (
        "G major 3/4: B4:1/4 A4:1/4 r:1/4",
        0.5,
    )


def test_kern_bar_that_does_not_fill_breaks_the_passage(tmp_path: Path) -> None:
    """A bar of two beats amid a waltz is left out."""
    rows = "2.g =1 4g 4a =2 2.b =="

    assert passages(tmp_path, kern(*rows.split()), "waltz.krn") == [
        "G major 3/4: G4:3/4",
        "G major 3/4: B4:3/4",
    ]


def test_kern_bar_cut_by_a_repeat_is_one_bar(tmp_path: Path) -> None:
    """Two beats, a repeat sign and one beat make a bar of three."""
    rows = "2g =:|! 4a =1 2.b =="

    assert passages(tmp_path, kern(*rows.split()), "waltz.krn") == [
        "G major 3/4: G4:1/2 A4:1/4 | B4:3/4"
    ]


def test_kern_origin_is_kept(tmp_path: Path) -> None:
    """Title, composer and copyright stand in reference records."""
    text = "!!!OTL: Air\n!!!COM: Purcell, Henry\n!!!YEC: Free\n" + kern("2.g", "==")

    assert read(tmp_path, text, "air.krn").provenance == Provenance(
        "air.krn", "Air", "Purcell, Henry", licence="Free"
    )


def test_midi_is_spelled_by_its_key(tmp_path: Path) -> None:
    """Number 68 is A flat in E flat major and G sharp in E major."""
    found = [
        passages(
            tmp_path,
            midi(THREE_FOUR, (0, b"\xff\x59\x02" + key), *midi_notes((68, 72))),
            "piece.mid",
        )
        for key in (b"\xfd\0", b"\x04\0")
    ]

    assert found == [["Eb major 3/4: Ab4:3/4"], ["E major 3/4: G#4:3/4"]]


def test_midi_triplets_ties_and_rests_are_exact(tmp_path: Path) -> None:
    """Thirds of a crotchet are twelfths, and what crosses the barline is tied."""
    notes = midi_notes((60, 8), (62, 8), (64, 8), (65, 72), (67, 12))

    assert passages(tmp_path, midi(THREE_FOUR, *notes), "piece.midi") == [
        "C major 3/4: C4:1/12 D4:1/12 E4:1/12 F4:1/2~ | F4:1/4 G4:1/8 r:3/8"
    ]


def test_midi_pickup_is_a_first_bar_in_a_smaller_metre(tmp_path: Path) -> None:
    """MIDI states an upbeat of one beat as one bar of 1/4."""
    one_four = (0, b"\xff\x58\x04\x01\x02\x18\x08")
    notes = midi_notes((67, 24), (72, 72))

    assert passages(
        tmp_path, midi(one_four, *notes[:2], THREE_FOUR, *notes[2:]), "a.mid"
    ) == ["C major 3/4: p G4:1/4 | C5:3/4"]


@pytest.mark.parametrize(
    ("content", "name"),
    [
        ("", "piece.krn"),
        ("", "piece.mid"),
        ("no music here", "piece.krn"),
        ("no music here", "piece.mid"),
        ("**kern\n4c\t4d\n*-\n", "piece.krn"),
        (kern("4r", "4r", "4r", "=="), "piece.krn"),
        (midi(), "piece.mid"),
        (midi(*midi_notes((60, 24)))[:-9], "piece.mid"),
        (midi(*midi_notes((60, 2**28 - 1)), ticks=1), "piece.mid"),
        (midi(*midi_notes((60, 24)), ticks=0), "piece.mid"),
        (midi((0, b"\xff\x58\x04\0\x02\x18\x08"), *midi_notes((60, 96))), "piece.mid"),
    ],
)
def test_broken_file_is_one_clear_line(
    tmp_path: Path, content: str | bytes, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """What holds no melody is refused in one line that names the file, and in silence."""
    with pytest.raises(UnreadableFile) as caught:
        read(tmp_path, content, name)

    message = str(caught.value)
    assert (name in message, "\n" in message, *capsys.readouterr()) == (True, False, "", "")


def test_missing_file_is_named(tmp_path: Path) -> None:
    """A file that is not there is an unreadable one."""
    with pytest.raises(UnreadableFile, match="No such file"):
        read_through_music21(tmp_path / "gone.krn")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("piece.krn", kern("4d", "=1", "4g", "[2a", "=2", "2.a]", "==").encode()),
        ("piece.mid", midi(THREE_FOUR, *midi_notes((60, 24), (62, 8), (64, 64)))),
    ],
    ids=["kern", "midi"],
)
@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    deadline=None,
    max_examples=30,
)
@given(edits=st.lists(st.tuples(st.integers(0, 999), st.integers(0, 255)), max_size=4))
def test_damaged_file_gives_a_score_or_a_clear_error(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    content: bytes,
    edits: list[tuple[int, int]],
) -> None:
    """Whatever bytes are damaged, nothing but UnreadableFile is raised."""
    monkeypatch.setattr(exchange, "MOST_BARS", 100)  # a damaged length takes seconds
    damaged = bytearray(content)
    for place, byte in edits:
        damaged[place % len(damaged)] = byte

    try:
        found: object = read(tmp_path, bytes(damaged), name)
    except UnreadableFile as error:
        found = error
    assert isinstance(found, Score | UnreadableFile)
