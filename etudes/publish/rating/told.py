"""Figures of a session's report as they are printed."""

import math
from collections.abc import Sequence

from etudes.rating.findings.table import Missing
from etudes.statistics.estimate import Estimate

WORDS = {
    "sense": "musical sense",
    "level": "right level",
    "idiom": "idiomatic",
    "notation": "clear notation",
    "use": "would use it",
}
"""The scales in words; those of a later edition keep their name."""

DASH = "–"
_MINUS = "−"


def number(value: float, digits: int = 2) -> str:
    """Return a number as it is printed; a dash where there is none.

    Examples
    --------
    >>> number(-0.251), number(float("nan"))
    ('−0.25', '–')
    """
    if not math.isfinite(value):
        return DASH
    text = f"{value:.{digits}f}"
    return text.replace("-", _MINUS) if float(text) else text.lstrip("-")


def told(found: Estimate | Missing, digits: int = 2) -> str:
    """Return a value with its interval, or a bound where one end is infinite. One without
    width is none: all values were the same.

    Examples
    --------
    >>> told(Estimate(4.567, 4.19, 4.96)), told(Estimate(4.5, math.nan, math.nan))
    ('4.57 [4.19, 4.96]', '4.50 (no interval)')
    >>> told(Estimate(math.inf, 1.37, math.inf))
    'at least 1.37'
    """
    if isinstance(found, Missing) or math.isnan(found.value):
        return DASH
    if math.isinf(found.value):
        least = found.value > 0
        end = number(found.low if least else found.high, digits)
        return f"at {'least' if least else 'most'} {end}"
    if not has_width(found):
        return f"{number(found.value, digits)} (no interval)"
    ends = ", ".join(number(end, digits) for end in (found.low, found.high))
    return f"{number(found.value, digits)} [{ends}]"


def aside(found: Estimate, digits: int = 2) -> str:
    """Return a value with its interval, if there is one, in brackets.

    Examples
    --------
    >>> aside(Estimate(4.567, 4.19, 4.96)), aside(Estimate(-0.5, math.nan, math.nan))
    ('(4.57 [4.19, 4.96])', '(−0.50)')
    """
    return f"({told(found, digits) if has_width(found) else number(found.value, digits)})"


def has_width(found: Estimate) -> bool:
    """Return whether there is an interval, and not that of values that never differ."""
    return math.isfinite(found.low) and math.isfinite(found.high) and found.low < found.high


def percent(found: Estimate | Missing) -> str:
    """Return a share in per cent with its interval, or a bound where it has no value but
    an interval that reaches to an end.

    Examples
    --------
    >>> percent(Estimate(0.852, 0.74, 0.94)), percent(Estimate(math.nan, 0.8, 1.0))
    ('85 % [74, 94]', 'at least 80 %')
    """
    if isinstance(found, Missing):
        return DASH
    if math.isnan(found.value):
        if math.isnan(found.low) or math.isnan(found.high):
            return DASH
        if found.high >= 1:
            return f"at least {100 * found.low:.0f} %"
        return f"at most {100 * found.high:.0f} %"
    text = f"{100 * found.value:.0f} %"
    if not has_width(found):
        return f"{text} (no interval)"
    return f"{text} [{100 * found.low:.0f}, {100 * found.high:.0f}]"


def counted(count: int, one: str, more: str = "") -> str:
    """Return a number of things.

    Examples
    --------
    >>> counted(1, "rater"), counted(2, "piece"), counted(0, "person", "people")
    ('1 rater', '2 pieces', '0 people')
    """
    return f"{count:,} {one if count == 1 else more or one + 's'}"


def words(scale: str) -> str:
    """Return a scale in words.

    Examples
    --------
    >>> words("idiom"), words("a scale of tomorrow")
    ('idiomatic', 'a scale of tomorrow')
    """
    return WORDS.get(scale, scale)


def p_value(value: float) -> str:
    """Return a p-value; a dash where there is none.

    Examples
    --------
    >>> p_value(0.00004), p_value(0.0312), p_value(math.nan)
    ('< 0.001', '0.031', '–')
    """
    if math.isnan(value):
        return DASH
    return "< 0.001" if value < 0.001 else f"{value:.3f}"


def joined(parts: Sequence[str], last: str = "and") -> str:
    """Return parts, one at least, as a sentence has them.

    Examples
    --------
    >>> joined(["a", "b", "c"]), joined(["a"])
    ('a, b and c', 'a')
    """
    *most, final = parts
    return f"{', '.join(most)} {last} {final}" if most else final
