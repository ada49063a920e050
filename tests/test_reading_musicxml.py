"""What a musician expects of a MusicXML file that has been read."""

import zipfile
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from etudes.errors import UnreadableFile
from etudes.melody import Melody, Note
from etudes.reading.musicxml import read_musicxml
from etudes.reading.score import Line, Provenance, Score

REPEAT = '<barline location="right"><repeat direction="backward"/></barline>'
FINAL = '<barline location="right"><bar-style>light-heavy</bar-style></barline>'
MICROTONE = (
    "<note><pitch><step>C</step><alter>0.5</alter><octave>4</octave></pitch>"
    "<duration>36</duration></note>"
)
DRUM = "<note><unpitched/><duration>36</duration></note>"
SENZA_MISURA = "<attributes><time><senza-misura/></time></attributes>"
CONTAINER = '<container><rootfiles><rootfile full-path="{}"/></rootfiles></container>'


def note(pitch: str, duration: int = 12, inside: str = "", after: str = "") -> str:
    """Return a note such as 'F#4'; a crotchet has 12 divisions; 'r' is a rest."""
    if pitch == "r":
        return f"<note><rest/><duration>{duration}</duration>{after}</note>"
    alter = {"#": 1, "b": -1}.get(pitch[1:-1], 0)
    return (
        f"<note>{inside}<pitch><step>{pitch[0]}</step><alter>{alter}</alter>"
        f"<octave>{pitch[-1]}</octave></pitch><duration>{duration}</duration>{after}</note>"
    )


def notes(text: str, duration: int = 12) -> str:
    return "".join(note(pitch, duration) for pitch in text.split())


def signatures(fifths: int = 0, metre: str = "3/4", mode: str = "") -> str:
    beats, unit = metre.split("/")
    return (
        f"<attributes><divisions>12</divisions><key><fifths>{fifths}</fifths>{mode}</key>"
        f"<time><beats>{beats}</beats><beat-type>{unit}</beat-type></time></attributes>"
    )


def score(*bars: str, head: str = "", start: str | None = None) -> str:
    bars = ((signatures() if start is None else start) + bars[0], *bars[1:])
    measures = "".join(
        bar if bar.startswith("<measure") else f'<measure number="{n}">{bar}</measure>'
        for n, bar in enumerate(bars, 1)
    )
    return (
        f"<score-partwise>{head}<part-list><score-part id='P1'><part-name>Flute</part-name>"
        f"</score-part></part-list><part id='P1'>{measures}</part></score-partwise>"
    )


def read(folder: Path, text: str | bytes, name: str = "piece.musicxml") -> Score:
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return read_musicxml(path)


def line(folder: Path, text: str) -> Line:
    return read(folder, text).lines[0]


def shown(melody: Melody) -> str:
    """Return 'D4:1/4 r:1/4 | F#4:1/2~'."""
    bars = (
        " ".join(
            f"{n.pitch}:{n.duration}{'~' * n.tied}"
            if isinstance(n, Note)
            else f"r:{n.duration}"
            for n in measure.notes
        )
        for measure in melody.measures
    )
    return " | ".join(bars)


def marks(melody: Melody) -> str:
    """Return one letter for each measure: p pickup, s short, f full; '!' ends a section."""
    return " ".join(
        ("p" if m.is_pickup else "s" if m.is_short else "f") + "!" * m.ends_section
        for m in melody.measures
    )


def passages(folder: Path, *bars: str, start: str | None = None) -> list[str]:
    return [shown(melody) for melody in line(folder, score(*bars, start=start)).passages]


def test_pickup_is_completed_by_the_last_bar(tmp_path: Path) -> None:
    """A waltz that begins with an upbeat ends with a bar of two beats."""
    text = score(notes("D4"), notes("G4 A4 B4"), notes("G4 D4") + FINAL)

    assert [marks(melody) for melody in line(tmp_path, text).passages] == ["p f s!"]


def test_clarinet_keeps_its_written_pitch(tmp_path: Path) -> None:
    """A part for clarinet in B flat is read as the player sees it, not as it sounds."""
    transpose = "<attributes><transpose><chromatic>-2</chromatic></transpose></attributes>"

    assert passages(tmp_path, transpose + notes("D4 F#4 A4")) == ["D4:1/4 F#4:1/4 A4:1/4"]


def test_triplet_quavers_are_exact_twelfths(tmp_path: Path) -> None:
    """Three triplet quavers fill a crotchet without rounding."""
    bar = notes("C4 D4 E4", 4) + notes("F4 G4")

    assert passages(tmp_path, bar) == ["C4:1/12 D4:1/12 E4:1/12 F4:1/4 G4:1/4"]


def test_first_ending_is_left_out(tmp_path: Path) -> None:
    """Of two endings the second is kept, so that the line reads on."""
    first, second = (
        f'<barline location="left"><ending number="{n}" type="start"/></barline>'
        + notes(f"{pitch} {pitch} {pitch}")
        + f'<barline location="right"><ending number="{n}" type="stop"/></barline>'
        for n, pitch in ((1, "D4"), (2, "E4"))
    )

    assert passages(tmp_path, notes("C4 C4 C4"), first, second, notes("F4 F4 F4")) == [
        "C4:1/4 C4:1/4 C4:1/4 | E4:1/4 E4:1/4 E4:1/4 | F4:1/4 F4:1/4 F4:1/4"
    ]


def test_tie_crosses_the_barline(tmp_path: Path) -> None:
    """A note held over the barline is written twice and tied."""
    held = note("G4", 36, after='<tie type="start"/>')

    assert passages(tmp_path, held, note("G4", 36)) == ["G4:3/4~ | G4:3/4"]


@pytest.mark.parametrize("following", ["A4", "r"])
def test_tie_to_another_pitch_or_to_a_rest_is_dropped(
    tmp_path: Path, following: str
) -> None:
    """A tie joins two notes of one pitch; any other is a slip of the pen."""
    held = note("G4", 24, after='<tie type="start"/>')

    assert "~" not in passages(tmp_path, held + note(following))[0]


@pytest.mark.parametrize("bar", [notes("C4 C4"), notes("C4 C4 C4 C4"), MICROTONE, DRUM])
def test_bar_that_cannot_be_written_breaks_the_passage(tmp_path: Path, bar: str) -> None:
    """A bar too short, too long, with a quarter tone or a drum is left out."""
    assert passages(tmp_path, notes("D4 D4 D4"), bar, notes("E4 E4 E4")) == [
        "D4:1/4 D4:1/4 D4:1/4",
        "E4:1/4 E4:1/4 E4:1/4",
    ]


def test_upbeat_of_the_second_half_completes_the_first(tmp_path: Path) -> None:
    """A bar that a repeat sign cuts in two is one bar."""
    text = score(notes("C4 D4") + REPEAT, notes("E4"), notes("F4 F4 F4"), notes("G4 G4 G4"))

    assert [marks(melody) for melody in line(tmp_path, text).passages] == ["f f f!"]


def test_upbeat_that_completes_nothing_opens_a_new_passage(tmp_path: Path) -> None:
    """After a full bar and a double bar an upbeat begins a new tune."""
    text = score(notes("C4 D4 E4") + REPEAT, notes("E4"), notes("F4 F4 F4"))

    assert [marks(melody) for melody in line(tmp_path, text).passages] == ["f!", "p f!"]


def test_key_and_metre_changes_begin_new_passages(tmp_path: Path) -> None:
    """A melody keeps one key and one metre; a missing mode is taken as major."""
    text = score(
        notes("C4 D4 E4"),
        signatures(2) + notes("D4 E4 F#4"),
        signatures(2, "2/4", "<mode>minor</mode>") + notes("B4 B4"),
    )

    found = [f"{m.key} {m.time_signature}" for m in line(tmp_path, text).passages]
    assert found == ["C major 3/4", "D major 3/4", "B minor 2/4"]


def test_each_staff_is_a_line_of_the_top_notes_of_its_first_voice(tmp_path: Path) -> None:
    """Of a piano part both hands remain: no lower voice and no grace note."""
    bar = (
        "<note><grace/><pitch><step>B</step><octave>4</octave></pitch></note>"
        + note("C4", 36, after="<voice>1</voice><staff>1</staff>")
        + note("E4", 36, "<chord/>", "<voice>1</voice><staff>1</staff>")
        + "<backup><duration>36</duration></backup>"
        + note("G3", 36, after="<voice>2</voice><staff>1</staff>")
        + "<backup><duration>36</duration></backup>"
        + note("C3", 36, after="<voice>5</voice><staff>2</staff>")
    )
    found = read(tmp_path, score(bar)).lines

    assert [(s.name, [shown(m) for m in s.passages], s.remarks) for s in found] == [
        (
            "Flute, staff 1",
            ["E4:3/4"],
            (
                "of each chord the top note was read",
                "1 notes of further voices were not read",
            ),
        ),
        ("Flute, staff 2", ["C3:3/4"], ()),
    ]


def test_silence_is_written_as_rests(tmp_path: Path) -> None:
    """A gap in the voice is a rest, and a silent bar rests for its whole length."""
    gap = note("C4") + "<forward><duration>12</duration></forward>" + note("D4")
    semibreve_rest = "<note><rest measure='yes'/><duration>48</duration></note>"

    assert passages(tmp_path, gap, semibreve_rest, "") == [
        "C4:1/4 r:1/4 D4:1/4 | r:3/4 | r:3/4"
    ]


@pytest.mark.parametrize(("syllables", "is_sung"), [(20, False), (21, True)])
def test_part_with_words_is_sung(tmp_path: Path, syllables: int, is_sung: bool) -> None:
    """More than twenty syllables make a sung part."""
    sung = note("C4", 36, after="<lyric><text>la</text></lyric>")

    assert line(tmp_path, score(*[sung] * syllables)).is_sung is is_sung


def test_origin_is_kept(tmp_path: Path) -> None:
    """Title, composer and licence stand in the file's head."""
    head = (
        "<work><work-title>Lieder, Op. 6</work-title></work>"
        "<movement-title>Abend</movement-title><identification>"
        "<creator type='lyricist'>Storm</creator><creator type='composer'>Faisst</creator>"
        "<rights>CC0 1.0</rights></identification>"
    )

    assert read(tmp_path, score(notes("C4 D4 E4"), head=head)).provenance == Provenance(
        "piece.musicxml", "Lieder, Op. 6: Abend", "Faisst", licence="CC0 1.0"
    )


def test_packed_file_holds_the_score_that_its_container_names(tmp_path: Path) -> None:
    """An .mxl archive may hold several files; the container says which is the score."""
    with zipfile.ZipFile(tmp_path / "piece.mxl", "w") as archive:
        archive.writestr("META-INF/container.xml", CONTAINER.format("deep/score.xml"))
        archive.writestr("other.xml", score(notes("A4 A4 A4")))
        archive.writestr("deep/score.xml", score(notes("C4 D4 E4")))

    found = read_musicxml(tmp_path / "piece.mxl").lines[0].passages
    assert [shown(melody) for melody in found] == ["C4:1/4 D4:1/4 E4:1/4"]


def test_of_a_drum_part_the_rhythm_is_read(tmp_path: Path) -> None:
    """A part without pitches beats its rhythm on the middle line."""
    text = score(notes("C4 D4 E4")).replace(
        "</score-partwise>",
        f"<part id='P2'><measure>{signatures()}{DRUM}</measure></part></score-partwise>",
    )

    lines = read(tmp_path, text).lines

    assert [[shown(m) for m in found.passages] for found in lines] == [
        ["C4:1/4 D4:1/4 E4:1/4"],
        ["B4:3/4"],
    ]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("", "empty"),
        ("no music here", "line 1"),
        ("<score-partwise>\n<part>", "line 2"),
        ("<html/>", "'html'"),
        ("<score-partwise/>", "part"),
        ("<!DOCTYPE a [<!ENTITY b 'b'>]><score-partwise>&b;</score-partwise>", "entities"),
        (score(""), "1 bar of silence"),
        (score(MICROTONE), "1 bar with microtones"),
        (score(DRUM + notes("C4")), "1 bar with notes that have no pitch"),
        (score(notes("C4 C4")), "1 bar of notes that do not add up to 3/4"),
        (score(SENZA_MISURA + notes("C4 C4")), "1 bar in free metre"),
        (score(notes("C4 C4 C4"), start="<attributes/>"), "measure 1 of 'Flute'"),
        (score("<attributes><divisions>2000000000</divisions></attributes>"), "1000000"),
        (score(note("H4")), "measure 1 of 'Flute'"),
        (score(notes("C4 C4 C4"), note("C4", 0)), "measure 2 of 'Flute'"),
        (score("<note><rest/><duration>long</duration></note>"), "'long'"),
        (score(f"<backup><duration>{'9' * 9999}</duration></backup>"), "measure 1"),
        (score("<attributes><divisions>0</divisions></attributes>"), "divisions"),
    ],
)
def test_broken_file_is_one_clear_line(tmp_path: Path, text: str, place: str) -> None:
    """What is no score is refused in one line that names the file and the place."""
    with pytest.raises(UnreadableFile) as caught:
        read(tmp_path, text)

    message = str(caught.value)
    assert ("piece.musicxml" in message, place in message, "\n" in message) == (
        True,
        True,
        False,
    )


def test_entity_is_found_in_any_encoding(tmp_path: Path) -> None:
    """An entity bomb written in UTF-16 is an entity bomb."""
    bomb = "<!DOCTYPE a [<!ENTITY b 'b'>]><score-partwise>&b;</score-partwise>"

    with pytest.raises(UnreadableFile, match="entities"):
        read(tmp_path, bomb.encode("utf-16"))


def test_archive_without_its_score_is_refused(tmp_path: Path) -> None:
    """A container that names a missing file leaves nothing to read."""
    with zipfile.ZipFile(tmp_path / "piece.mxl", "w") as archive:
        archive.writestr("META-INF/container.xml", CONTAINER.format("score.xml"))

    with pytest.raises(UnreadableFile, match=r"piece\.mxl.*'score\.xml'"):
        read_musicxml(tmp_path / "piece.mxl")


def test_text_under_a_packed_name_is_refused(tmp_path: Path) -> None:
    """A file called .mxl that is no zip archive says so."""
    with pytest.raises(UnreadableFile, match=r"piece\.mxl.*zip"):
        read(tmp_path, "not a zip", "piece.mxl")


def test_huge_score_inside_a_small_archive_is_refused(tmp_path: Path) -> None:
    """The limit holds for what an archive unfolds to."""
    with zipfile.ZipFile(tmp_path / "piece.mxl", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("META-INF/container.xml", CONTAINER.format("score.xml"))
        archive.writestr("score.xml", b" " * 30_000_001)

    with pytest.raises(UnreadableFile, match="30 MB"):
        read_musicxml(tmp_path / "piece.mxl")


def test_missing_file_is_named(tmp_path: Path) -> None:
    """A file that is not there is an unreadable one."""
    with pytest.raises(UnreadableFile, match="No such file"):
        read_musicxml(tmp_path / "gone.musicxml")


@pytest.mark.parametrize("name", ["piece.musicxml", "piece.mxl"])
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(edits=st.lists(st.tuples(st.integers(0, 9999), st.binary(max_size=4)), max_size=8))
def test_damaged_file_gives_a_score_or_a_clear_error(
    tmp_path: Path, name: str, edits: list[tuple[int, bytes]]
) -> None:
    """Whatever bytes are damaged, nothing but UnreadableFile is raised."""
    text = score(notes("C4 D4 E4") + REPEAT, notes("F4"), notes("G4 A4") + FINAL).encode()
    if name.endswith(".mxl"):
        with zipfile.ZipFile(tmp_path / name, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("META-INF/container.xml", CONTAINER.format("score.xml"))
            archive.writestr("score.xml", text)
        text = (tmp_path / name).read_bytes()
    damaged = bytearray(text)
    for place, patch in edits:
        damaged[place % len(damaged) : place % len(damaged) + len(patch)] = patch

    try:
        found: object = read(tmp_path, bytes(damaged), name)
    except UnreadableFile as error:
        found = error
    assert isinstance(found, Score | UnreadableFile)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(lengths=st.lists(st.integers(1, 11), min_size=1, max_size=12))
def test_bars_that_fill_keep_every_length(tmp_path: Path, lengths: list[int]) -> None:
    """In a bar of twelve crotchets any rhythm comes back as exact fractions."""
    filled = [*lengths, 12 * 12 - sum(lengths)]
    bar = "".join(note("C4", length) for length in filled)

    melody = line(tmp_path, score(bar, start=signatures(0, "12/4"))).passages[0]
    assert [n.duration for n in melody.measures[0].notes] == [
        Fraction(length, 48) for length in filled
    ]
