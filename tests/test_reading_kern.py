"""What a musician expects of kern files that have been read."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etudes.errors import UnreadableFile
from etudes.melody import Melody, Note
from etudes.reading.kern import read_kern
from etudes.reading.score import Provenance, Score

WALTZ = "*clefG2 *k[f#] *G: *M3/4"


def kern(*rows: str) -> str:
    return "\n".join(["**kern", *WALTZ.split(), *rows, "*-", ""])


def plain(*rows: str) -> str:
    return "\n".join(["**kern", *rows, "*-", ""])


def read(folder: Path, content: str | bytes, name: str) -> Score:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_kern(path)


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


def test_the_signature_and_the_tonic_make_the_mode(tmp_path: Path) -> None:
    """G with one flat is dorian; a tonic that fits no mode gives way to the signature."""
    bar = ["*M3/4", "2.d", "=="]
    heads = [["*k[b-]", "*g:"], ["*k[b-]", "*E-:"], ["*k[f#c#]", "*b:"], ["*e:"], []]

    found = [
        str(read(tmp_path, plain(*head, *bar), "a.krn").lines[0].passages[0].key)
        for head in heads
    ]

    assert found == ["G dorian", "F major", "B minor", "E minor", "C major"]


def test_breves_and_rational_lengths(tmp_path: Path) -> None:
    """0 is a breve, 3%2 two thirds of a semibreve, two dots are two dots."""
    text = plain("*M4/2", "0c", "=", "3%2d", "3%2e", "3%2f", "=", "1..g", "4a", "==")

    assert shown(read(tmp_path, text, "a.krn").lines[0].passages[0]) == (
        "C major 4/2: C4:2 | D4:2/3 E4:2/3 F4:2/3 | G4:7/4 A4:1/4"
    )


def test_spines_that_split_and_join(tmp_path: Path) -> None:
    """The left half goes on as the line; the reader says that there was another."""
    text = "\n".join(
        [
            "**kern\t**kern",
            "*M3/4\t*M3/4",
            "2.C\t2.c",
            "=\t=",
            "*\t*^",
            "2.D\t4d\t2.B",
            ".\t2e\t.",
            "=\t=\t=",
            "*\t*v\t*v",
            "2.C\t2.f",
            "==\t==",
            "*-\t*-",
        ]
    )

    lines = read(tmp_path, text, "a.krn").lines

    assert [(shown(line.passages[0]), line.remarks) for line in lines] == [
        (
            "C major 3/4: C4:3/4 | D4:1/4 E4:1/2 | F4:3/4",
            ("where voices share the spine the first was read",),
        ),
        ("C major 3/4: C3:3/4 | D3:3/4 | C3:3/4", ()),
    ]


def test_the_top_spine_comes_first_by_its_name(tmp_path: Path) -> None:
    """Kern writes the bass first; a score is read from the top."""
    rows = ["**kern\t**kern", '*I"Bass\t*I"Flute', "*M3/4\t*M3/4", "2.C\t2.c", "*-\t*-"]

    lines = read(tmp_path, "\n".join(rows), "a.krn").lines

    assert [line.name for line in lines] == ["Flute", "Bass"]


def test_words_under_a_spine_make_it_sung(tmp_path: Path) -> None:
    """More than twenty syllables."""
    rows = ["**kern\t**text", "*M1/4\t*", *["4c\tla", "=\t="] * 21, "*-\t*-"]

    assert read(tmp_path, "\n".join(rows), "a.krn").lines[0].is_sung


def test_first_endings_are_left_out(tmp_path: Path) -> None:
    """Of two endings the second is kept, so that the line reads on."""
    text = plain(
        "*M1/4", "4c", "=", "*>A1", "4d", "=:|!", "*>A2", "4e", "=", "*>B", "4f", "="
    )

    assert shown(read(tmp_path, text, "a.krn").lines[0].passages[0]) == (
        "C major 1/4: C4:1/4 | E4:1/4 | F4:1/4"
    )


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("", "empty"),
        ("no music here", "line 1: kern was expected, and there is no **kern spine"),
        ("!! only words", "there is no **kern spine"),
        ("**kern\n4c\t4d\n*-\n", "line 2: 1 spines were expected, not 2"),
        (kern("4r", "4r", "4r", "=="), "1 bar of silence"),
        (kern("4g", "4r", "=="), "1 bar of notes that do not add up to 3/4"),
        (kern("4g###", "2r", "=="), "1 bar with microtones or triple accidentals"),
        (kern("4", "=="), "line 6: a note such as 4c# was expected"),
        (kern("g", "=="), "line 6: a length such as 4 or 8. was expected in 'g'"),
        (kern("*MX", "2.g", "=="), "1 bar in free metre"),
        (kern("*k[f#b-]", "2.g", "=="), "1 bar with a key signature of its own"),
        (kern("9999999g", "=="), "a length such as 4 or 8."),
    ],
)
def test_broken_file_is_one_clear_line(tmp_path: Path, content: str, problem: str) -> None:
    """What holds no melody is refused in one line that names the file and the place."""
    with pytest.raises(UnreadableFile) as caught:
        read(tmp_path, content, "piece.krn")

    message = str(caught.value)
    assert ("piece.krn: " in message, problem in message, "\n" in message) == (
        True,
        True,
        False,
    ), message


def test_missing_file_is_named(tmp_path: Path) -> None:
    """A file that is not there is an unreadable one."""
    with pytest.raises(UnreadableFile, match="No such file"):
        read_kern(tmp_path / "gone.krn")


@settings(deadline=None)
@given(edits=st.lists(st.tuples(st.integers(0, 999), st.integers(0, 255)), max_size=6))
def test_damaged_file_gives_a_score_or_a_clear_error(
    tmp_path_factory: pytest.TempPathFactory, edits: list[tuple[int, int]]
) -> None:
    """Whatever bytes are damaged, nothing but UnreadableFile is raised."""
    damaged = bytearray(kern("4d", "=1", "4g", "[2a", "=2", "2.a]", "==").encode())
    for place, byte in edits:
        damaged[place % len(damaged)] = byte
    path = tmp_path_factory.mktemp("kern") / "piece.krn"
    path.write_bytes(damaged)

    try:
        found: object = read_kern(path)
    except UnreadableFile as error:
        found = error
    assert isinstance(found, Score | UnreadableFile)
