"""What `model.json` says of a model besides its layers: data, rights, origin."""

import subprocess
from collections.abc import Collection
from pathlib import Path
from typing import Any

from etudes.corpus import Corpus
from etudes.model.folder import TrainedModel


def data_rows(corpus: Corpus, names: Collection[str] | None = None) -> list[dict[str, Any]]:
    """Return the collections learnt from, with their rights and size."""
    rows = []
    for name in names or corpus.collections:
        of_row = [tune for tune in corpus.tunes if tune.collection == name]
        row = corpus.collection(name)
        rows.append(
            {
                "collection": name,
                "label": row.label,
                "licence": row.licence,
                **({"restriction": row.restriction} if row.restriction else {}),
                "tunes": len(of_row),
                "notes": sum(tune.notes for tune in of_row),
            }
        )
    return rows


def restrictions(data: list[dict[str, Any]], base: TrainedModel | None) -> list[str]:
    """Return what the rights of the data forbid, those of the base model's included."""
    inherited = base.record.get("restrictions", []) if base else []
    return sorted(
        {*inherited, *(row["restriction"] for row in data if "restriction" in row)}
    )


def based_on(base: TrainedModel) -> dict[str, Any]:
    """Return what is told of the model that a fine-tuning began with, and of its data."""
    before = base.record.get("based_on", {}).get("data", [])
    return {
        "name": base.name,
        "digest": base.digest,
        "data": [*base.record.get("data", []), *before],
    }


def device() -> str:
    """Return what computes, and with which library."""
    import keras

    where = keras.distribution.list_devices("gpu") or ["cpu"]
    return f"{where[0]}, Keras {keras.version()} on {keras.backend.backend()}"


def commit() -> str:
    """Return the commit of the checkout; "" in an installed package."""
    try:
        asked = subprocess.run(
            ["git", "rev-parse", "--short", "HEAD"],  # noqa: S607 - whichever git is there
            cwd=Path(__file__).parent,
            capture_output=True,
            text=True,
            timeout=10,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return asked.stdout.strip()
