"""What teachers prefer: traits of a piece, a value that is kept, and choosing by it."""

import json
from dataclasses import replace

import numpy as np
import pytest
from conftest import melody
from hypothesis import given
from hypothesis import strategies as st
from tunes import TUNES, Tune

from etudes import Request, make
from etudes.digest import short_digest
from etudes.errors import DamagedData, EtudesError, InvalidValue
from etudes.item.codec import melody_to_json
from etudes.item.make import load_runtime
from etudes.item.portrait import portrait, standardised, traits
from etudes.item.preference import (
    Evidence,
    Preference,
    Weighed,
    preference_from_json,
    preference_to_json,
)
from etudes.melody import Melody
from etudes.runtime import Runtime
from etudes.sampling.choose import Candidate, choose
from etudes.sampling.draw import Draw
from etudes.sampling.pleasing import bonuses
from etudes.theory import Interval

EVIDENCE = Evidence(("k7mq3",), 5, 60, 140, 60, 100.0, 0.3, 0.01)


def preference(**weights: float) -> Preference:
    """Return a preference by the traits that are named, 0 for all others."""
    return Preference(
        tuple(
            Weighed(trait, w, (w, w))
            for trait in traits()
            for w in (weights.get(trait.name, 0.0),)
        ),
        EVIDENCE,
    )


def found(text: str) -> dict[str, float]:
    return portrait(melody(text), 2.0, 0.1)


def test_a_preference_that_tells_its_models_is_for_those_alone() -> None:
    """One kept before models were told is for any, and its text stays as it was."""
    plain = preference(steps=1.0)
    of_one = replace(plain, evidence=replace(EVIDENCE, models=("d1ge57",)))

    assert plain.is_for("d1ge57") and plain.is_for("other")
    assert of_one.is_for("d1ge57") and not of_one.is_for("other")
    assert '"form":1' in preference_to_json(plain)
    assert "models" not in preference_to_json(plain)
    for one in (plain, of_one):
        assert preference_from_json(preference_to_json(one)) == one


# Traits


def test_a_bar_returns_if_it_is_one_that_stood_one_two_or_four_bars_before() -> None:
    """Of three later bars the last two are known."""
    two, three = "C4:1/4 E4:1/4 | D4:1/4 F4:1/4", "G4:1/4 E4:1/4"

    assert found(f"2/4 {two} | {two}")["returns"] == pytest.approx(2 / 3)
    assert found(f"2/4 {two} | {three} | {two}")["returns"] == 0
    assert found(f"2/4 {two} | {three} | {two}")["rhythm_returns"] == 1


def test_a_leap_is_answered_by_a_step_the_other_way() -> None:
    """Up a fifth and down a step; not on upwards, not by a third."""
    assert found("4/4 C4:1/4 G4:1/4 F4:1/4 E4:1/4 | C4:1")["answered"] == 1
    assert found("4/4 C4:1/4 G4:1/4 A4:1/4 G4:1/4 | E4:1")["answered"] == 0
    assert found("4/4 C4:1/4 G4:1/4 E4:1/4 D4:1/4 | C4:1")["answered"] == 0


def test_an_arch_is_higher_in_the_middle_than_at_both_ends() -> None:
    """And a valley is lower."""
    assert found("3/4 C4:1/4 E4:1/4 G4:1/4 | G4:1/4 E4:1/4 C4:1/4")["arch"] > 0
    assert found("3/4 G4:1/4 E4:1/4 C4:1/4 | C4:1/4 E4:1/4 G4:1/4")["arch"] < 0


def test_a_held_offbeat_is_syncopation_and_an_f_sharp_in_c_major_an_accidental() -> None:
    """A quaver, a crotchet over the second beat, a quaver."""
    assert found("2/4 C4:1/8 D4:1/4 E4:1/8 | C4:1/2")["syncopated"] == pytest.approx(1 / 4)
    assert found("2/4 C4:1/4 F#4:1/4 | G4:1/2")["outside"] == pytest.approx(1 / 3)


@pytest.mark.parametrize("tune", TUNES, ids=lambda tune: tune.name)
def test_traits_do_not_depend_on_the_key(tune: Tune) -> None:
    """A tune that is moved by a tone is the same tune."""
    here = portrait(tune.melody, 2.0, 0.1)
    moved = portrait(tune.melody.transposed(Interval(1, 2)), 2.0, 0.1)

    assert moved == pytest.approx(here)


@pytest.mark.parametrize("tune", TUNES, ids=lambda tune: tune.name)
def test_every_trait_has_its_mean_and_its_words(tune: Tune) -> None:
    """The table and the measures know the same traits, and all are numbers."""
    values = portrait(tune.melody, 2.0, 0.1)

    assert set(values) == {trait.name for trait in traits()}
    assert np.all(np.isfinite(standardised(values, 3)))
    assert len({trait.words for trait in traits()}) == len(traits())


def test_shares_of_a_tune_lie_between_none_and_all() -> None:
    """Of moves, notes, bars and downbeats."""
    shares = (
        *("repeated", "steps", "leaps", "turns", "answered", "syncopated", "rests"),
        *("outside", "tonic", "returns", "rhythm_returns", "climax_late"),
    )
    for tune in TUNES:
        values = portrait(tune.melody, 2.0, 0.1)
        assert all(0 <= values[name] <= 1 for name in shares)


def test_a_rhythm_on_one_pitch_has_a_portrait() -> None:
    """Drums leap nowhere."""
    values = found("4/4 C4:1/4 C4:1/4 C4:1/4 C4:1/4 | C4:1")

    assert values["repeated"] == 1
    assert values["ambitus"] == 0


# The value


def test_a_preference_comes_back_from_json_as_it_was() -> None:
    """Under the name that the store gives it."""
    kept = preference(returns=0.3, leaps=-0.1)
    text = preference_to_json(kept)

    assert preference_from_json(text) == kept
    assert preference_from_json(text).digest == kept.digest == short_digest(text)


def test_a_preference_counts_in_spreads_from_the_mean_of_the_level() -> None:
    """A spread more of what is worth 0.3 points is worth 0.3 points."""
    (trait,) = (one for one in traits() if one.name == "returns")
    values = {one.name: one.means[2] for one in traits()}
    more = values | {"returns": trait.means[2] + trait.spread}

    assert preference(returns=0.3).score(values, 3) == pytest.approx(0)
    assert preference(returns=0.3).score(more, 3) == pytest.approx(0.3)


def damaged() -> list[str]:
    text = preference_to_json(preference(returns=0.3))
    return [
        "",
        "[]",
        "{}",
        "null",
        text[:-1],
        text.replace('"form":1', '"form":2'),
        text.replace('"returns"', '"gold"'),
        text.replace('"weight":0.3', '"weight":NaN'),
        text.replace('"weight":0.3', '"weight":1e999'),
        text.replace('"weight":0.3', '"weight":"much"'),
        text.replace('"spread":0.122', '"spread":0'),
        json.dumps(json.loads(text) | {"weights": []}),
    ]


@pytest.mark.parametrize("text", damaged())
def test_a_damaged_preference_is_refused_with_what_to_do(text: str) -> None:
    """In one line, and never half believed."""
    with pytest.raises(DamagedData, match="etudes prefer --back") as refused:
        preference_from_json(text)

    assert "\n" not in str(refused.value)


@given(st.text())
def test_any_text_is_a_preference_or_refused(text: str) -> None:
    """Whatever stands in the store."""
    with pytest.raises(EtudesError):
        preference_from_json(text)


# Choosing


def candidate(text: str, bits: float, level: float = 3.0) -> Candidate:
    """Return a candidate on which the model spends so many bits an event."""
    line = melody(text)
    count = sum(1 for _ in line.events())
    costs = tuple(bits / 2 for _ in range(2 * count))
    tokens, nothing = tuple(range(count)), tuple(0.0 for _ in costs)
    return Candidate(Draw(tokens, tokens, costs, nothing), line, level)


PLAIN = "2/4 G4:1/4 E4:1/4 | F4:1/4 D4:1/4 | E4:1/8 F4:1/8 D4:1/4 | C4:1/2"
OTHER = "2/4 C4:1/4 E4:1/8 F4:1/8 | G4:1/4 E4:1/4 | A4:1/4 B3:1/4 | C4:1/2"
OPEN = "2/4 C4:1/4 E4:1/8 F4:1/8 | G4:1/4 E4:1/4 | A4:1/8 F4:1/8 E4:1/4 | D4:1/4 F4:1/4"


def best(candidates: list[Candidate], liked: dict[int, float] | None) -> int:
    """Return which of these is chosen for level 3."""
    order = {id(one): i for i, one in enumerate(candidates)}
    pleasing = None if liked is None else lambda one: liked[order[id(one)]]
    return order[id(choose(candidates, 3, measure=lambda melody: 3.0, pleasing=pleasing))]


def test_of_two_good_candidates_the_one_that_pleases_more_is_chosen() -> None:
    """Though the model spends a bit an event more on it."""
    two = [candidate(PLAIN, 2.0), candidate(OTHER, 3.0)]

    assert best(two, None) == 0
    assert best(two, {0: -1.0, 1: 1.0}) == 1
    assert best(two, {0: 1.0, 1: -1.0}) == 0


def test_what_pleases_never_outweighs_a_fault_or_the_level() -> None:
    """It does not close, or it is half a level too hard."""
    faulty = [candidate(PLAIN, 2.0), candidate(OPEN, 2.0)]
    too_hard = [candidate(PLAIN, 2.0), candidate(OTHER, 2.0, level=3.5)]

    for two in (faulty, too_hard):
        assert best(two, None) == 0
        assert best(two, {0: -5.0, 1: 5.0}) == 0


def test_where_all_please_alike_the_choice_is_as_without_a_preference() -> None:
    """Faulty ones among them."""
    three = [candidate(OPEN, 0.9), candidate(OTHER, 2.1), candidate(PLAIN, 2.0)]

    assert best(three, {0: 0.0, 1: 0.7, 2: 0.7}) == best(three, None)


@given(st.dictionaries(st.integers(), st.floats(-1e6, 1e6), max_size=8))
def test_who_pleases_more_never_gains_less_and_none_loses(points: dict[int, float]) -> None:
    """From 0 to a bound."""
    gained = bonuses(points)

    assert all(0 <= bits <= 3 for bits in gained.values())
    order = sorted(points, key=points.__getitem__)
    assert [gained[i] for i in order] == sorted(gained.values())


# Making


@pytest.fixture(scope="module")
def runtime() -> Runtime:
    return load_runtime()


REQUEST = Request(level=2, instrument="violin", seed=7, count=6)


def notes(melodies: list[Melody]) -> list[str]:
    return [melody_to_json(one) for one in melodies]


def made(runtime: Runtime, liked: Preference | None) -> list[Melody]:
    asked = replace(REQUEST, preference=liked.digest if liked else None)
    return [item.melody for item in make(asked, runtime, preference=liked)]


def test_a_preference_that_weighs_nothing_changes_no_note(runtime: Runtime) -> None:
    """The items have other ids, for their requests differ."""
    assert notes(made(runtime, preference())) == notes(made(runtime, None))


def test_make_chooses_by_the_preference_of_its_request(runtime: Runtime) -> None:
    """More steps are chosen by who likes steps than by who does not; and again the same."""
    with_steps = made(runtime, preference(steps=1.0))
    without = made(runtime, preference(steps=-1.0))

    def steps(melodies: list[Melody]) -> float:
        return sum(portrait(one, 0.0, 0.0)["steps"] for one in melodies)

    assert steps(with_steps) > steps(without)
    assert notes(made(runtime, preference(steps=1.0))) == notes(with_steps)


def test_make_refuses_a_preference_that_the_request_does_not_name(
    runtime: Runtime,
) -> None:
    """Nor makes it without one that it names."""
    liked = preference(steps=1.0)
    for asked, there in (
        (None, liked),
        (liked.digest, None),
        (liked.digest, preference(steps=0.9)),
    ):
        with pytest.raises(InvalidValue, match="--db"):
            make(replace(REQUEST, preference=asked), runtime, preference=there)


def test_make_refuses_a_preference_that_another_model_taught(runtime: Runtime) -> None:
    """Its candidates differ in other ways; of its own model it chooses as ever."""
    plain = preference(steps=1.0)
    others = replace(plain, evidence=replace(EVIDENCE, models=("d1ge57d1ge57",)))
    own = replace(plain, evidence=replace(EVIDENCE, models=(runtime.model.digest,)))

    with pytest.raises(InvalidValue, match="learnt from pieces of d1ge57d1;") as refused:
        made(runtime, others)
    assert "\n" not in str(refused.value)
    assert notes(made(runtime, own)) == notes(made(runtime, plain))
