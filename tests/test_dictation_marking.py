"""Dictation answers are marked as a teacher marks them."""

from dataclasses import replace
from fractions import Fraction
from functools import cache
from pathlib import Path
from zipfile import ZipFile

import mido
import pytest
from dictations import CASES, Case, Tune
from hypothesis import given, settings
from hypothesis import strategies as st

from etudes.assessment.alignment import align, sounding
from etudes.assessment.answers import Answer, answer_of, read_answer
from etudes.assessment.dictation import DictationMark, mark_answer, mark_dictation, worth_of
from etudes.assessment.scheme import AP, AP_2022, RHYTHM, Scheme
from etudes.errors import InvalidValue, UnreadableFile
from etudes.melody import Melody
from etudes.reading.abc import read_abc_tune
from etudes.theory import Interval, Key, Pitch, TimeSignature
from etudes.words import Language

SCHEMES = {
    "AP": AP,
    "AP_2022": AP_2022,
    "RHYTHM": RHYTHM,
    "any_octave": replace(AP, accepts_octaves=True),
    "any_spelling": replace(AP, accepts_enharmonics=True),
    "any_ends": replace(AP, counts_ends=False),
}


def abc_of(tune: Tune, abc: str, metre: str = "", key: str = "") -> str:
    head = f"X:1\nM:{metre or tune.metre}\nL:{tune.unit}\nK:{key or tune.key}\n"
    return head + abc


def truth_of(tune: Tune) -> Melody:
    return answer_of(read_abc_tune(abc_of(tune, tune.abc))).melody


def answer_to(case: Case) -> Answer:
    if not case.answer:
        true = truth_of(case.tune)
        silence = [(None, true.duration)]
        return Answer(Melody.from_events(true.key, true.time_signature, silence))
    return answer_of(read_abc_tune(abc_of(case.tune, case.answer, case.metre, case.key)))


def marked(case: Case, **options: Interval) -> DictationMark:
    true = truth_of(case.tune)
    return mark_answer(true, answer_to(case), SCHEMES[case.scheme], **options)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_mark_agrees_with_the_one_worked_out_by_hand(case: Case) -> None:
    """Segments right in both, in pitch, in rhythm; points; and the rounded mark."""
    found = marked(case)

    assert (
        found.segments,
        worth_of(found.right),
        worth_of(found.right_pitch),
        worth_of(found.right_rhythm),
        found.points,
        found.mark,
    ) == (
        case.tune.segments,
        case.right,
        case.pitch,
        case.rhythm,
        case.points,
        case.points if case.mark is None else case.mark,
    ), case.reason


def test_there_are_forty_answers_and_each_has_its_reason() -> None:
    """None is there twice."""
    assert len(CASES) >= 40
    assert all(case.reason.endswith(".") for case in CASES)
    assert len({(c.tune, c.answer, c.scheme, c.metre, c.key) for c in CASES}) == len(CASES)


# What is said of an answer


def said(name: str, **options: Interval) -> list[str]:
    case = next(case for case in CASES if case.name == name)
    return [remark.text() for remark in marked(case, **options).remarks]


@pytest.mark.parametrize(
    ("name", "remarks"),
    [
        ("perfect", []),
        ("a step too low", ["bar 3, note 3: a step too low"]),
        ("an octave too high", ["all of it is an octave too high"]),
        (
            "a tone too high throughout",
            ["all of it is too high; the interval: major second"],
        ),
        (
            "a third too low, as in another clef",
            ["all of it is 2 steps too low: was it written in another clef?"],
        ),
        (
            "waltz, key signature forgotten",
            ["the key signature is that of C major, not of G major"],
        ),
        ("a crotchet late throughout", ["all of it comes late, by a crotchet"]),
        ("bar 2 left blank", ["bar 2 is missing"]),
        ("upbeat left out", ["upbeat, note 1: this note is missing"]),
        ("leading note not raised", ["bar 3, note 4: C instead of C sharp"]),
        (
            "D flat for C sharp",
            ["bar 3, note 4: D flat sounds right, but C sharp is how it is spelled"],
        ),
        (
            "a rest for the dot",
            ["bar 1, note 1: cut short by a rest: a crotchet instead of a dotted crotchet"],
        ),
        ("2/4 written for 4/4", ["the metre is 2/4, not 4/4"]),
        ("nothing written", ["nothing is written"]),
        ("goes on after the end", ["bar 4, note 2: after it comes one note too many"]),
        (
            "a bar late, the last one missing",
            [
                "bar 2, note 1: from here on all comes late, by a semibreve",
                "bar 1, note 4: after it come 4 notes too many",
                "bar 4 is missing",
            ],
        ),
        (
            "five beats in a bar",
            [
                "bar 2 of the answer does not fill",
                "bar 3, note 1: from here on all comes late, by a crotchet",
                "bar 2, note 3: after it comes one note too many",
            ],
        ),
    ],
)
def test_remarks_name_what_a_teacher_would(name: str, remarks: list[str]) -> None:
    """The general fault once, and no note of it again."""
    assert said(name) == remarks


def test_concert_pitch_is_named_but_not_accepted() -> None:
    """A clarinet in B flat sounds a tone lower than it is written."""
    name = "concert pitch for the clarinet"

    assert said(name, transposition=Interval.parse("-M2")) == [
        "all of it is written at concert pitch"
    ]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_only_a_faultless_answer_has_no_remark(case: Case) -> None:
    """Whoever loses a point is told why."""
    found = marked(case)

    assert (found.points == found.possible) == (not found.remarks)


def test_remarks_are_sentences_that_a_catalogue_can_hold() -> None:
    """In German the notes have German names."""
    case = next(case for case in CASES if case.name == "leading note not raised")

    assert marked(case).remarks[0].text(Language("de")).endswith("C statt Cis")


# What holds for every answer

METRES = [TimeSignature.parse(text) for text in ("4/4", "3/4", "6/8", "2/4", "5/8", "7/8")]
LETTERS = [Pitch.parse(name) for name in ("C4", "D4", "E4", "F#4", "Gb4", "C5")]
C_MAJOR = Key(0, 0)
QUAVER = Fraction(1, 8)

sounds = st.tuples(st.sampled_from([*LETTERS, None]), st.sampled_from([1, 2, 2, 3, 4, 6]))


@st.composite
def melodies(draw: st.DrawFn, metre: TimeSignature | None = None) -> Melody:
    """Return two to four bars, or nearly so, with a note first and sometimes an upbeat."""
    metre = metre or draw(st.sampled_from(METRES))
    lengths = draw(st.lists(sounds, min_size=4, max_size=14))
    lengths[0] = (LETTERS[0], lengths[0][1])
    events = [(pitch, n * QUAVER) for pitch, n in lengths]
    short = -sum(n for _, n in lengths) % (metre.measure_duration / QUAVER)
    if short:
        events.append((LETTERS[1], short * QUAVER))
    pickup = draw(st.sampled_from([0, 0, 1, 2])) * QUAVER
    return Melody.from_events(C_MAJOR, metre, events, pickup)


def has_a_segment(melody: Melody) -> bool:
    try:
        mark_dictation(melody, melody)
    except InvalidValue:
        return False
    return True


dictations = melodies().filter(has_a_segment)


@settings(deadline=None, max_examples=60)
@given(dictations, st.sampled_from(list(SCHEMES.values())))
def test_the_truth_itself_has_full_marks(truth: Melody, scheme: Scheme) -> None:
    """In every metre and under every scheme, without a remark."""
    if scheme is RHYTHM:
        truth = truth.on_one_line(LETTERS[0])
    found = mark_dictation(truth, truth, scheme)

    assert (found.share, found.remarks, found.is_faultless) == (1, (), True)


@settings(deadline=None, max_examples=80)
@given(dictations, melodies(), st.sampled_from(list(SCHEMES.values())))
def test_a_mark_lies_between_nothing_and_all(
    truth: Melody, answer: Melody, scheme: Scheme
) -> None:
    """Whatever was written; what is right in both is right in each."""
    found = mark_dictation(truth, answer, scheme)
    both, pitch, rhythm = map(
        worth_of, (found.right, found.right_pitch, found.right_rhythm)
    )

    assert 0 <= found.points <= found.possible
    assert both <= rhythm <= found.segments
    assert pitch <= found.segments
    assert both <= pitch or not scheme.counts_pitch
    assert all(remark.text() for remark in found.remarks)


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_one_wrong_pitch_costs_its_half_bar(data: st.DataObject) -> None:
    """Exactly one point where no note reaches beyond its half bar."""
    halves = data.draw(
        st.lists(st.sampled_from([(2, 2), (3, 1), (4,), (1, 1, 2)]), min_size=4, max_size=8)
    )
    lengths = [2, 2, *(n for half in halves for n in half)]
    pitches = data.draw(
        st.lists(st.sampled_from(LETTERS[:3]), min_size=len(lengths), max_size=len(lengths))
    )
    wrong = data.draw(st.integers(0, len(lengths) - 1))
    metre = TimeSignature(4, 4)
    tune = [(p, n * QUAVER) for p, n in zip(pitches, lengths, strict=True)]
    truth = Melody.from_events(C_MAJOR, metre, tune)
    tune[wrong] = (LETTERS[3], tune[wrong][1])
    found = mark_dictation(truth, Melody.from_events(C_MAJOR, metre, tune))

    assert worth_of(found.right) == found.segments - 1


@settings(deadline=None, max_examples=60)
@given(melodies(), melodies(), melodies())
def test_the_distance_is_one(one: Melody, two: Melody, three: Melody) -> None:
    """The same both ways, nothing only for the same notes, and no detour is shorter."""
    a, b, c = map(sounding, (one, two, three))
    notes = [[(e.pitch, e.duration) for e in events if e.pitch] for events in (a, b)]

    assert align(a, b).distance == align(b, a).distance
    assert (align(a, b).distance == 0) == (notes[0] == notes[1])
    assert align(a, c).distance <= align(a, b).distance + align(b, c).distance


# The rule of half bars once more, on a grid of quavers, by other means


def grid(melody: Melody) -> list[tuple[int | None, bool]]:
    """Return what sounds on each quaver and whether it begins there."""
    return [
        (event.pitch and event.pitch.midi * 100 + event.pitch.step, n == 0)
        for event in melody.events()
        for n in range(int(event.duration / QUAVER))
    ]


def half_bars_right(truth: Melody, answer: Melody, half: int, pulse: int) -> int:
    """Return the most half bars that can be found in both, in order, without overlap."""
    true, written = grid(truth), grid(answer)
    starts = [n for n, (pitch, begins) in enumerate(true) if pitch and begins]
    written_starts = [n for n, (pitch, begins) in enumerate(written) if pitch and begins]
    given = next(n for n in range(1, len(true) + 1) if n == len(true) or true[n][1])
    if not written_starts:
        return 0
    copied = written_starts[0] if written[written_starts[0]][0] == true[0][0] else None

    def begins(line: list[tuple[int | None, bool]], n: int) -> bool:
        return n == len(line) or line[n][1]

    def worth(a: int, c: int, k: int) -> int:
        b, d = a + k * half, c + k * half
        if b > len(true) or d > len(written) or true[a:b] != written[c:d]:
            return 0
        if not all((begins(true, a), begins(true, b), begins(written, d))):
            return 0
        if not any(a <= n < b for n in starts):
            return 0
        if a <= starts[-1] < b and any(n >= d for n in written_starts):
            return 0
        if copied is not None and c <= copied < d and copied - c != -a:
            return 0
        return k - (given // half if a == 0 else 0)

    @cache
    def most(a: int, c: int) -> int:
        if a >= len(true) or c >= len(written):
            return 0
        found = max(most(a + 1, c), most(a, c + 1))
        if a % pulse == 0:
            for k in range(1, len(true) // half + 1):
                if gain := worth(a, c, k):
                    found = max(found, gain + most(a + k * half, c + k * half))
        return found

    return most(0, 0)


@st.composite
def faulty_pairs(draw: st.DrawFn, metre: TimeSignature) -> tuple[Melody, Melody]:
    """Return a tune of three pitches, and the tune with up to three faults."""
    short = st.tuples(st.sampled_from([*LETTERS[:3], None]), st.sampled_from([1, 2, 3, 4]))
    tune = draw(st.lists(short, min_size=3, max_size=9))
    tune[0] = (LETTERS[0], tune[0][1])
    bar = int(metre.measure_duration / QUAVER)
    tune.append((LETTERS[1], -sum(n for _, n in tune) % bar or bar))
    faulty = list(tune)
    for _ in range(draw(st.integers(0, 3))):
        place = draw(st.integers(0, len(faulty) - 1))
        fault = draw(st.sampled_from(["pitch", "length", "missing", "extra"]))
        if fault == "pitch":
            faulty[place] = (draw(st.sampled_from(LETTERS[:3])), faulty[place][1])
        elif fault == "length":
            faulty[place] = (faulty[place][0], draw(st.sampled_from([1, 2, 3])))
        elif fault == "extra":
            faulty.insert(place, draw(short))
        elif len(faulty) > 1:
            del faulty[place]

    def melody(sounds: list[tuple[Pitch | None, int]]) -> Melody:
        return Melody.from_events(C_MAJOR, metre, [(p, n * QUAVER) for p, n in sounds])

    return melody(tune), melody(faulty)


@settings(deadline=None, max_examples=150)
@given(st.data())
@pytest.mark.parametrize(("metre", "half", "pulse"), [("4/4", 4, 2), ("6/8", 3, 1)])
def test_the_half_bar_rule_holds_on_a_grid_too(
    metre: str, half: int, pulse: int, data: st.DataObject
) -> None:
    """Two ways to count, one result."""
    truth, answer = data.draw(faulty_pairs(TimeSignature.parse(metre)))
    possible = half_bars_right(truth, truth, half, pulse)
    if not possible:
        return  # a given note and nothing else
    found = mark_dictation(truth, answer)

    assert found.segments == possible
    assert worth_of(found.right) == half_bars_right(truth, answer, half, pulse)


# Files


def note_xml(step: str, length: int, more: str = "", alter: int = 0) -> str:
    sign = f"<alter>{alter}</alter>" if alter else ""
    return (
        f"<note>{more}<pitch><step>{step}</step>{sign}<octave>4</octave></pitch>"
        f"<duration>{length}</duration><voice>1</voice></note>"
    )


def musicxml_of(*bars: str, parts: int = 1) -> str:
    attributes = (
        "<attributes><divisions>1</divisions><key><fifths>0</fifths></key>"
        "<time><beats>2</beats><beat-type>4</beat-type></time></attributes>"
    )
    names = [f"P{n}" for n in range(parts)]
    body = "".join(
        f'<measure number="{n}">{attributes if n == 1 else ""}{bar}</measure>'
        for n, bar in enumerate(bars, 1)
    )
    return (
        '<score-partwise version="4.0"><part-list>'
        + "".join(
            f'<score-part id="{n}"><part-name>{n}</part-name></score-part>' for n in names
        )
        + "</part-list>"
        + "".join(f'<part id="{n}">{body}</part>' for n in names)
        + "</score-partwise>"
    )


CDEF_XML = (note_xml("C", 1) + note_xml("D", 1), note_xml("E", 1) + note_xml("F", 1, "", 1))
CDEF = "X:1\nM:2/4\nL:1/4\nK:C\nCD|E^F|]\n"


def midi_file(path: Path, *numbers: int) -> None:
    track = mido.MidiTrack([mido.MetaMessage("time_signature", numerator=2, denominator=4)])
    for number in numbers:
        track.append(mido.Message("note_on", note=number, velocity=80))
        track.append(mido.Message("note_off", note=number, time=480))
    mido.MidiFile(ticks_per_beat=480, tracks=[track]).save(path)


def test_musicxml_abc_and_midi_are_read_as_the_same_answer(tmp_path: Path) -> None:
    """MIDI counts as unspelled; each has full marks."""
    truth = answer_of(read_abc_tune(CDEF)).melody
    for name in ("answer.musicxml", "answer.xml"):
        (tmp_path / name).write_text(musicxml_of(*CDEF_XML))
    with ZipFile(tmp_path / "answer.mxl", "w") as archive:
        container = '<container><rootfiles><rootfile full-path="a.xml"/></rootfiles>'
        archive.writestr("META-INF/container.xml", container + "</container>")
        archive.writestr("a.xml", musicxml_of(*CDEF_XML))
    (tmp_path / "answer.abc").write_text(CDEF)
    for name in ("answer.mid", "answer.midi"):
        midi_file(tmp_path / name, 60, 62, 64, 66)
    answers = {path.suffix: read_answer(path) for path in sorted(tmp_path.iterdir())}

    assert len(answers) == 6
    assert {mark_answer(truth, answer).share for answer in answers.values()} == {1}
    assert [s for s, answer in answers.items() if not answer.is_spelled] == [
        ".mid",
        ".midi",
    ]


def test_midi_knows_no_spelling(tmp_path: Path) -> None:
    """G flat of the truth is the same key of the keyboard."""
    truth = answer_of(read_abc_tune("X:1\nM:2/4\nL:1/4\nK:C\nCD|E_G|]\n")).melody
    midi_file(tmp_path / "answer.mid", 60, 62, 64, 66)

    assert mark_answer(truth, read_answer(tmp_path / "answer.mid")).share == 1
    assert mark_dictation(truth, answer_of(read_abc_tune(CDEF)).melody).share < 1


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("answer.abc", "", "empty"),
        ("answer.abc", "Dear teacher", "X:1"),
        ("answer.abc", "X:1\nM:2/4\nL:1/4\nK:C\nz2|z2|]\n", "silence"),
        ("answer.abc", CDEF + "\n" + CDEF.replace("X:1", "X:2"), "one tune"),
        ("answer.abc", "X:1\nM:2/4\nL:1/4\nK:C\n[CE]D|EF|]\n", "one note at a time"),
        (
            "answer.abc",
            "X:1\nM:2/4\nL:1/4\nK:C\nV:1\nCD|EF|]\nV:2\nEF|CD|]\n",
            "one line of notes",
        ),
        ("answer.abc", "X:1\nM:2/4\nL:1/4\nK:C\n" + "CD|" * 80, "at most 32 bars"),
        ("answer.abc", "X:1\nM:2/4\nL:1/128\nK:C\n" + ("C" * 64 + "|") * 9, "512 notes"),
        ("answer.abc", CDEF + "%" * 1_000_001, "bytes"),
        ("answer.musicxml", musicxml_of(*CDEF_XML, parts=2), "one line of notes"),
        (
            "answer.musicxml",
            musicxml_of(note_xml("C", 2) + note_xml("E", 2, "<chord/>")),
            "one note at a time",
        ),
        ("answer.musicxml", "<html>", "XML"),
        ("answer.mid", "MThd?", "MIDI"),
        ("answer.pdf", "%PDF", ".abc"),
        ("answer.krn", "**kern", "kern"),
    ],
)
def test_what_is_no_answer_is_refused_in_one_line(
    tmp_path: Path, name: str, content: str, problem: str
) -> None:
    """The line names the file and what is the matter."""
    path = tmp_path / name
    path.write_text(content)

    with pytest.raises(UnreadableFile) as refused:
        read_answer(path)

    assert name in str(refused.value)
    assert problem in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    """There is no such file."""
    with pytest.raises(UnreadableFile, match=r"nowhere\.abc"):
        read_answer(tmp_path / "nowhere.abc")


def test_a_silent_truth_is_no_dictation() -> None:
    """There is nothing to be right."""
    silence = Melody.from_events(C_MAJOR, TimeSignature(4, 4), [(None, Fraction(1))])

    with pytest.raises(InvalidValue, match="segment"):
        mark_dictation(silence, silence)
