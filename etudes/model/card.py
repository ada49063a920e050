"""The model card: what a model is, in words, from its `model.json` and its evaluation.

Nothing in it is written by hand: the figures come from `evaluation.json`, which
`etudes evaluate` writes. A model that was not evaluated says so.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from etudes.corpus.excerpts import LENGTHS
from etudes.corpus.origins import UNKNOWN, of_collection
from etudes.corpus.sequences import KINDS
from etudes.encoding.vocabulary import METRES
from etudes.errors import DamagedData
from etudes.model.identity import digest_of
from etudes.model.key_figures import key_figures
from etudes.paths import data_folder, write_whole

EVALUATION: Final = "evaluation.json"
CARD: Final = "CARD.md"

VIEWS: Final[Mapping[str, str]] = {
    "whole": "whole tunes",
    "stretch": "lines of songs and quartets from one silence to the next",
    "excerpt": f"closed excerpts of {', '.join(map(str, LENGTHS[:-1]))} and {LENGTHS[-1]} "
    "bars, which end as a piece ends",
    "half": "phrases that end on a half close",
    "doubled": "excerpts in doubled values: **synthetic**, for the collections hold hardly "
    "any music in crotchets and minims",
    "skeleton": "one note a beat: **synthetic**, for the collections hold hardly any music "
    "for beginners",
}
"""The views of the data, by kind of piece (`etudes.corpus.sequences.KINDS`)."""

Record = dict[str, Any]


def write_card(folder: Path, output: Path | None = None) -> None:
    """Write `CARD.md` from a model's folder and the `evaluation.json` in `output`, to
    `output`; that is the model's own folder unless another is named.

    Raises
    ------
    DamagedData
        If the evaluation cannot be read.
    OutputError
        If the card cannot be written.
    """
    output = output or folder
    record: Record = json.loads((folder / "model.json").read_text("utf-8"))
    text = card(record, read_evaluation(output))
    write_whole(output / CARD, text.encode())


def read_evaluation(folder: Path) -> Record | None:
    """Return the evaluation that lies in a folder, or None if none does.

    Raises
    ------
    DamagedData
        If it cannot be read.
    """
    path = folder / EVALUATION
    try:
        found = json.loads(path.read_text("utf-8"))
        parts, weights = found["parts"], found["model"]["weights"]
        if not isinstance(parts, dict) or not isinstance(weights, str):
            raise ValueError("its parts or its model are missing")
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DamagedData(
            f"an evaluation was expected in {path}, and it cannot be read ({error}); "
            "remove the file and run 'etudes evaluate' again"
        ) from None
    return dict(found)


def card(record: Record, evaluation: Record | None = None) -> str:
    """Return the card of a model with this record, as Markdown.

    An evaluation of another model counts as none.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(data_folder("templates")),
        undefined=StrictUndefined,
        autoescape=False,  # noqa: S701 - Markdown; a user's own words go through `cell`
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["cell"] = _cell
    environment.filters["number"] = lambda number: f"{number:,}"
    return environment.get_template("CARD.md.j2").render(facts(record, evaluation))


def facts(record: Record, evaluation: Record | None = None) -> Record:
    """Return everything that the card's template places, ready made."""
    data = record.get("data", [])
    base = record.get("based_on")
    learnt = [*data, *(base["data"] if base else [])]
    if evaluation is not None and not is_of(evaluation, record):
        evaluation = None
    bias = _bias(evaluation)
    return {
        "name": record["name"],
        "digest": record["digest"],
        "layers": record.get("layers", {}),
        "parameters": record.get("parameters"),
        "restrictions": record.get("restrictions", []),
        "data": data,
        "learnt": learnt,
        "based_on": base,
        "has_free": bool({"aird", "oneill", "ryan", "misc"} & _names(learnt)),
        "has_openscore": bool({"lieder", "quartets"} & _names(learnt)),
        "views": _views(record, bias),
        "difficulty_scale": record.get("difficulty_scale"),
        "metres": METRES,
        "origins": [row for row in map(_origin, learnt) if row["about"]],
        "regions": _shares(bias.get("by_region") or _notes_by(learnt, "region")),
        "centuries": _shares(bias.get("by_century") or _notes_by(learnt, "century")),
        "bits": record.get("bits_per_event", {}),
        "split": record.get("split", ""),
        "figures": key_figures(evaluation) if evaluation else [],
        "evaluation": evaluation,
        "quick": _quick_parts(evaluation),
        "not_measured": _not_measured(evaluation),
        "trained": record.get("trained"),
        "has_cap": "copies" in record,
    }


def is_of(evaluation: Record, record: Record) -> bool:
    """Tell whether an evaluation is of the model with this record: of its weights, with
    what must not be copied and with the surrogate, for all three decide the notes."""
    return bool(evaluation["model"].get("digest") == digest_of(record))


def _bias(evaluation: Record | None) -> Record:
    """Return what was counted of the data, if it was the model's own."""
    if evaluation is None or not evaluation["corpus"]["same_split"]:
        return {}
    return dict(evaluation["parts"].get("bias", {}).get("figures", {}))


def _views(record: Record, bias: Record) -> list[tuple[str, int | None]]:
    """Return each view of the data in words, with the pieces of it where they are known."""
    unknown: Mapping[str, int | None] = dict.fromkeys(record.get("views", KINDS))
    counts: Mapping[str, int | None] = bias.get("views") or unknown
    return [(VIEWS.get(kind, kind), count) for kind, count in counts.items()]


def _origin(row: Record) -> Record:
    """Return where a collection comes from, and why we think so."""
    known = of_collection(row["collection"])
    return {
        "label": row["label"],
        "region": ", ".join(dict.fromkeys(o.region for o in known)) or UNKNOWN,
        "century": ", ".join(dict.fromkeys(o.century for o in known)) or UNKNOWN,
        "about": " ".join(origin.about for origin in known),
        "notes": row["notes"],
    }


def _notes_by(rows: Iterable[Record], what: str) -> dict[str, int]:
    """Return the notes of whole collections by region or century, the most first."""
    found: Counter[str] = Counter()
    for row in rows:
        found[_origin(row)[what]] += row["notes"]
    return dict(found.most_common())


def _shares(notes: Mapping[str, int]) -> list[tuple[str, int, str]]:
    total = max(sum(notes.values()), 1)
    return [(name, n, f"{100 * n / total:.0f} %") for name, n in notes.items()]


def _quick_parts(evaluation: Record | None) -> list[str]:
    parts = evaluation["parts"] if evaluation else {}
    return [name for name, part in parts.items() if part["plan"]["name"] != "full"]


def _not_measured(evaluation: Record | None) -> list[tuple[str, str]]:
    parts = evaluation["parts"] if evaluation else {}
    return [(name, part["problem"]) for name, part in parts.items() if "problem" in part]


def _names(rows: Sequence[Record]) -> set[str]:
    return {str(row["collection"]) for row in rows}


def _cell(text: str) -> str:
    """Return text that a user gave, so that it stays text and in its cell."""
    return text.replace("|", "\\|").replace("<", "&lt;")
