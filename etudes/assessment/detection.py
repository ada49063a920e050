"""Hearing a difference, apart from the readiness to say that there is one.

Someone who always says "different" finds every altered melody and hears nothing. So the
answers to same/different questions are reported as d′ = z(hits) − z(false alarms), with
the criterion c = −(z(hits) + z(false alarms)) / 2: above 0 it leans towards "same".

References
----------
H. Stanislaw and N. Todorov, "Calculation of signal detection theory measures", Behavior
Research Methods, Instruments, & Computers 31 (1999).
M. J. Hautus, "Corrections for extreme proportions and their biasing effects on estimated
values of d′", the same journal 27 (1995): 0.5 more of each count, 1 more of each total.
V. Gourevitch and E. Galanter, "A significance test for one parameter isosensitivity
functions", Psychometrika 32 (1967): the variance of d′.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import NormalDist

from etudes.assessment.response import Response
from etudes.errors import InvalidValue

_NORMAL = NormalDist()


@dataclass(frozen=True, slots=True)
class Detection:
    """How well differences were heard.

    Parameters
    ----------
    d_prime : 0 for chance, about 1 for 69 % right and 2 for 84 % right without bias.
    criterion : above 0 for a listener who would rather say "same".
    standard_error : of d′.
    hit_rate, false_alarm_rate : as corrected.
    signals, noises : how many were different and how many the same.
    """

    d_prime: float
    criterion: float
    standard_error: float
    hit_rate: float
    false_alarm_rate: float
    signals: int
    noises: int

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % interval of d′."""
        half = _NORMAL.inv_cdf(0.975) * self.standard_error
        return self.d_prime - half, self.d_prime + half


def detection(hits: int, signals: int, false_alarms: int, noises: int) -> Detection:
    """Return d′, criterion and standard error from counts, with the log-linear correction.

    The correction is always made, not for rates of 0 and 1 alone, since only then are
    listeners comparable.

    Raises
    ------
    InvalidValue
        If there were no trials of one sort, or more answers than trials.

    Examples
    --------
    >>> found = detection(82, 100, 46, 100)
    >>> round(found.d_prime, 4), round(found.criterion, 4)
    (1.0028, -0.402)
    """
    if not (0 <= hits <= signals and 0 <= false_alarms <= noises and signals and noises):
        raise InvalidValue(
            "hits of one or more altered trials and false alarms of one or more unaltered "
            f"ones were expected, not {hits} of {signals} and {false_alarms} of {noises}"
        )
    hit, alarm = (hits + 0.5) / (signals + 1), (false_alarms + 0.5) / (noises + 1)
    z_hit, z_alarm = _NORMAL.inv_cdf(hit), _NORMAL.inv_cdf(alarm)
    variance = _variance(hit, z_hit, signals) + _variance(alarm, z_alarm, noises)
    return Detection(
        d_prime=z_hit - z_alarm,
        criterion=-(z_hit + z_alarm) / 2,
        standard_error=math.sqrt(variance),
        hit_rate=hit,
        false_alarm_rate=alarm,
        signals=signals,
        noises=noises,
    )


def detection_of(responses: Iterable[Response], signal: str = "different") -> Detection:
    """Return d′ of answers that say `signal` or something else.

    What was right follows from what was said and whether it was correct.

    Raises
    ------
    InvalidValue
        If none of the items, or all of them, were of the `signal` sort.
    """
    counts = {(said, true): 0 for said in (True, False) for true in (True, False)}
    for response in responses:
        said = response.given == signal
        counts[said, said == response.correct] += 1
    return detection(
        hits=counts[True, True],
        signals=counts[True, True] + counts[False, True],
        false_alarms=counts[True, False],
        noises=counts[True, False] + counts[False, False],
    )


def _variance(rate: float, z: float, trials: int) -> float:
    """Return the variance of z(rate): that of the rate over the squared normal density."""
    return rate * (1 - rate) / (trials * _NORMAL.pdf(z) ** 2)
