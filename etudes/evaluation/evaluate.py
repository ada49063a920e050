"""The whole of an evaluation: every part in turn, timed, into one document.

A part that cannot be measured (too few pieces, no such metre) says so in a sentence and
ends nothing else. Parts that were measured before on the same model and split stay in the
document, so that a long evaluation can be done in pieces, or gone on with.
"""

import json
import math
import os
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any, Final

from etudes.corpus import Corpus
from etudes.errors import EtudesError, UnknownName
from etudes.evaluation.parts import PARTS, Material, Report
from etudes.evaluation.plan import FULL, EvaluationPlan
from etudes.model.folder import TrainedModel
from etudes.runtime import Runtime

FORMAT: Final = 1

OTHER_SPLIT: Final = (
    "the model was trained on another split than that of the built corpus: it may know "
    "some of the music that is called unseen here, and every figure may flatter it"
)

Document = dict[str, Any]
Keep = Callable[[Document], None]


def evaluate(
    runtime: Runtime,
    corpus: Corpus,
    plan: EvaluationPlan = FULL,
    report: Report = lambda line: None,
    *,
    parts: Sequence[str] | None = None,
    earlier: Document | None = None,
    command: str = "",
    keep: Keep = lambda document: None,
) -> Document:
    """Measure a model on a corpus and return everything that was found, ready for JSON.

    Parameters
    ----------
    parts : which of `PARTS`; None is all of them.
    earlier : what an evaluation gave before; its other parts are kept if it was of the
        same model and split.
    command : recorded with each part.
    keep : called with the document after each part.

    Returns
    -------
    dict
        `model`, `corpus`, `warnings`, `training` (settings and curve), and `parts`: each
        with `plan`, `seconds`, `command`, and either `figures` or the `problem`, a
        sentence; `is_defect` where the fault is the program's.

    Raises
    ------
    UnknownName
        If there is no part of a name.
    """
    names = chosen(parts)
    document = _begun(runtime.model, corpus, earlier, report)
    for warning in document["warnings"]:
        report(f"warning: {warning}")
    material = Material(runtime, corpus, plan, report)
    # as it comes back from a file: JSON knows no tuples
    about = {"plan": json.loads(json.dumps(asdict(plan))), "command": command}
    for number, name in enumerate(names, start=1):
        report(f"{name} ({number} of {len(names)})")
        found = _measured(material, name) | about
        if "problem" in found:
            report(f"{name}: {found['problem']}")
        document["parts"] = {
            part: found if part == name else document["parts"][part]
            for part in PARTS
            if part == name or part in document["parts"]
        }
        keep(document)
    return document


def chosen(parts: Sequence[str] | None) -> tuple[str, ...]:
    """Return the parts of these names in the order of the report; None is all.

    Raises
    ------
    UnknownName
        If there is no part of a name, or none is named.
    """
    asked = list(PARTS) if parts is None else list(parts)
    unknown = [name for name in asked if name not in PARTS]
    if unknown or not asked:
        raise UnknownName(
            f"parts of an evaluation were expected ({', '.join(PARTS)}), not "
            f"'{unknown[0] if unknown else ''}'"
        )
    return tuple(name for name in PARTS if name in asked)


def _measured(material: Material, name: str) -> Document:
    start = time.monotonic()
    found: Document
    try:
        found = {"figures": _finite(PARTS[name](material))}
    except EtudesError as error:
        found = {"problem": _sentence(str(error))}
    except Exception as error:
        if os.environ.get("ETUDES_DEBUG"):
            raise
        what = f"a defect of etudes: {type(error).__name__}: {error}"
        found = {"problem": _sentence(what), "is_defect": True}
    return {"seconds": round(time.monotonic() - start, 1)} | found


def _begun(
    model: TrainedModel, corpus: Corpus, earlier: Document | None, report: Report
) -> Document:
    """Return the document before its first part, with the parts that were measured."""
    record = model.record
    same_split = record.get("split") == corpus.split_digest
    document: Document = {
        "format": FORMAT,
        "model": identity(model),
        "restrictions": record.get("restrictions", []),
        "corpus": {
            "split": corpus.split_digest,
            "same_split": same_split,
            "collections": list(corpus.collections),
        },
        "warnings": [] if same_split else [OTHER_SPLIT],
        "training": {
            "curve": record.get("curve", []),
            "settings": record.get("trained", {}),
        },
        "parts": {},
    }
    if earlier is None:
        return document
    if any(earlier.get(key) != document[key] for key in ("format", "model", "corpus")):
        report("the earlier evaluation is of another model or corpus: it is begun anew")
        return document
    return document | {"parts": dict(earlier["parts"])}


def identity(model: TrainedModel) -> Document:
    """Return what tells a model from all others, and its size."""
    return {
        "name": model.name,
        "digest": model.digest,
        "weights": model.record["digest"],
        "copies": model.record.get("copies", {}).get("digest"),
        "parameters": model.record.get("parameters"),
        "difficulty_scale": model.record.get("difficulty_scale"),
    }


def _finite(value: Any) -> Any:
    """Return the same with None for what is no number: JSON has no word for it."""
    if isinstance(value, dict):
        return {key: _finite(of) for key, of in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(of) for of in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _sentence(text: str) -> str:
    return " ".join(text.split())
