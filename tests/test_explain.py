"""How an item was drawn: kept with it, exact, and told bar by bar."""

import json
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from conftest import melody
from hypothesis import given, settings
from hypothesis import strategies as st
from test_store import REQUEST, item, melodies, samplings
from toys import Toy, exercise, vocabulary_for

from etudes import Request, make
from etudes.cli import run
from etudes.constraints.reachability import reach
from etudes.errors import InvalidValue
from etudes.item.candidates import CANDIDATES, Frame, _rules_bits, _sampled
from etudes.item.explanation import bars
from etudes.item.item import Item, Tempo
from etudes.item.make import load_runtime
from etudes.melody import Melody
from etudes.sampling.diagnostics import Sampling
from etudes.sampling.draw import Task, draw
from etudes.sampling.wish import Wish
from etudes.store import Store
from etudes.tables import instrument

Z = 4.753424
"""The normal quantile that chance exceeds once in a million, on one side."""

MAKE = ["make", "--level", "3", "--instrument", "violin", "--seed", "4", "--count", "2"]
XML = ["--format", "musicxml", "--json"]


@pytest.fixture(scope="module")
def toy() -> Toy:
    """25 melodies of two bars of 2/4 and a model that seldom keeps their rules."""
    of = exercise("2/4", 2, "G4", ("1/4", "1/2"))
    return Toy.of(of, vocabulary_for(of), seed=1)


@pytest.fixture(scope="module")
def made() -> list[Item]:
    """A page for violin, and one with a focus."""
    runtime = load_runtime()
    plain = Request(3, "violin", 4, count=2)
    return make(plain, runtime) + make(replace(plain, focus=("thirds",)), runtime)


def sampling_of(line: Melody, **changes: object) -> Sampling:
    """A sampling in which event n costs n bits for its duration, 10n for its pitch."""
    count = sum(1 for _ in line.events())
    told = Sampling(
        particles=16,
        rounds=2,
        effective_size=11.5,
        least_size=9.0,
        resampled=1,
        evidence_bits=-3.5,
        rules_bits=8.0,
        bits=tuple((float(n), 10.0 * n) for n in range(count)),
        removed=tuple((0.0, n / count) for n in range(count)),
    )
    return replace(told, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "wrong",
    [
        {"particles": 0},
        {"rounds": 0},
        {"effective_size": 17.0},
        {"least_size": 0.5},
        {"resampled": -1},
        {"evidence_bits": float("nan")},
        {"rules_bits": float("inf")},
        {"bits": ((1.0, -0.5), (1.0, 1.0))},
        {"removed": ((0.0, 1.5), (0.0, 0.0))},
        {"removed": ((0.0, 0.0),)},
        {"bits": (), "removed": ()},
    ],
)
def test_a_sampling_that_cannot_be_is_refused(wrong: dict[str, object]) -> None:
    """No melody is worth more than all that grew, no share is above one."""
    with pytest.raises(InvalidValue, match="expected"):
        sampling_of(melody("2/4 C4:1/4 D4:1/4"), **wrong)


def test_what_the_rules_cost_is_shared_among_the_notes() -> None:
    """Rules that are kept once in 256 tries cost two notes 4 bits each."""
    two = sampling_of(melody("2/4 C4:1/4 D4:1/4"), rules_bits=8.0)

    assert two.constraint_bits_per_note == 4.0
    assert replace(two, rules_bits=None).constraint_bits_per_note is None


def test_an_item_with_the_sampling_of_another_is_refused() -> None:
    """Two notes cannot have cost what three did."""
    three = sampling_of(melody("3/4 C4:1/4 D4:1/4 E4:1/4"))

    with pytest.raises(InvalidValue, match="has 2 events, and its sampling tells of 3"):
        item(sampling=three)


def test_rules_bits_tell_how_often_the_model_keeps_the_rules(toy: Toy) -> None:
    """The mean of 4000 estimates is the probability that brute force finds, whatever the
    level wishes for (within 4.75 standard errors: false alarm 2e-6)."""
    reachable = reach(toy.exercise, toy.runtime.vocabulary)
    frame = Frame(reachable, Tempo(Fraction(1, 4), 72, "Andante"), instrument("violin"))

    bits = _rules_bits(toy.runtime, [frame] * 4000, [(3, i, 0) for i in range(4000)])

    estimates = 2.0 ** -np.array(bits, np.float64)
    error = estimates.std() / len(estimates) ** 0.5
    assert abs(estimates.mean() - toy.evidence) < Z * error


def test_evidence_bits_weigh_the_wish(toy: Toy) -> None:
    """With log-weight ln 4 for every C the mean of 4000 estimates is the sum of p(x)·4^n
    over all lines x that keep the rules, n their number of Cs (false alarm 2e-6)."""
    reachable = reach(toy.exercise, toy.runtime.vocabulary)
    tables = reachable.tables
    on_c = np.array([str(pitch) == "C4" for pitch in tables.pitches])
    nothing = Wish.none(tables)
    wish = replace(nothing, tones=nothing.tones + np.log(4) * on_c)
    c = int(np.flatnonzero(on_c)[0])
    often = np.array([sum(pitch == c for pitch, _ in line) for line in toy.lines])
    expected = (toy.law * toy.evidence * 4.0**often).sum()

    tasks = [Task(reachable, np.random.default_rng([5, i]), wish=wish) for i in range(4000)]
    found = [
        _sampled(population, 1, is_unaided=False)[0]
        for population in draw(toy.runtime, tasks, 8)
    ]

    estimates = 2.0 ** -np.array([told.evidence_bits for _, told in found])
    error = estimates.std() / len(estimates) ** 0.5
    assert abs(estimates.mean() - expected) < Z * error


def test_every_event_keeps_what_it_cost(toy: Toy) -> None:
    """The bits are those of the draw, duration and pitch in turn, to four digits."""
    reachable = reach(toy.exercise, toy.runtime.vocabulary)
    [population] = draw(toy.runtime, [Task(reachable, np.random.default_rng(2))], 8)

    for drawn, told in _sampled(population, 8, is_unaided=False):
        flat = [bits for pair in told.bits for bits in pair]
        assert flat == pytest.approx(drawn.choice_bits, abs=1e-4)
        shares = [share for pair in told.removed for share in pair]
        assert shares == pytest.approx(drawn.choice_removed, abs=1e-4)


def test_every_item_says_how_it_was_drawn(made: list[Item]) -> None:
    """Sixteen melodies side by side, or two for each strength of a focus; the figures of
    the events add up to those of the item."""
    assert [one.sampling.particles for one in made if one.sampling] == [
        *[CANDIDATES] * 2,
        *[2] * 2,
    ]
    for one in made:
        told = one.sampling
        assert told and told.rules_bits is not None
        assert 1 <= told.least_size <= told.effective_size + 1e-3 or told.resampled
        spent = sum(map(sum, told.bits)) / len(told.bits)
        assert spent == pytest.approx(one.bits_per_note, abs=1e-3)
        taken = sum(map(sum, told.removed)) / (2 * len(told.removed))
        assert taken == pytest.approx(one.mass_removed, abs=1e-3)


def test_the_same_request_says_the_same_again(made: list[Item]) -> None:
    """To the last digit, notes and figures."""
    assert make(Request(3, "violin", 4, count=2)) == made[:2]


def test_bars_are_those_of_the_page(waltz_with_pickup: Melody) -> None:
    """An upbeat is bar 0, and each bar has the notes that begin in it."""
    found = bars(waltz_with_pickup, sampling_of(waltz_with_pickup))

    names = {bar.number: [str(step.event.pitch) for step in bar.steps] for bar in found}
    assert names == {
        0: ["A4"],
        1: ["D5", "C#5"],
        2: ["D5", "A4", "F#4"],
        3: ["E4", "F#4", "E4"],
        4: ["D4"],
    }
    assert found[1].bits == (1.5, 15.0)
    assert found[1].removed == pytest.approx((0.075, 0.2))


def test_a_note_over_the_barline_belongs_to_where_it_begins() -> None:
    """The next bar says that it is held, and counts nothing of it."""
    tied = melody("2/4 C4:1/4 D4:3/4 | E4:1/2")

    first, second, third = bars(tied, sampling_of(tied))

    assert [str(step.event.pitch) for step in first.steps] == ["C4", "D4"]
    assert (str(second.held), second.steps, second.bits) == ("D4", (), (0, 0))
    assert (third.held, len(third.steps)) == (None, 1)


@settings(deadline=None)
@given(melodies(), st.data())
def test_no_event_is_lost_between_bars(line: Melody, data: st.DataObject) -> None:
    """Every event stands in one bar, in order, with its own figures; there are as many
    bars as measures."""
    told = data.draw(samplings(line))

    found = bars(line, told)

    steps = [step for bar in found for step in bar.steps]
    assert [step.event for step in steps] == list(line.events())
    assert tuple(step.bits for step in steps) == told.bits
    assert tuple(step.removed for step in steps) == told.removed
    assert len(found) == len(line.measures)


def test_explain_tells_what_the_stored_item_holds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The same figures from `make --json` as from `explain --json`, bar by bar."""
    monkeypatch.chdir(tmp_path)
    run([*MAKE, *XML])
    one = json.loads(capsys.readouterr().out)[0]

    assert run(["explain", one["id"], "--json"]) == 0

    told = json.loads(capsys.readouterr().out)
    events = [event for bar in told["measures"] for event in bar["events"]]
    spent = sum(event["bits"]["joint"] for event in events) / len(events)
    assert told["sampling"] == one["sampling"]
    assert one["sampling"]["constraint_bits_per_note"] == pytest.approx(
        one["sampling"]["rules_bits"] / len(events), abs=1e-4
    )
    assert spent == pytest.approx(one["bits_per_note"], abs=1e-3)
    assert [bar["measure"] for bar in told["measures"]][-1] == one["measures"]


@pytest.fixture
def strange(tmp_path: Path) -> str:
    """A stored item whose second note the rules forced and nobody foresaw."""
    line = melody("2/4 C4:1/4 D4:3/4 | -:1/4 E4:1/4")
    told = sampling_of(
        line,
        rules_bits=5.3,
        bits=((1.0, 1.0), (0.5, 9.0), (1.0, 0.0), (1.0, 1.0)),
        removed=((0.0, 0.25), (0.0, 0.75), (0.0, 0.0), (0.0, 0.0)),
    )
    with Store.open(tmp_path / "strange.db") as store:
        store.save(REQUEST, [item(melody=line, sampling=told)])
    return str(tmp_path / "strange.db")


def test_explain_marks_where_the_rules_pushed(
    strange: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """One line each on the model, how often it keeps the rules, the sample and the cost;
    then the bars, * where the rules took most and ! where more than 8 bits were spent."""
    assert run(["explain", "a0", "--db", strange]) == 0

    lines = capsys.readouterr().out.splitlines()
    assert lines[1:5] == [
        "model: folk, 3.50 bits a note",
        "evidence: the model keeps these rules by itself about once in 40 tries",
        "sample: 16 melodies side by side, worth 11.5 equal ones at the end and 9.0 at the "
        "least; resampled once; 2 rounds",
        "cost: the rules cost 1.32 bits a note; the rules removed 12.5% of a choice on "
        "average",
    ]
    cells = [[c.strip() for c in line.split("│")[1:-1]] for line in lines if "│" in line]
    assert cells == [
        ["1", "C4 D4*!", "5.8", "0.8", "5.0", "25%", "75%"],
        ["2", "(D4)", "", "", "", "", ""],
        ["3", "rest E4", "1.5", "1.0", "0.5", "0%", "0%"],
    ]


def test_show_points_to_explain_where_there_is_something_to_explain(
    strange: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Not for an item that was made before."""
    with Store.open(Path(strange)) as store:
        store.save(REQUEST, [item(1)])

    shown = []
    for id_ in ("a0", "a1"):
        run(["show", id_, "--db", strange])
        shown.append("etudes explain a" in capsys.readouterr().out)

    assert shown == [True, False]


def test_an_item_from_before_is_answered_in_one_line(
    strange: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Code 3, nothing on stdout; an unknown one is code 2, as `show` has it."""
    with Store.open(Path(strange)) as store:
        store.save(REQUEST, [item(1)])

    codes = [run(["explain", id_, "--db", strange]) for id_ in ("a1", "ffff")]

    caught = capsys.readouterr()
    assert codes == [3, 2]
    assert caught.out == "" and caught.err.count("\n") == 2
    assert "before etudes kept how items are drawn" in caught.err
