"""Whatever is in a file, it is read or refused in one line, soon and without a traceback.

Sound files of each format are damaged as disks, editors and hasty programs damage them:
bytes changed, stretches lost, doubled or moved, and words of the format put anywhere.
"""

import contextlib
import io
import tempfile
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from etudes.cli import run
from etudes.errors import UnreadableFile
from etudes.reading import Score, read_each

SOON = settings(deadline=timedelta(seconds=20), max_examples=60)
"""A file of a few hundred bytes takes milliseconds; what takes longer hangs."""

ABC = b"""X:1
T:Air
C:Anon
M:3/4
L:1/8
K:Dmix
[V:1] A>B|"G"d2 (3efg {c}f2|[df]4 =c2:|1 d6:|2 d4- d2|]
[V:2] z2|D2 D4|A,6:|1 D6:|2 D6|]
X:2
M:6/8
K:Em clef=bass
Z2|e3 !trill!g2b|c/d/e/f/ ga & E3|e6|]
"""

ABC_WORDS = rb"""
X:9 M:3/4 M:none M:9/9 L:1/0 L:x K: K:Hp K:Q# V:2 [V:3] [K:Am] [M:2/4] w: % \
(3 (9:9:9 (3:0 >>> <<<< // /99999 9999999 [ [CEG] [C2E] { } ! & Z99 z0 |: :| |1 |2 :::
|| |] [| ^^^c ___c =b ,,,,,,,,, ''''''''' -
""".split()

KERN = b"""!!!COM: Anon
!!!OTL: Air
**kern\t**text\t**kern
*clefF4\t*\t*clefG2
*k[b-]\t*\t*k[b-]
*F:\t*\t*F:
*M3/4\t*\t*M3/4
4FF\tla\t4c
=1\t=1\t=1
2.F\t.\t(4.f#
.\t.\t8qg 8a)
.\t.\t[4b-
=2:|!\t=2:|!\t=2:|!
*\t*\t*^
4r\t.\t4b-]\t4d 4f
2C\tli\t2a\t2.c
*\t*\t*v\t*v
==\t==\t==
*-\t*-\t*-
"""

KERN_WORDS = [
    *rb"""
*^ *v *x *+ *- **kern **text *M0/0 *M99/99 *MX *k[] *k[q] *k[f#b-] *Z: *H#: *I" *>A1
*>[A,B] = == =:|!: . ! !! 0 00 000g 4 4g 99999999g 4%3g 4%0g 4..........g g r 4r 4c-- q
4cccccccccccc 4CCCCCCCCCC 4cD 4c###### qq8g [ ] _
""".split(),
    b"\t",
    b"\n",
    b"\t\t\t\t",
]

NOTE = (
    b"<note><pitch><step>C</step><alter>1</alter><octave>4</octave></pitch>"
    b"<duration>1</duration><tie type='start'/><voice>1</voice><staff>1</staff></note>"
)

MUSICXML = (
    b"<?xml version='1.0' encoding='UTF-8'?><score-partwise><part-list>"
    b"<score-part id='P1'><part-name>Flute</part-name></score-part></part-list>"
    b"<part id='P1'><measure number='1'><attributes><divisions>1</divisions>"
    b"<key><fifths>1</fifths><mode>minor</mode></key><time><beats>2</beats>"
    b"<beat-type>4</beat-type></time><clef><sign>G</sign><line>2</line></clef>"
    b"<transpose><chromatic>-2</chromatic></transpose></attributes><direction><sound "
    b"tempo='90'/></direction>" + 2 * NOTE + b"</measure><measure number='2'>"
    b"<barline location='left'><ending number='1' type='start'/></barline>"
    + NOTE
    + b"<note><rest/><duration>1</duration></note><backup><duration>2</duration></backup>"
    b"<note><chord/><unpitched/><duration>2</duration><voice>2</voice><staff>2</staff>"
    b"<time-modification><actual-notes>3</actual-notes><normal-notes>2</normal-notes>"
    b"</time-modification></note><barline><bar-style>light-heavy</bar-style>"
    b"<repeat direction='backward'/></barline></measure></part></score-partwise>"
)

XML_WORDS = [
    *rb"""
</note> <note> </measure> <measure> </part> <part> <chord/> <grace/> <cue/> <rest/> <pitch/>
<duration>0</duration> <duration>-1</duration> <duration>1e308</duration> <!-- ]]> <!ENTITY
<divisions>0</divisions> <divisions>999999</divisions> <divisions>1.5</divisions>
<staff>9</staff> <staff>2</staff> <voice>x</voice> <alter>0.5</alter> <alter>nan</alter>
<alter>7</alter> <octave>99</octave> <step>H</step> <fifths>99</fifths> <fifths>x</fifths>
<beats>0</beats> <beats>3+2</beats> <beat-type>3</beat-type> <beats/> <senza-misura/> &lt;
&#0; &#x10ffff; <forward/> <backup/> <time/> <key/> <clef/> <transpose/> <sound/>
<transpose><chromatic>x</chromatic></transpose> <time-modification/>
<direction><direction-type/></direction> <forward><duration>99</duration></forward>
<backup><duration>99</duration></backup>
""".split(),
    NOTE,
    b"<sound tempo='x'/>",
    b"<tied type='start'/>",
    b"<slur type='stop'/>",
    b"9" * 400,
]


def chunk(name: bytes, body: str) -> bytes:
    content = bytes.fromhex(body)
    return name + len(content).to_bytes(4, "big") + content


MIDI = (
    chunk(b"MThd", "0001 0002 0018")
    + chunk(b"MTrk", "00ff0303416972 00ff580403021808 00ff59020100 00ff510307a120 00ff2f00")
    + chunk(
        b"MTrk",
        "00c028 00904350 18804300 00904550 0c4500 004750 0c4700 00994850 30894800"
        "00f00201f7 00904350 8110804300 00ff2f00",
    )
)

MIDI_WORDS = [
    b"MThd",
    b"MTrk",
    b"\xff\x58\x04\x03\x02\x18\x08",
    b"\xff\x58\x04\xff\xff\xff\xff",
    b"\xff\x58\x00",
    b"\xff\x59\x02\x7f\x01",
    b"\xff\x59\x00",
    b"\xff\x2f\x00",
    b"\xff\x7f\xff\xff\xff\x7f",
    b"\x90\x40\x40",
    b"\x80\x40\x00",
    b"\x99\x24\x40",
    b"\xff\xff\xff\x7f",
    b"\xff\xff\xff\xff",
    b"\xf0",
    b"\xf5",
    b"\x00",
]


def mxl(score: bytes) -> bytes:
    """Return a packed score."""
    container = b"<container><rootfiles><rootfile full-path='a'/></rootfiles></container>"
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("META-INF/container.xml", container)
        archive.writestr("a", score)
    return memory.getvalue()


FORMATS = {
    ".abc": (ABC, ABC_WORDS),
    ".krn": (KERN, KERN_WORDS),
    ".musicxml": (MUSICXML, XML_WORDS),
    ".mxl": (mxl(MUSICXML), [b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06", b"\xff" * 4]),
    ".mid": (MIDI, MIDI_WORDS),
}


@st.composite
def damaged(draw: st.DrawFn, sound: bytes, words: list[bytes]) -> bytes:
    """Draw a file with one to six damages."""
    data = sound
    for _ in range(draw(st.integers(1, 6))):
        start, end = sorted(draw(st.tuples(*[st.integers(0, len(data))] * 2)))
        part = data[start : min(end, start + 60)]
        place = draw(st.integers(0, len(data)))
        patch = draw(st.one_of(st.sampled_from(words), st.binary(max_size=4)))
        data = draw(
            st.sampled_from(
                [
                    data[:place] + patch + data[place + len(patch) :],
                    data[:place] + patch + data[place:],
                    data[:start] + data[start + len(part) :],
                    data[:place] + part + data[place:],
                    data[:place] + part * 9 + data[place:],
                    data[:start] + patch + data[start + len(part) :],
                    data[:place],
                ]
            )
        )
    return data


def made_of(words: list[bytes]) -> SearchStrategy[bytes]:
    """Return files that are nothing but words of the format, or plain bytes."""
    return st.one_of(
        st.binary(max_size=200),
        st.lists(st.sampled_from(words), max_size=60).map(b" ".join),
        st.lists(st.sampled_from(words), max_size=60).map(b"".join),
    )


def contents(suffix: str) -> SearchStrategy[bytes]:
    sound, words = FORMATS[suffix]
    return st.one_of(damaged(sound, words), damaged(sound, words), made_of(words))


files = st.sampled_from(sorted(FORMATS)).flatmap(
    lambda suffix: st.tuples(st.just(suffix), contents(suffix))
)


@pytest.mark.parametrize("suffix", FORMATS)
def test_the_sound_files_are_sound(suffix: str, tmp_path: Path) -> None:
    """Or nothing would be tested by damaging them."""
    path = tmp_path / f"sound{suffix}"
    path.write_bytes(FORMATS[suffix][0])

    answers = [answer for _, answer in read_each([path], pages=True)]

    assert answers
    assert all(isinstance(answer, Score) for answer in answers), answers


@pytest.mark.parametrize("suffix", FORMATS)
@SOON
@given(data=st.data())
def test_any_file_is_read_or_refused_in_one_line(suffix: str, data: st.DataObject) -> None:
    """Every answer is a score or an error that names the file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"piece{suffix}"
        path.write_bytes(data.draw(contents(suffix)))

        answers = [answer for _, answer in read_each([path], pages=True)]

    assert answers
    for answer in answers:
        if not isinstance(answer, Score):
            assert isinstance(answer, UnreadableFile)
            assert f"piece{suffix}" in str(answer)
            assert str(answer).isprintable()
            assert len(str(answer)) < 500


@SOON
@given(first=files, second=files)
def test_no_file_brings_grade_down(
    first: tuple[str, bytes], second: tuple[str, bytes]
) -> None:
    """Two files, neither to be trusted: a grade or one line each, never a traceback."""
    out, err = io.StringIO(), io.StringIO()
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / f"{n}{f[0]}" for n, f in enumerate((first, second))]
        for path, (_, content) in zip(paths, (first, second), strict=True):
            path.write_bytes(content)
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = run(["grade", *map(str, paths)])

    said = err.getvalue()
    assert code in (0, 5), said
    assert "Traceback" not in said and "defect" not in said
    for path in paths:
        assert str(path) in out.getvalue() + said
