"""What a tag changes: known contrasts, styles one can tell apart, tags that rules hold."""

import json

import numpy as np
import pytest
from conftest import melody
from hypothesis import given, settings
from hypothesis import strategies as st
from test_sampling import Impartial

from etudes.corpus.build import Corpus, TuneRow
from etudes.corpus.collections import Tune
from etudes.corpus.sequences import sequences
from etudes.difficulty import Tags, tags
from etudes.encoding.vocabulary import STYLES, Vocabulary
from etudes.errors import InvalidValue
from etudes.evaluation import conditioning
from etudes.evaluation.contrast import contrast, major_third, omega_squared
from etudes.evaluation.style import StyleClassifier, features, recognition
from etudes.melody import Melody
from etudes.model.architecture import Architecture

STEPS = "C4:1/4 D4:1/4 E4:1/4 F4:1/4 | "
LEAPS = "C4:1/4 G4:1/4 E4:1/4 C5:1/4 | "
DOTTED = "C4:3/8 D4:1/8 E4:3/8 F4:1/8 | "


def tune(*bars: str) -> Melody:
    return melody("4/4 " + "".join(bars))


@pytest.fixture
def impartial(small_vocabulary: Vocabulary, small_architecture: Architecture) -> Impartial:
    return Impartial(small_vocabulary, small_architecture)


def test_a_tag_that_changes_the_rhythm_alone_explains_the_rhythm_alone() -> None:
    """The same four notes, even or dotted: all of the dotted notes and lengths, nothing of
    the intervals."""
    found = contrast({"even": [tune(STEPS)] * 3, "dotted": [tune(DOTTED)] * 3})

    assert found["explained"]["dotted"] == found["explained"]["shortest"] == 1.0
    assert found["explained"]["interval_mean"] == found["explained"]["ambitus"] == 0.0
    assert found["means"]["ambitus"] == {"even": 5.0, "dotted": 5.0}
    assert "rhythm_entropy" in found["changes"] and "steps" in found["stays"]


def test_chance_alone_explains_next_to_nothing() -> None:
    """Groups from one law: ω² is 0 on average, so that of ten groups of 200 normal numbers
    stays under 0.05 (false alarm far below 1e-6)."""
    groups = list(np.random.default_rng(1).normal(size=(10, 200)))

    assert omega_squared(groups) < 0.05


@given(st.lists(st.lists(st.floats(-9, 9), min_size=2, max_size=6), min_size=2, max_size=4))
@settings(deadline=None)
def test_a_share_of_the_variance_lies_between_nothing_and_all(
    groups: list[list[float]],
) -> None:
    """Whatever the groups."""
    assert 0 <= omega_squared([np.array(group) for group in groups]) <= 1 + 1e-9


def test_what_is_learnt_of_a_style_is_its_moves_its_places_and_its_rhythms() -> None:
    """Four notes: two pairs of moves, four places, two threes of lengths."""
    found = features(tune(STEPS))

    assert found["moves"] == {(1, 1): 2}
    assert found["places"].total() == 4
    assert found["rhythms"].total() == 2


def test_steps_and_leaps_are_told_apart_and_chance_is_a_half() -> None:
    """Stepwise tunes and leaping ones, read once, are known again."""
    read = [(tune(STEPS, STEPS), "walking"), (tune(LEAPS, LEAPS), "leaping")]
    judge = StyleClassifier.fit(read)

    found = recognition(
        judge,
        [(tune(STEPS), "walking"), (tune(LEAPS), "leaping"), (tune(STEPS), "leaping")],
    )

    assert found["chance"] == 0.5
    assert found["recognised"] == 0.75  # all that walk, half of what leaps
    assert found["times_chance"] == 1.5
    assert found["confusion"]["leaping"] == {"leaping": 0.5, "walking": 0.5}


def test_one_style_alone_cannot_be_recognised() -> None:
    """There is nothing to tell it from."""
    with pytest.raises(InvalidValue, match="two styles or more"):
        StyleClassifier.fit([(tune(STEPS), "walking")])


def test_the_third_says_whether_it_is_major() -> None:
    """E in C major, E flat in C minor, and neither."""
    assert major_third(tune(STEPS)) == 1.0
    assert major_third(melody("2/4 C4:1/4 Eb4:1/8 E4:1/8", "C minor")) == 0.5
    assert major_third(melody("2/4 C4:1/4 D4:1/4")) is None


def test_metre_mode_and_length_are_obeyed_because_rules_hold_them(
    impartial: Impartial,
) -> None:
    """Even by a model that listens to nothing; metre and length always, the mode by its
    signature, so nearly always."""
    metre, measures, mode = (
        of(impartial, 4)
        for of in (conditioning.of_metre, conditioning.of_measures, conditioning.of_mode)
    )

    assert metre["obeyed"] == measures["obeyed"] == 1.0
    assert metre["means"]["density"].keys() == set(conditioning.METRES)
    assert "major_third" in mode["changes"]


def test_a_model_that_listens_to_nothing_obeys_no_level(impartial: Impartial) -> None:
    """With the same seeds and rules the level changes nothing at all: the same draws."""
    found = conditioning.of_level(impartial, 3)

    assert found["changes"] == []
    assert abs(found["asked_and_measured"]) < 1e-9


@pytest.mark.slow
def test_styles_are_asked_for_where_people_wrote_enough_in_them(
    impartial: Impartial, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two styles of 4/4 tunes; the human ones are recognised, and the report is JSON."""
    monkeypatch.setattr(conditioning, "FEWEST", 3)
    opening, closing = "E4:1/2 G4:1/2 | ", "C4:1"
    of_style = {STYLES[0]: STEPS, STYLES[1]: LEAPS}
    lines = {style: tune(opening * 4, bar * 7, closing) for style, bar in of_style.items()}
    tunes = [
        Tune(f"{style}{i}", "aird", style, "", f"{style}{i}", line)
        for style, line in lines.items()
        for i in range(8)
    ]
    rows = tuple(
        TuneRow(t.id, "aird", t.style, "", t.id, "test" if n % 8 > 3 else "train", 30, 12)
        for n, t in enumerate(tunes)
    )
    corpus = Corpus(rows, sequences(tunes, processes=1))

    found = conditioning.of_style(impartial, corpus, 3)

    assert found["metres"].keys() == {"4/4"}
    assert found["metres"]["4/4"]["human"]["recognised"] == 1.0
    assert found["chance"] == 0.5
    assert json.loads(json.dumps(found)) == found
    assert conditioning.at_home(corpus, "4/4", STYLES[0]) == _median_tags(corpus)


def _median_tags(corpus: Corpus) -> Tags:
    from etudes.corpus.sequences import KINDS
    from etudes.encoding.events import decode

    pieces = corpus.pieces
    read = [
        tags(decode(pieces.line(i)))
        for i in range(len(pieces))
        if KINDS[pieces.kind[i]] == "excerpt"
        and corpus.tunes[pieces.tune[i]].split == "train"
        and corpus.tunes[pieces.tune[i]].style == STYLES[0]
    ]
    levels = [(tag.level, tag.melody, tag.rhythm) for tag in read]
    return Tags(*(int(median) for median in np.median(levels, axis=0)))
