"""A scale of difficulty as JSON text and back, without loss."""

import json
from collections.abc import Iterable
from typing import Any

from etudes.difficulty.evidence import Evidence
from etudes.difficulty.scale import Feature, Scale
from etudes.errors import DamagedData, EtudesError

_FORM = 1
"""Of the text; raised when older programs could not read it."""


def scale_to_json(scale: Scale) -> str:
    """Return the scale as JSON text; equal scales give equal text.

    Features stand in their own order: a sum of floats depends on it in its last digit.

    Examples
    --------
    >>> from etudes.difficulty.scale import scale
    >>> scale_from_json(scale_to_json(scale())) == scale()
    True
    """
    data: dict[str, Any] = {
        "form": _FORM,
        "version": scale.version,
        "name": scale.name,
        "features": [
            {
                "name": one.name,
                "group": one.group,
                "weight": float(one.weight),
                "curve": [_floats(point) for point in one.curve],
            }
            for one in scale.features
        ],
        "metres": {name: float(level) for name, level in scale.metres.items()},
        "levels": {name: _floats(sums) for name, sums in scale.levels.items()},
    }
    if scale.evidence is not None:
        data["evidence"] = _told(scale.evidence)
    return json.dumps(data, sort_keys=True, separators=(",", ":"), allow_nan=False)


def scale_from_json(text: str) -> Scale:
    """Return the scale that `scale_to_json` wrote.

    Raises
    ------
    DamagedData
        If the text is no such JSON, or no valid scale.
    """
    try:
        data = json.loads(text)
        if data["form"] != _FORM:
            raise DamagedData(f"form {_FORM} of a scale is known, not {data['form']}")
        return Scale(
            int(data["version"]),
            tuple(map(_feature, data["features"])),
            {str(name): float(level) for name, level in data["metres"].items()},
            {str(name): _floats(sums) for name, sums in data["levels"].items()},
            str(data["name"]),
            _evidence(data["evidence"]) if "evidence" in data else None,
        )
    except (EtudesError, AttributeError, LookupError, TypeError, ValueError) as error:
        raise DamagedData(
            f"a scale of difficulty as JSON was expected, not {text!r:.60}: {error}; go "
            "back to the program's own with 'etudes calibrate --back', or calibrate again"
        ) from error


def _feature(row: dict[str, Any]) -> Feature:
    curve = tuple(map(_pair, row["curve"]))
    return Feature(str(row["name"]), row["group"], float(row["weight"]), curve)


def _told(evidence: Evidence) -> dict[str, Any]:
    return {
        "sessions": evidence.sessions,
        "raters": evidence.raters,
        "items": evidence.items,
        "ratings": evidence.ratings,
        "shipped": evidence.shipped,
        "weights": dict(evidence.weights),
        "levels": evidence.levels,
        "error_before": evidence.error_before,
        "error_after": evidence.error_after,
    }


def _evidence(data: dict[str, Any]) -> Evidence:
    return Evidence(
        tuple(map(str, data["sessions"])),
        int(data["raters"]),
        int(data["items"]),
        int(data["ratings"]),
        str(data["shipped"]),
        {str(name): _pair(ends) for name, ends in data["weights"].items()},
        tuple(_pair(ends) for ends in data["levels"]),
        float(data["error_before"]),
        float(data["error_after"]),
    )


def _pair(ends: Iterable[float]) -> tuple[float, float]:
    low, high = ends
    return float(low), float(high)


def _floats(numbers: Iterable[float]) -> tuple[float, ...]:
    return tuple(map(float, numbers))
