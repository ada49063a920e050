"""Held-out music is charged to every model alike, and uncertainty is that of families."""

import json
import math
import os
import subprocess
import sys
from dataclasses import replace
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from conftest import melody

from etudes.corpus.build import Corpus, TuneRow
from etudes.corpus.collections import Tune
from etudes.corpus.sequences import sequences
from etudes.evaluation.figures import Charged, intervals
from etudes.evaluation.held_out import measure
from etudes.model.folder import read_model
from etudes.runtime import Runtime

# Bootstrap intervals


def test_relatives_are_one_witness() -> None:
    """Twenty copies of a tune widen nothing and narrow nothing: four families that cost
    1, 2, 3 and 4 bits have the interval of four numbers, however often each is counted."""
    costs = np.array([[1.0], [2.0], [3.0], [4.0]])
    families = np.arange(4)

    once = intervals(costs, families)
    copied = intervals(np.repeat(costs, 20, axis=0), np.repeat(families, 20))

    assert once == copied
    # all 256 draws of four families, in place of a thousand by lot: the ends differ by one
    # step of a quarter at most
    means = [sum(draw) / 4 for draw in product((1, 2, 3, 4), repeat=4)]
    ends = np.quantile(means, (0.025, 0.975)).tolist()
    assert once[0] == pytest.approx([2.5, *ends], abs=0.26)


def test_many_families_give_the_interval_of_the_textbook() -> None:
    """For 400 families of like size the ends lie 1.96 standard errors from the mean; a
    tenth of that is eight times what 1,000 resamples leave open (false alarm < 1e-6 for
    the seed that is fixed)."""
    costs = np.random.default_rng(3).normal(3.0, 1.0, size=(400, 1))

    ((mean, low, high),) = intervals(costs, np.arange(400))

    error = costs.std() / math.sqrt(400)
    assert low is not None
    assert high is not None
    assert [low - mean, high - mean] == pytest.approx(
        [-1.96 * error, 1.96 * error], abs=0.2 * error
    )


def test_one_family_has_no_interval() -> None:
    """Nothing can be resampled: no ends are better than wrong ones."""
    assert intervals(np.array([[1.0], [2.0]]), np.array([5, 5])) == [[1.5, None, None]]


def test_a_gain_is_paired() -> None:
    """If one model costs exactly half a bit less at every event, the gain is certain,
    however much the tunes differ."""
    bits = np.array([1.0, 2.0, 9.0, 30.0])
    charged = Charged(
        {("ours", "joint"): bits, ("theirs", "joint"): bits + 0.5},
        families=np.array([0, 0, 1, 2]),
        tunes=np.array([0, 1, 2, 3]),
        measures=np.array([-1, 3, 4, 0]),
        labels={"metre": np.array(["3/4", "3/4", "3/4", "2/4"])},
    )

    found = charged.figures("ours", ["theirs"])

    assert found["all"]["gain"] == {"theirs": [0.5, 0.5, 0.5]}
    assert {key: part["events"] for key, part in found.items() if "events" in part} == {
        "all": 4,
        "bars_1_4": 3,
        "later_bars": 1,
    }
    assert found["by_metre"]["2/4"]["all"] == {
        "families": 1,
        "tunes": 1,
        "events": 1,
        "ours": {"joint": [30.0, None, None]},
        "theirs": {"joint": [30.5, None, None]},
        "gain": {"theirs": [0.5, None, None]},
    }


# A corpus of three tunes

FIVE_BARS = "4/4 " + "C4:1/4 D4:1/4 E4:1/4 C4:1/4 " * 5
WALTZ = "3/4 " + "E4:1/4 D4:1/4 C4:1/4 " * 2
STRANGE = "4/4 " + "C4:1/4 D4:1/4 E4:1/4 C4:1/4 " * 4 + "C4:7/96 D4:89/96"


@cache
def corpus() -> Corpus:
    tunes = [
        ("train", FIVE_BARS),
        ("validation", FIVE_BARS),
        ("test", FIVE_BARS),
        ("test", WALTZ),
        ("test", STRANGE),
    ]
    made = [
        Tune(f"aird/{i}", "aird", "air", "", f"aird/{i}", melody(text))
        for i, (_, text) in enumerate(tunes)
    ]
    rows = [
        TuneRow(tune.id, "aird", "air", "", tune.group, side, 20, 5)
        for tune, (side, _) in zip(made, tunes, strict=True)
    ]
    return Corpus(tuple(rows), sequences(made, processes=1))


@cache
def report() -> dict[str, Any]:
    """What `measure` says of a network that has learnt nothing, read back from JSON."""
    model = read_model()
    nothing = {name: np.zeros_like(array) for name, array in model.weights.items()}
    found = measure(corpus(), Runtime(replace(model, weights=nothing)))
    read: dict[str, Any] = json.loads(json.dumps(found))
    return read


def test_every_model_is_charged_for_the_same_events() -> None:
    """Five bars of test tune and two of waltz, 26 notes; a tune with a length that the
    network has no name for is left out for all."""
    free = report()["sets"]["free"]

    parts = {part: free[part]["events"] for part in ("all", "bars_1_4", "later_bars")}
    assert (free["left_out"], parts) == (1, {"all": 26, "bars_1_4": 22, "later_bars": 4})
    assert {key for key in free["all"] if isinstance(free["all"][key], dict)} == {
        "gru",
        "gru_told_level",
        "kn_joint",
        "kn",
        "ltm_stm",
        "ltm_stm_tuned",
        "gain",
    }


def test_an_ignorant_network_costs_the_logarithm_of_its_names() -> None:
    """In every metre, at every level and wherever in the tune."""
    names = read_model().vocabulary
    cost = round(math.log2(len(names.durations) * len(names.pitches)), 4)
    free = report()["sets"]["free"]

    found = [free[part]["gru"]["joint"] for part in ("all", "bars_1_4")]
    found += [row["all"]["gru"]["joint"][:1] for row in free["by_metre"].values()]
    found += [row["all"]["gru"]["joint"][:1] for row in free["by_level"].values()]

    assert found[:2] == [[cost] * 3] * 2
    assert all(row == [cost] for row in found[2:])
    assert sorted(free["by_metre"]) == ["3/4", "4/4"]
    assert list(free["by_collection"]) == ["aird"]


def test_n_grams_know_the_tune_that_they_learnt() -> None:
    """The test tune is the training tune: its later bars cost all of them little, and far
    less than a network that has learnt nothing, which gains less than nothing."""
    found = report()["sets"]["free"]["by_metre"]["4/4"]["later_bars"]

    for name in ("kn", "ltm_stm", "ltm_stm_tuned"):
        assert found[name]["joint"][0] < 2
        assert found["gain"][name][0] < -5


def test_another_split_is_told() -> None:
    """The shipped model was not trained on this corpus's split."""
    assert report()["same_split"] is False


# The benchmark

BENCHMARK = Path(__file__).parent.parent / "benchmarks" / "likelihood.py"


def test_the_benchmark_asks_for_a_corpus(tmp_path: Path) -> None:
    """Without a built corpus it says in one line how to build one, and exits with 5."""
    answer = subprocess.run(
        [sys.executable, str(BENCHMARK), "--json"],
        env={**os.environ, "ETUDES_CACHE": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (answer.returncode, answer.stdout, answer.stderr) == (
        5,
        "",
        f"a built corpus was expected in {tmp_path / 'corpus'}; run 'etudes corpus "
        "build'\n",
    )
