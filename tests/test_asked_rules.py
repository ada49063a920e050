"""Rules that are asked for in words, and measures that are made anew."""

import json
import re
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from conftest import melody
from hypothesis import given
from hypothesis import strategies as st
from toys import allowed_lines, exercise, obedient, vocabulary_for

from etudes import Item, Request, make
from etudes.cli import run
from etudes.constraints.given import Given
from etudes.constraints.reachability import reach
from etudes.constraints.unlike import Unlike
from etudes.errors import InvalidValue, UnsatisfiableRequest
from etudes.item.asked import anew, asked
from etudes.item.codec import request_from_json, request_to_json
from etudes.item.kinds import KINDS
from etudes.item.make import load_runtime
from etudes.item.plan import plan
from etudes.melody import Event, Melody
from etudes.runtime import Runtime
from etudes.theory import Key, Pitch, TimeSignature

QUAVER, QUARTER, HALF = Fraction(1, 8), Fraction(1, 4), Fraction(1, 2)


@pytest.fixture(scope="module")
def runtime() -> Runtime:
    return load_runtime()


def bars(line: Melody) -> list[list[tuple[str, Fraction]]]:
    """Return the notes of each full measure: name (- for a rest) and length."""
    return [
        [(str(getattr(note, "pitch", "-")), note.duration) for note in measure.notes]
        for measure in line.measures
        if not measure.is_pickup
    ]


def lengths(bar: list[tuple[str, Fraction]]) -> list[tuple[bool, Fraction]]:
    return [(name == "-", length) for name, length in bar]


def names(line: Melody) -> list[str]:
    return [str(pitch) for pitch in line.pitches]


def assert_kept(request: Request, items: list[Item]) -> None:
    """Assert that no rule asked for finds a fault in any item."""
    for item in items:
        for attempt in range(11):
            exercise, _ = plan(request, item.index, attempt)
            line = item.melody
            frame = (line.key, line.time_signature, line.full_measures, line.pickup)
            if frame == (
                exercise.key,
                exercise.time_signature,
                exercise.measures,
                exercise.pickup,
            ):
                break
        faults = [(r.name, fault) for r in exercise.more for fault in r.faults(line)]
        assert exercise.more
        assert faults == []


@pytest.mark.parametrize(
    ("level", "player", "rule", "more"),
    [
        (1, "violin", "only: G4 A4 B4 C5 D5", {}),
        (2, "clarinet", "only: G4 A4 B4 C5 D5", {}),
        (1, "flute", "notes: G4 B4 A4 G4 B4 D5 C5 A4 G4", {}),
        (3, "trumpet", "notes: C4 D4 E4 F4 G4 A4 G4 F4 E4 D4 B3 C4 E4 G4 E4 D4 C4", {}),
        (1, "cello", "rhythm: 1/4 1/4 1/2 | 1/2 1/2 | 1/4 1/4 1/4 1/4 | 1/2 1/2", {}),
        (
            2,
            "flute",
            "rhythm: 1/2 1/4 | 1/4 1/4 r1/4 | 3/4 | 3/4",
            {"time_signature": TimeSignature(3, 4)},
        ),
        (2, "violin", "opening: D4 1/4 E4 1/4 F#4 1/2", {}),
        (4, "oboe", "opening: D4 1/8 | G4 1/4 A4 1/8 B4 3/8", {}),
        (
            2,
            "violin",
            "given: 1 A4 1/4 5/4 B4 1/4",
            {"time_signature": TimeSignature(4, 4)},
        ),
        (3, "violin", "unlike: 0 A4 1/4 1/4 A4 1/4", {"key": Key.parse("A")}),
        (3, "violin", "never: +2 +2", {}),
        (5, "bassoon", "never-rhythm: 1/8 1/8 1/8", {}),
        (3, "flute", "half-close: 4", {}),
        (4, "horn", "half-close: middle", {}),
        (1, "viola", "close: 2-1 7-1", {}),
        (3, "violin", "peak: once", {}),
        (6, "clarinet", "peak: once", {}),
        (2, "violin", "at-most: 1 thirds", {}),
        (6, "flute", "at-least: 3 ties", {}),
        (3, "tuba", "form: a a' b a", {}),
        (4, "violin", "form: a a+1 b a", {}),
        (3, "flute", "form: a b a b", {"pickup": True}),
        (4, "snare-drum", "form: a b a b", {}),
        (3, "timpani", "peak: once", {}),
    ],
)
def test_every_item_keeps_the_rule(
    level: int, player: str, rule: str, more: dict[str, object], runtime: Runtime
) -> None:
    """The rule's own faults find none, whatever the level and the instrument."""
    request = Request(level, player, 3, count=2, rules=(rule,), **more)  # type: ignore[arg-type]

    items = make(request, runtime)

    assert len(items) == 2
    assert_kept(request, items)


def test_a_form_returns_note_for_note(runtime: Runtime) -> None:
    """Eight bars in four parts: bars 1-2 come again as a rhythm, and at the end, but for
    the last bar, as they were."""
    request = Request(3, "violin", 5, count=2, measures=8, rules=("form: a a' b a",))

    for item in make(request, runtime):
        line = bars(item.melody)
        assert line[6] == line[0]
        assert [lengths(bar) for bar in line[2:4]] == [lengths(bar) for bar in line[:2]]


def test_a_sequence_goes_up_by_a_step(runtime: Runtime) -> None:
    """What a+1 repeats, it repeats one note of the scale higher."""
    request = Request(4, "flute", 2, count=2, measures=8, rules=("form: a a+1 b c",))

    for item in make(request, runtime):
        first, again = (
            [n for bar in bars(item.melody)[i : i + 2] for n in bar] for i in (0, 2)
        )
        assert lengths(first) == lengths(again)
        for (name, _), (other, _) in zip(first, again, strict=True):
            if name != "-":
                steps = Pitch.parse(name).interval_to(Pitch.parse(other)).steps
                assert steps == 1


def test_five_notes_only(runtime: Runtime) -> None:
    """A first lesson on one string; the key is one that has them all and closes on one."""
    request = Request(1, "violin", 8, count=3, rules=("only: D4 E4 F#4 G4 A4",))

    for item in make(request, runtime):
        assert set(names(item.melody)) <= {"D4", "E4", "F#4", "G4", "A4"}
        assert item.melody.key in (Key.parse("D"), Key.parse("G"))


def test_a_tune_keeps_its_notes_and_gets_a_rhythm(runtime: Runtime) -> None:
    """Nothing is left out, nothing added, nothing in another order."""
    tune = "G4 A4 B4 G4 C5 B4 A4 F#4 G4"
    [item] = make(Request(2, "violin", 4, count=1, rules=(f"notes: {tune}",)), runtime)

    assert names(item.melody) == tune.split()


def test_a_rhythm_says_how_long_the_piece_is(runtime: Runtime) -> None:
    """Six bars of 2/4, though the level has four or eight; rests next to each other are
    one."""
    rule = "rhythm: 1/4 1/4 | 1/8 1/8 1/4 | 1/2 | 1/4 1/4 | 1/4 r1/8 r1/8 | 1/2"
    request = Request(
        3, "violin", 1, count=1, time_signature=TimeSignature(2, 4), rules=(rule,)
    )

    [item] = make(request, runtime)

    assert item.melody.full_measures == 6
    assert [e.duration for e in item.melody.events()][-3:] == [QUARTER, QUARTER, HALF]
    assert list(item.melody.events())[-2].pitch is None


def test_written_barlines_tell_metre_and_upbeat(runtime: Runtime) -> None:
    """A quaver before the bar, then a full bar of 3/4."""
    rule = "opening: A4 1/8 | D5 1/4 C#5 1/4 D5 1/4 | E5 1/4"
    request = Request(3, "violin", 2, count=1, key=Key.parse("D"), rules=(rule,))

    [item] = make(request, runtime)

    assert str(item.melody.time_signature) == "3/4"
    assert item.melody.pickup == QUAVER
    assert names(item.melody)[:5] == ["A4", "D5", "C#5", "D5", "E5"]


def test_rules_are_kept_together(runtime: Runtime) -> None:
    """A form, its highest note once in it, a half close in the middle."""
    rules = ("form: a b a c", "half-close: middle", "peak: once", "close: 2-1 7-1")
    request = Request(3, "flute", 6, count=1, measures=8, rules=rules)

    items = make(request, runtime)

    assert_kept(request, items)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_the_example_of_each_kind_can_be_read(kind: object) -> None:
    """And is written as it is stored."""
    text = f"{kind.name}: {kind.example}"  # type: ignore[attr-defined]

    assert asked(text).text == text


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("ONLY:g4,a4 ,G4", "only: G4 A4"),
        ("Half_close :  Middle", "half-close: middle"),
        ("never: 4 -3 0", "never: +4 -3 0"),
        ("rhythm: 2/4|r1/4 1/4|", "rhythm: 1/2 | r1/4 1/4"),
        ("at least: 3 dotted rhythm", "at-least: 3 dotted-rhythm"),
        ("given: 0 R 1/4 2/8 c4 1/4", "given: 0 r 1/4 1/4 C4 1/4"),
    ],
)
def test_a_rule_is_stored_in_one_way_of_writing(text: str, stored: str) -> None:
    """So the same request has the same id however it was typed."""
    request = Request(3, "violin", 1, rules=(text,))

    assert request.rules == (stored,)
    assert request == Request(3, "violin", 1, rules=(stored, text))
    assert request_from_json(request_to_json(request)) == request


def test_a_request_without_rules_is_written_as_before() -> None:
    """Older ids stay what they were."""
    assert request_to_json(Request(2, "violin", 7, rules=())) == request_to_json(
        Request(2, "violin", 7)
    )


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a a b a", "with its kind before a colon, not 'a a b a'"),
        ("from: a a b a", "the nearest is form, as in 'form: a a' b a'"),
        ("form:", "rule form: .* not nothing: at least one letter"),
        ("form: a b c", "at least one letter is expected to return"),
        ("form: a' a", "a is expected to be heard before a'"),
        ("form: a A", "a letter, a letter with ' or a\\+1 is expected, not 'A'"),
        ("only: G4 H4", "rule only: .* not 'G4 H4': a pitch such as"),
        ("rhythm: | 1/4", "between two barlines"),
        ("rhythm: 1/4 || 1/4", "between two barlines"),
        ("notes:", "rule notes: .* at least one pitch"),
        ("rhythm: 1/4 x", "a length such as 1/4 or 3/8 is expected, not 'x'"),
        ("rhythm: 1/5", "multiples of 1/96"),
        ("rhythm: 1/0", "a length such as"),
        ("opening: C4 1/4 D4", "after D4 a length is missing"),
        ("opening: 1/4 C4", "a length such as 1/4 or 3/8 is expected, not 'C4'"),
        ("opening: H4 1/4", "a pitch such as"),
        ("given: 0 C4", "onset, pitch and length of each are expected, in threes"),
        ("given: 0 C4 1/2 1/4 D4 1/4", "given events follow each other"),
        ("unlike: 0 C4", "in threes"),
        ("unlike: 1/4 C4 1/4 0 D4 1/4", "given events follow each other"),
        ("given: upbeat", "a length such as"),
        ("given: upbeat 1/4", "at least one note or rest"),
        ("given:", "at least one note or rest"),
        ("opening:", "at least one note or rest"),
        ("never: +4 up", "intervals in semitones such as"),
        ("never: 99", "intervals in semitones such as"),
        ("never:", "1 to 32 in a row are expected, not 0"),
        ("never-rhythm: 0", "a length such as"),
        ("half-close: end", "a measure from 1 to 64, or 'middle'"),
        ("half-close: 2 4", "one word is expected, not 2"),
        ("close: 8-1", "two degrees from 1 to 7 is expected, not '8-1'"),
        ("close:", "at least one move"),
        ("peak: twice", "once"),
        ("at-most: thirds", "a number and the name of a focus"),
        ("at-most: -1 thirds", "a number from 0 to 99"),
        ("at-most: 2 thrids", "the nearest are thirds"),
        ("only: G4\x1b[2J", "printable characters on one line"),
        ("only: " + "G4 " * 18000, "at most 40000 printable"),
    ],
)
def test_what_is_no_rule_is_answered_with_its_kind(text: str, says: str) -> None:
    """In one line, with what was expected and what came; such a request never is."""
    with pytest.raises(InvalidValue, match=says) as refusal:
        Request(3, "violin", 1, rules=(text,))

    assert "\n" not in str(refusal.value)
    assert len(str(refusal.value)) < 500


@given(st.sampled_from(KINDS), st.text(max_size=30))
def test_whatever_is_typed_is_read_or_refused(kind: object, words: str) -> None:
    """Nothing else can come of it, and what is read is read again the same."""
    try:
        read = asked(f"{kind.name}: {words}")  # type: ignore[attr-defined]
    except InvalidValue:
        return

    assert asked(read.text).text == read.text


def test_there_are_no_more_than_twelve_rules() -> None:
    """Each makes what a state remembers larger."""
    rules = tuple(f"at-most: {n} thirds" for n in range(13))

    with pytest.raises(InvalidValue, match="at most 12 rules"):
        Request(3, "violin", 1, rules=rules)


@pytest.mark.parametrize(
    ("level", "player", "rules", "more", "says"),
    [
        (3, "violin", ["form: a b a"], {"measures": 8}, "that 3 parts divide.*not 8"),
        (3, "violin", ["form: a b c a"], {"measures": 4}, "only the last measure would"),
        (3, "violin", ["half-close: middle"], {"measures": 5}, "even number"),
        (3, "violin", ["half-close: 8"], {"measures": 8}, "before the last"),
        (
            2,
            "violin",
            ["rhythm: 1/2 1/2 1/4"],
            {"measures": 4, "time_signature": TimeSignature(2, 4)},
            "4 measures of 2/4 .* 5/4 is given: 3/4 is missing",
        ),
        (
            1,
            "violin",
            ["only: C#5 D#5"],
            {"key": Key.parse("D")},
            "only the pitches C#5 D#5",
        ),
        (3, "violin", ["notes: D4 F3 D4"], {}, "F3, which a rule asks for, leaves"),
        (
            2,
            "violin",
            ["only: D4 E4 F#4", "close: 7-1"],
            {"key": Key.parse("D")},
            "only the pitches D4 E4 F#4; a last move 7-1",
        ),
        (3, "snare-drum", ["half-close: 4"], {}, "no pitch; leave out the rule"),
        (
            3,
            "violin",
            ["opening: D4 1/4 | D4 1/2 E4 1/4 | D4 1/4"],
            {"time_signature": TimeSignature(4, 4)},
            "barlines as in 4/4 were expected, not bars of 1/4, 3/4, 1/4",
        ),
        (
            3,
            "violin",
            ["given: upbeat 1/4 0 D4 1/4"],
            {"pickup": False},
            "exclude each other",
        ),
    ],
)
def test_what_cannot_be_kept_is_refused(
    level: int,
    player: str,
    rules: list[str],
    more: dict[str, object],
    says: str,
    runtime: Runtime,
) -> None:
    """The line names the rule, or those that clash."""
    request = Request(level, player, 1, count=1, rules=tuple(rules), **more)  # type: ignore[arg-type]

    with pytest.raises(UnsatisfiableRequest, match=says) as refusal:
        make(request, runtime)

    assert "\n" not in str(refusal.value)


def test_a_count_of_what_the_instrument_has_not_is_refused() -> None:
    """Flutes have no break."""
    with pytest.raises(InvalidValue, match="clarinet-break on the flute is none"):
        plan(Request(5, "flute", 1, rules=("at-most: 2 clarinet-break",)), 0)


TUNE = melody(
    "3/4 A4:1/4 | D5:1/2 C#5:1/4 | D5:1/4 A4:1/4 F#4:1/4 | E4:1/4 F#4:1/4 E4:1/4 | D4:1/2",
    "D major",
)


def test_all_stays_but_the_measures_that_are_named() -> None:
    """Onsets count from the upbeat on."""
    assert anew(TUNE, 2, 2) == (
        "given: upbeat 1/4 0 A4 1/4 1/4 D5 1/2 3/4 C#5 1/4 7/4 E4 1/4 2 F#4 1/4 9/4 E4 1/4 "
        "5/2 D4 1/2",
        "unlike: 1 D5 1/4 5/4 A4 1/4 3/2 F#4 1/4",
    )
    assert anew(TUNE, 0, 3)[0] == "given: upbeat 1/4 5/2 D4 1/2"


def test_a_note_tied_into_a_measure_that_stays_is_kept() -> None:
    """The bar's last crotchet sounds on: only its first one can be made anew."""
    tied = melody("2/4 C4:1/2 | E4:1/4 G4:1/2 F4:1/4 | C4:1/2")

    assert anew(tied, 2, 2) == (
        "given: upbeat 0 0 C4 1/2 3/4 G4 1/2 5/4 F4 1/4 3/2 C4 1/2",
        "unlike: 1/2 E4 1/4",
    )


@pytest.mark.parametrize(
    ("first", "last", "says"),
    [
        (5, 6, "measures from 0 to 4 .*such as 3-4, not 5-6"),
        (3, 2, "not 3-2"),
        (0, 4, "fewer measures to make anew than all 4"),
    ],
)
def test_measures_that_do_not_exist_are_refused(first: int, last: int, says: str) -> None:
    with pytest.raises(InvalidValue, match=says):
        anew(TUNE, first, last)


def test_a_measure_that_tied_notes_fill_is_refused() -> None:
    """There is nothing in it to make anew."""
    tied = melody("2/4 C4:1/4 E4:3/4 | F4:1/2 | C4:1/2")

    with pytest.raises(InvalidValue, match="tied notes stay"):
        anew(tied, 2, 2)


PLAIN = replace(exercise("2/4", 2, "F4", ["1/2", "1/4"], ["1/4"]), max_leap=7)


@pytest.mark.parametrize(
    "events",
    [
        ((QUARTER, Pitch.parse("D4"), QUARTER),),
        ((QUARTER, None, QUARTER), (HALF, Pitch.parse("C4"), HALF)),
        ((Fraction(0), Pitch.parse("E4"), HALF), (3 * QUARTER, Pitch.parse("C4"), QUARTER)),
        ((Fraction(0), Pitch.parse("C4"), QUAVER),),
    ],
)
def test_unlike_strikes_out_only_what_is_the_same(events: tuple[Given, ...]) -> None:
    """Of all melodies of two bars those in which every one of the events stands: the tables
    leave as many as there are others."""
    rule, vocabulary = Unlike(events), vocabulary_for(PLAIN)
    with_rule = replace(PLAIN, more=(rule,))

    free, kept = list(obedient(PLAIN, vocabulary)), list(obedient(with_rule, vocabulary))

    assert set(allowed_lines(reach(with_rule, vocabulary))) == set(kept)
    assert len(kept) < len(free) or events[0][2] == QUAVER


def made(line: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    """Run `etudes make`, one item, and return its summary."""
    code = run([*line.split(" "), "--format", "musicxml", "-o", str(folder), "--json"])
    captured = capsys.readouterr()
    assert code == 0, captured.err
    summary: dict[str, object] = json.loads(captured.out)[0]
    return summary


def stored_melody(id_: object, capsys: pytest.CaptureFixture[str]) -> Melody:
    from etudes.item.codec import melody_from_json

    assert run(["show", str(id_), "--json"]) == 0
    return melody_from_json(json.loads(capsys.readouterr().out)["melody"])


def outside(events: list[Event], begin: Fraction, end: Fraction) -> list[Event]:
    return [e for e in events if e.onset < begin or e.onset + e.duration > end]


@pytest.mark.parametrize(
    "line",
    [
        "make --level 3 --instrument violin --count 2 --time 4/4",
        "make --level 5 --instrument clarinet --count 1 --pickup --seed 9",
        "make --level 7 --instrument cello --count 1 --seed 4",
        "make --level 2 --instrument snare-drum --count 1 --seed 4 --measures 8",
    ],
)
def test_measures_are_made_anew_and_all_else_stays(
    line: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With another seed the bars are others; the item can be made again, too."""
    first = made(line, tmp_path / "a", capsys)
    new = made(f"make --again {first['id']} --anew 5-6 --seed 77", tmp_path / "b", capsys)
    same = made(f"make --again {new['id']}", tmp_path / "c", capsys)

    old_line, new_line = (stored_melody(item["id"], capsys) for item in (first, new))
    bar = old_line.time_signature.measure_duration
    span = (4 * bar, 6 * bar)
    for field in ("key", "time_signature", "measures", "pickup", "tempo", "instrument"):
        assert new[field] == first[field]
    assert new["seed"] == 77
    assert new_line != old_line
    assert outside(list(new_line.events()), *span) == outside(
        list(old_line.events()), *span
    )
    assert same["id"] == new["id"]
    assert [f.read_bytes() for f in sorted((tmp_path / "b").iterdir())] == [
        f.read_bytes() for f in sorted((tmp_path / "c").iterdir())
    ]


def test_anew_needs_again_and_measures(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each is answered in one line, and usage is code 2."""
    item = made("make --level 1 --instrument violin --count 1", tmp_path, capsys)
    again = ["make", "--again", str(item["id"])]
    for line, says in (
        (["make", "--level", "1", "--instrument", "violin", "--anew", "2"], "--again ID"),
        ([*again, "--anew", "two"], "measures such as 5-6"),
        ([*again, "--anew", "9"], "not 9-9"),
        ([*again, "--anew", "2", "--level", "3"], "leave out --level"),
        ([*again, "--rule", "peak: once"], "leave out --rule"),
    ):
        assert run(line) == 2
        [said] = capsys.readouterr().err.splitlines()
        assert says in said


def test_the_command_line_takes_rules(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`--rule` may be given more than once; a wrong one is usage, a clash is code 3."""
    words = "--level 1 --instrument violin --count 1 --key D --format musicxml"
    line = ["make", *words.split(" "), "-o", str(tmp_path / "page")]

    assert run([*line, "--rule", "only: D4 E4 F#4", "--rule", "close: 2-1"]) == 0
    page = next((tmp_path / "page").iterdir()).read_text("utf-8")
    assert "only" not in page
    assert run([*line, "--rule", "onyl: D4"]) == 2
    assert "the nearest is only" in capsys.readouterr().err
    assert run([*line, "--rule", "only: C#5 D5", "--rule", "close: 2-1", "--force"]) == 3
    assert "only the pitches" in capsys.readouterr().err


def test_the_kinds_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    """As data, and by name in the help of `make`."""
    run(["rules", "--json"])
    rows = json.loads(capsys.readouterr().out)
    run(["make", "--help"])
    told = re.sub(r"-\s+", "-", capsys.readouterr().out)

    assert [row["name"] for row in rows] == [kind.name for kind in KINDS]
    assert {tuple(row) for row in rows} == {("name", "means", "example")}
    assert all(re.search(rf"\b{row['name']}\b", told) for row in rows)
