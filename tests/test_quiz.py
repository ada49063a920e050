"""Tests as they are given to a class: dealt fairly, played in order, kept without loss."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from conftest import melody
from hypothesis import given
from hypothesis import strategies as st

from etudes import Request
from etudes.assessment.versions import made_versions
from etudes.errors import InvalidValue, UnsatisfiableRequest
from etudes.item.item import Tempo
from etudes.listening import (
    Option,
    Passage,
    Place,
    Question,
    Quiz,
    deal,
    kind,
    kinds,
    questions,
    quiz_code,
    quiz_from_json,
    quiz_to_json,
    script,
)
from etudes.listening.codec import question_from_json, question_to_json
from etudes.listening.question import Answer
from etudes.listening.repeats import music_of
from etudes.listening.script import count_in
from etudes.markings import Mark, Markings, Span
from etudes.melody import Melody
from etudes.theory import Key, TimeSignature

TUNE = melody(
    "4/4 C4:1/4 D4:1/4 E4:1/4 F4:1/4 | G4:1/4 F4:1/4 E4:1/4 D4:1/4 | "
    "E4:1/4 F4:1/4 G4:1/4 E4:1/4 | D4:1/4 D4:1/4 C4:1/2 |"
)
UPBEAT = melody("3/4 A4:1/4 | D5:1/2 C#5:1/4 | D5:1/4 A4:1/4 F#4:1/4 | D4:1/2", "D major")


def passage(line: Melody = TUNE, beats: int = 80) -> Passage:
    return Passage((line,), Tempo(Fraction(1, 4), beats, ""), "violin")


def question(
    name: str, answer: Answer, texts: Sequence[str] = (), number: int = 0
) -> Question:
    """A question of a kind for the violin at level 2, written by hand."""
    return Question(
        id=f"{name}-{number}",
        kind=name,
        level=2,
        instrument="violin",
        seed=1,
        index=number,
        asks=kind(name).asks,
        heard=(passage(),),
        answer=answer,
        options=tuple(Option(text=text) for text in texts),
        model_digest="d" * 16,
    )


INTERVAL = question("interval", 1, ("minor third", "major third", "perfect fifth"))
CADENCE = question("cadence", 0, ("perfect (V–I)", "imperfect (ends on V)"))
ERRORS = replace(
    question("find-error", (Place(2, "pitch"), Place(3, "rhythm"))), printed=TUNE
)
DICTATION, RHYTHM = question("dictation", TUNE), question("rhythm", TUNE)
PAIRS = tuple(
    question("same-different", n % 2, ("the same", "different"), n) for n in range(8)
)
QUIZ = Quiz("aaaaaa", "Ears", (INTERVAL, ERRORS, DICTATION), "A")

ENDINGS = tuple(
    Option(
        passage=passage(melody(f"4/4 E4:1/4 D4:1/4 {last}4:1/2 |")),
        family="" if last == "C" else "ends elsewhere",
    )
    for last in "CDFA"
)
SHAPES = (Option(shape=(0, 1, 2)), Option(shape=(2, 1, 0), family="upside down"))
SIGNS = Markings(
    (Mark(0, "dynamic", "p"), Mark(3, "articulation", "staccato")),
    (Span(0, 3, "slur"), Span(1, 3, "crescendo")),
)


def of_kind(name: str) -> Question:
    """A question that has the form of its kind."""
    row = kinds()[name]
    first = replace(RHYTHM, id=name, kind=name, asks=row.asks)
    if row.answer == "places":
        return replace(first, answer=(Place(1, "pitch"),), printed=TUNE)
    if row.answer != "choice":
        return first
    options = {
        "heard": ENDINGS,
        "staves": ENDINGS,
        "shapes": SHAPES,
        "words": (Option(text="yes"), Option(text="no")),
    }[row.options]
    return replace(first, options=options, answer=0)


EACH = [of_kind(name) for name in kinds()]


def pool(name: str, count: int) -> list[Question]:
    return [question(name, 0, ("yes", "no"), n) for n in range(count)]


hardness = st.floats(-4, 4)


@st.composite
def pools_to_deal(draw: st.DrawFn) -> tuple[list[list[Question]], int, dict[str, float]]:
    versions = draw(st.integers(1, 5))
    names = draw(st.lists(st.sampled_from([*kinds()]), min_size=1, max_size=3, unique=True))
    pools = [pool(name, versions * draw(st.integers(1, 4))) for name in names]
    hard = {one.id: draw(hardness) for own in pools for one in own}
    return pools, versions, hard


def dealt(
    pools: Sequence[Sequence[Question]],
    versions: int,
    hard: dict[str, float],
    seed: int = 0,
) -> list[tuple[Question, ...]]:
    return deal(pools, versions, lambda one: (hard[one.id],), np.random.default_rng(seed))


@given(pools_to_deal())
def test_every_question_is_dealt_once_and_each_version_has_as_many(
    given: tuple[list[list[Question]], int, dict[str, float]],
) -> None:
    """Versions share no question, leave none out, and have the kinds in one order."""
    pools, versions, hard = given
    hands = dealt(pools, versions, hard)
    all_of_them = Counter(one.id for hand in hands for one in hand)
    assert all_of_them == Counter(one.id for own in pools for one in own)
    wanted = [own[0].kind for own in pools for _ in range(len(own) // versions)]
    assert [[one.kind for one in hand] for hand in hands] == [wanted] * versions


@given(pools_to_deal())
def test_versions_are_as_hard_as_each_other(
    given: tuple[list[list[Question]], int, dict[str, float]],
) -> None:
    """Of one kind, two versions differ by no more than the easiest and hardest question."""
    pools, versions, hard = given
    hands = dealt(pools, versions, hard)
    for own in pools:
        spread = max(hard[q.id] for q in own) - min(hard[q.id] for q in own)
        totals = [
            sum(hard[one.id] for one in hand if one.kind == own[0].kind) for hand in hands
        ]
        assert max(totals) - min(totals) <= spread + 1e-9


@given(pools_to_deal(), st.integers(0, 2**32))
def test_the_same_lot_deals_the_same_hands(
    given: tuple[list[list[Question]], int, dict[str, float]], seed: int
) -> None:
    assert dealt(*given, seed) == dealt(*given, seed)


@given(st.integers(2, 8), st.integers(1, 30))
def test_what_cannot_be_dealt_evenly_is_refused(versions: int, count: int) -> None:
    pools = [pool("interval", count)]
    hard = dict.fromkeys((one.id for one in pools[0]), 0.0)
    if count % versions:
        with pytest.raises(InvalidValue, match="multiple"):
            dealt(pools, versions, hard)
    else:
        assert len(dealt(pools, versions, hard)) == versions


def test_versions_put_their_questions_in_different_orders() -> None:
    """Neighbours of a class do not find the same kind of difficulty at the same place."""
    own = pool("interval", 40)
    hard = {one.id: float(at) for at, one in enumerate(own)}
    first, second = dealt([own], 2, hard)
    rank = [
        [sorted(hard[q.id] for q in hand).index(hard[q.id]) for q in hand]
        for hand in (first, second)
    ]
    assert rank[0] != rank[1] != sorted(rank[1])


@given(st.text(max_size=200), st.sampled_from(["", *"ABCDEFGH"]))
def test_a_code_is_six_signs_that_are_not_mistaken(title: str, version: str) -> None:
    """No i, l, o or u; the same test has the same code, another version another one."""
    code = quiz_code(PAIRS, title, version)
    assert len(code) == 6
    assert set(code) <= set("0123456789abcdefghjkmnpqrstvwxyz")
    assert code == quiz_code(PAIRS, title, version)
    assert code != quiz_code(PAIRS, title, "A" if version != "A" else "B")
    assert code != quiz_code(PAIRS[::-1], title, version)


@pytest.mark.parametrize(
    "changes",
    [
        {"questions": ()},
        {"questions": tuple(pool("interval", 61))},
        {"questions": (INTERVAL, INTERVAL)},
        {"questions": (INTERVAL, replace(ERRORS, instrument="cello"))},
        {"version": "Z"},
        {"version": "AB"},
        {"title": "x" * 201},
        {"plays": 0},
        {"plays": 10},
    ],
    ids=str,
)
def test_what_is_no_test_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(InvalidValue):
        replace(QUIZ, **changes)


@pytest.mark.parametrize(
    "changes",
    [
        {"answer": 3},
        {"answer": -1},
        {"options": (), "answer": 0},
        {"answer": (Place(1, "pitch"),)},
        {"heard": ()},
        {"options": (Option(text="minor third"), Option(text="minor third"))},
    ],
    ids=str,
)
def test_what_is_no_question_is_refused(changes: dict[str, Any]) -> None:
    """The answer is one of the options, no two of which are alike, and something sounds."""
    with pytest.raises(InvalidValue):
        replace(INTERVAL, **changes)


def test_the_chance_of_guessing_is_one_among_the_options() -> None:
    assert [one.guessing for one in (INTERVAL, CADENCE, DICTATION)] == [1 / 3, 1 / 2, 0]


@given(
    st.lists(st.sampled_from(EACH), min_size=1, unique_by=lambda one: one.id),
    st.text(max_size=200),
    st.sampled_from(["", *"ABCDEFGH"]),
    st.none() | st.integers(1, 9),
    st.booleans(),
    st.integers(0, 2**70),
)
def test_a_test_is_written_and_read_without_loss(
    questions: list[Question],
    title: str,
    version: str,
    plays: int | None,
    clicks: bool,
    seed: int,
) -> None:
    """Whatever the kinds, the title and the signs; a seed may be as long as it likes."""
    signed = replace(passage(), markings=SIGNS, accompanied=0.7)
    asked = tuple(replace(one, heard=(signed, *one.heard), seed=seed) for one in questions)
    quiz = Quiz("abc123", title, asked, version, plays, clicks)
    assert quiz_from_json(quiz_to_json(quiz)) == quiz


@given(st.data())
def test_a_cut_or_changed_test_is_refused_in_one_line(data: st.DataObject) -> None:
    """Half a file, or one that lacks a field, is no test; one line says so."""
    text = quiz_to_json(QUIZ)
    whole = json.loads(text)
    cut = text[: data.draw(st.integers(0, len(text) - 2))]
    del whole[data.draw(st.sampled_from(sorted(whole)))]
    for broken in (cut, json.dumps(whole), "[]", "null", "7"):
        with pytest.raises(InvalidValue) as refusal:
            quiz_from_json(broken)
        assert "\n" not in str(refusal.value)


@pytest.mark.parametrize("one", EACH, ids=[*kinds()])
def test_a_question_is_written_and_read_without_loss(one: Question) -> None:
    assert question_from_json(question_to_json(one)) == one


@pytest.mark.parametrize("one", EACH, ids=[*kinds()])
@pytest.mark.parametrize("plays", [None, 1, 3])
def test_each_playing_is_heard_and_followed_by_time_to_answer(
    one: Question, plays: int | None
) -> None:
    """The key first, clicks before the first playing only, then as many playings as the
    kind has or the teacher wants, with the silences of the table."""
    row = kinds()[one.kind]
    cues = script(one, plays)
    times = plays or row.plays
    music = [cue for cue in cues if cue.passage]
    parts = len(one.heard) + (len(one.options) if row.options == "heard" else 0)
    assert len(music) == (row.prelude != "none") + times * parts
    assert [cue.passage for cue in music].count(one.heard[0]) == times
    assert sum(bool(cue.clicks) for cue in cues) == bool(row.count_in)
    gaps = [cue.seconds for cue in cues if cue.says == "time to answer"]
    assert gaps == [row.gap_after(n) for n in range(1, times + 1)]
    assert cues[-1].says == "time to answer"


@given(st.integers(1, 60), st.sampled_from(EACH))
def test_as_many_strokes_as_its_number_announce_a_question(
    number: int, one: Question
) -> None:
    first = script(one, number=number)[0]
    assert len(first.clicks) == number
    assert first.passage is None
    assert script(one, number=number)[2:] == script(one)


@given(st.integers(1, 2), st.integers(40, 160))
def test_clicks_beat_whole_bars_and_lead_into_an_upbeat(bars: int, beats: int) -> None:
    """Three clicks a bar of 3/4; before an upbeat of one beat two more, accents on one."""
    crotchet = 60 / beats
    plain = count_in(passage(melody("3/4 D4:3/4 | D4:3/4 |"), beats), bars)
    assert len(plain.clicks) == 3 * bars
    assert plain.seconds == pytest.approx(3 * bars * crotchet)
    upbeat = count_in(passage(UPBEAT, beats), bars)
    assert len(upbeat.clicks) == 3 * bars + 2
    assert upbeat.seconds == pytest.approx((3 * bars + 2) * crotchet)
    assert upbeat.accents == tuple(range(0, 3 * bars + 1, 3))


def test_a_rhythm_has_no_key_before_it() -> None:
    """Nothing that sounds before a rhythm tells of pitch."""
    assert [cue for cue in script(RHYTHM) if cue.passage not in (*RHYTHM.heard, None)] == []


# Tests for a class

MIXED = ("dictation", "rhythm", "same-different", "which-score", "find-error", "playback")


@pytest.mark.parametrize("level", [2, 5])
def test_no_question_of_a_test_gives_another_one_away(level: int) -> None:
    """No tune is in two of them, and no rhythm that is dictated is printed."""
    request = Request(level=level, instrument="violin", seed=5, count=12)
    [quiz] = made_versions(MIXED, request)
    music = [music_of(one) for one in quiz.questions]
    pairs = [(a, b) for n, a in enumerate(music) for b in music[:n]]
    assert not [pair for pair in pairs if pair[0].meets(pair[1])]


def test_the_tune_of_a_dictation_on_a_printed_copy_is_noticed() -> None:
    """A copy, a rhythm on one note and the dictation of it all tell the same."""
    [one] = questions("find-error", Request(level=2, instrument="violin", seed=5))
    copy = one.printed
    assert copy is not None
    heard = replace(one.heard[0], voices=(copy,))
    dictated = replace(
        one, id="x", kind="dictation", heard=(heard,), answer=copy, printed=None
    )
    line = copy.on_one_line(copy.pitches[0])
    rhythm = replace(
        dictated, kind="rhythm", heard=(replace(heard, voices=(line,)),), answer=line
    )
    assert music_of(one).meets(music_of(dictated))
    assert music_of(rhythm).meets(music_of(one))
    assert not music_of(rhythm).meets(music_of(dictated))


def test_every_version_has_as_many_pairs_that_are_the_same() -> None:
    """Eight pairs, four of them the same: two in each version."""
    request = Request(level=3, instrument="flute", seed=9, count=4)
    versions = made_versions(["same-different"], request, versions=2)
    assert [sum(one.answer == 0 for one in quiz.questions) for quiz in versions] == [2, 2]


def test_an_id_is_one_question_however_many_are_asked_for() -> None:
    """The first three of eight are the three of three."""
    three, eight = (
        questions("same-different", Request(level=2, instrument="violin", seed=4, count=n))
        for n in (3, 8)
    )
    assert three == eight[:3]


@pytest.mark.parametrize(
    ("name", "asked", "words"),
    [
        ("completion", {"measures": 2}, "more than 2 measures"),
        ("highest", {"measures": 2, "values": (Fraction(1),)}, "three notes or more"),
        ("dictation", {"instrument": "snare-drum"}, "that plays melodies"),
        ("metre", {"time_signature": TimeSignature(3, 4)}, "leave out"),
    ],
)
def test_what_no_question_can_be_made_of_is_refused_in_a_line(
    name: str, asked: dict[str, Any], words: str
) -> None:
    """What was expected stands in it."""
    request = replace(Request(level=1, instrument="violin", seed=1), **asked)
    with pytest.raises(UnsatisfiableRequest, match=words):
        questions(name, request)


@pytest.mark.parametrize("key", ["E phrygian", "F lydian", "D dorian"])
def test_a_key_in_a_mode_is_taken_by_its_tonic(key: str) -> None:
    """Degrees are asked in major or minor, and the key can be played first."""
    request = Request(level=5, instrument="violin", seed=1, key=Key.parse(key))
    [one] = questions("degree", request)
    assert one.heard[0].key.mode in ("major", "minor") and script(one)
