"""The card says whose music a model learnt, what it can do, and what is forbidden."""

import json
from pathlib import Path
from typing import Any

import pytest

from etudes.encoding.vocabulary import Vocabulary
from etudes.errors import DamagedData
from etudes.model.architecture import Architecture
from etudes.model.card import card, read_evaluation, write_card
from etudes.model.folder import read_model, write_model
from etudes.model.identity import digest_of
from etudes.model.key_figures import in_text

DATA = [
    (
        "aird",
        "Aird, Selection of Airs",
        "public-domain tunes that state no restriction",
        900,
    ),
    ("lieder", "OpenScore Lieder", "CC0 1.0", 100),
]
TRAINED = {
    "epochs": 26,
    "minutes": 50,
    "events": 8192,
    "learning_rate": 0.0025,
    "weight_decay": 0.01,
    "dropout": 0.38,
    "seed": 7,
    "epochs_done": 26,
    "best_validation_bits": 2.9,
    "minutes_taken": 48.5,
    "device": "cpu:0",
}


def record(**more: Any) -> dict[str, Any]:
    """A `model.json`, as training writes it."""
    return {
        "name": "tiny",
        "digest": "ab" * 32,
        "layers": {"gru": [16, 12]},
        "parameters": 12345,
        "difficulty_scale": 3,
        "split": "cd" * 32,
        "trained": TRAINED,
        "data": [
            {
                "collection": c,
                "label": label,
                "licence": licence,
                "tunes": 3,
                "notes": notes,
            }
            for c, label, licence, notes in DATA
        ],
        "restrictions": [],
        "bits_per_event": {"test": {}, "validation": {}},
        **more,
    }


def evaluation(**more: Any) -> dict[str, Any]:
    """An evaluation of that model, with one part measured and one that could not be."""
    parts = {
        "copying": {
            "plan": {"name": "full"},
            "figures": {
                "longest_allowed": 12,
                "generated": _side(7.0),
                "human": _side(8.0),
                "difference": {
                    "median_longest_run": {"value": -1.0, "interval": [-2.0, 0.5]}
                },
            },
        },
        "structure": {"plan": {"name": "quick"}, "problem": "too few | pieces"},
        "bias": {
            "plan": {"name": "full"},
            "figures": {
                "by_region": {"Scotland": 750, "Europe (art song)": 250},
                "by_century": {"18th": 750, "19th": 250},
                "views": {"whole": 1234, "skeleton": 56},
            },
        },
    }
    model = {"digest": "ab" * 32, "weights": "ab" * 32, "copies": None}
    corpus = {"same_split": True}
    return {"model": model, "corpus": corpus, "parts": parts, **more}


def _side(run: float) -> dict[str, Any]:
    return {"melodies": 480, "longest_run": {"median": run}, "beyond_cap": 0}


def plain(text: str) -> str:
    return " ".join(text.split())


def test_the_licences_are_told_in_the_words_that_were_agreed() -> None:
    """What is granted is named; what is not granted is not called free."""
    assert (
        "Trained on public-domain tunes in volunteer transcriptions that state no "
        "restriction (Aird, O'Neill, Ryan, miscFolk, as distributed with music21) and on "
        "OpenScore Lieder and OpenScore String Quartets (CC0 1.0). For the first group no "
        "licence is granted in writing; we found no restriction."
    ) in plain(card(record()))


def test_a_restriction_stands_before_everything_else() -> None:
    """A non-commercial model says so in its first words, a free one says nothing."""
    restricted = plain(card(record(restrictions=["non-commercial"])))

    assert restricted.startswith("# Model card: tiny **Restricted: non-commercial.**")
    assert "Restricted" not in card(record())


def test_a_model_without_evaluation_says_how_to_get_one() -> None:
    """No figure is made up, and one of other weights is none."""
    other = evaluation(model={"digest": "ef" * 32, "weights": "ef" * 32, "copies": None})

    for text in (card(record()), card(record(), other)):
        assert "Not evaluated yet; run `etudes evaluate`." in text
        assert "480" not in text


def test_an_index_of_copies_makes_it_another_model() -> None:
    """What is printed changed, so what was measured before is of no account."""
    with_cap = record(copies={"digest": "12" * 32})

    assert "Not evaluated yet" in card(with_cap, evaluation())
    assert "more than 12 notes in a row" in plain(card(with_cap))


def test_another_surrogate_makes_it_another_model() -> None:
    """It weighs what is drawn, so an evaluation with another one is of no account."""
    one, other = (record(surrogate={"digest": name * 32}) for name in ("34", "56"))
    model = {"digest": digest_of(one), "weights": "ab" * 32, "copies": None}

    assert "480 études" in card(one, evaluation(model=model))
    assert "Not evaluated yet" in card(other, evaluation(model=model))
    assert "Not evaluated yet" in card(record(), evaluation(model=model))


def test_an_evaluation_names_the_model_that_the_runtime_reads() -> None:
    """The digest of a record is that of the model in the folder."""
    model = read_model("gru-256")

    assert {"copies", "surrogate"} <= model.record.keys()
    assert digest_of(model.record) == model.digest


def test_the_figures_of_the_evaluation_are_in_the_card() -> None:
    """With interval and number; what was not measured, and what only quickly, is told."""
    text = plain(card(record(), evaluation()))

    assert "| 7 notes | human 8; difference -1.0 [-2.0, 0.5] | 480 études, 480" in text
    assert r"Not measured: structure (too few \| pieces)." in text
    assert "Measured quickly, on few pieces: structure." in text


def test_the_card_tells_whose_music_it_is() -> None:
    """By region and century: of whole collections, or as counted on the training side."""
    before, after = plain(card(record())), plain(card(record(), evaluation()))

    assert "| Scotland | 900 | 90 % |" in before
    assert "| Scotland | 750 | 75 % |" in after
    assert "537 are by women" in before
    assert "whole tunes (1,234 pieces)" in after


def test_what_was_counted_on_another_split_is_not_the_models() -> None:
    """The corpus that was built is not the one that it learnt from."""
    text = plain(card(record(), evaluation(corpus={"same_split": False})))

    assert "split otherwise" in text
    assert "| Scotland | 900 | 90 % |" in text
    assert "1,234" not in text


def test_synthetic_views_and_what_is_not_learnt_are_named() -> None:
    """Doubled values and skeletons are no people's music; rare metres, keys, swing are not
    learnt."""
    text = plain(card(record(views=["whole", "doubled", "skeleton"])))

    assert text.count("**synthetic**") == 2
    for word in ("5/4", "7/8", "swing", "remote keys", "not learnt"):
        assert word in text


def test_the_command_and_the_cost_are_told() -> None:
    """Minutes, device, and how to make it again."""
    text = plain(card(record()))

    assert "26 epochs in 48.5 minutes (cpu:0)" in text
    assert "`etudes train models/NAME --seed 7 --epochs 26 --minutes 600`" in text


def test_a_fine_tuned_model_names_what_it_comes_from() -> None:
    """The base's data stand in the table too, and its licence sentence."""
    own = {
        "collection": "mine",
        "label": "My | <b>",
        "licence": "mine",
        "tunes": 1,
        "notes": 9,
    }
    base = {"name": "base", "digest": "ee" * 32, "data": record()["data"]}

    text = plain(card(record(data=[own], based_on=base)))

    assert r"| My \| &lt;b> | 1 | 9 | mine |" in text
    assert "Fine-tuned from base" in text
    assert "no licence is granted in writing" in text
    assert "--from base --collections mine" in text


def test_a_record_that_tells_little_still_makes_a_card() -> None:
    """A model of another hand: nothing is invented."""
    text = card({"name": "m", "digest": "00"})

    assert "does not tell how it was trained" in text
    assert "None" not in text


def test_the_card_is_written_beside_the_evaluation_it_is_from(
    tmp_path: Path, small_vocabulary: Vocabulary, small_architecture: Architecture
) -> None:
    """After training to the model's folder, after evaluating elsewhere to that place."""
    folder, output = tmp_path / "m", tmp_path / "out"
    write_model(folder, small_architecture, small_vocabulary, {}, record(name="m"))
    output.mkdir()
    weights = json.loads((folder / "model.json").read_text("utf-8"))["digest"]
    model = {"digest": weights, "weights": weights, "copies": None}
    found = evaluation(model=model)
    (output / "evaluation.json").write_text(json.dumps(found), "utf-8")

    write_card(folder)
    write_card(folder, output)

    assert "Not evaluated yet" in (folder / "CARD.md").read_text("utf-8")
    assert "480 études" in (output / "CARD.md").read_text("utf-8")


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"parts": [], "model": {}}'])
def test_a_damaged_evaluation_is_named(tmp_path: Path, content: str) -> None:
    """With its place and the cure; where there is none, there is none."""
    assert read_evaluation(tmp_path) is None
    (tmp_path / "evaluation.json").write_text(content, "utf-8")

    with pytest.raises(DamagedData, match=r"evaluation\.json.*etudes evaluate"):
        read_evaluation(tmp_path)


def test_a_figure_keeps_its_interval_in_text() -> None:
    """Value and ends to the same digit; without ends the value alone."""
    assert in_text([0.12345, 0.1, 0.2], 2) == "0.12 [0.10, 0.20]"
    assert in_text([0.5, None, None]) == "0.500"
    assert in_text([]) == in_text(None) == "–"
