"""BLEU and ROUGE-L: how much of a true sequence a candidate repeats.

K. Papineni et al., "BLEU: a method for automatic evaluation of machine translation", ACL
2002; C.-Y. Lin, "ROUGE: a package for automatic evaluation of summaries", 2004. Both
reward copying: what is as good but different scores nothing.
"""

import math
from collections import Counter
from collections.abc import Hashable, Sequence
from typing import Final

_LONGEST_GRAM: Final = 4


def bleu(candidate: Sequence[Hashable], reference: Sequence[Hashable]) -> float:
    """Return BLEU of one bar against the true one, 0 to 1.

    The geometric mean of the precisions of 1- to 4-grams, times the brevity penalty
    e^(1 − reference/candidate) where the candidate is shorter. Smoothed as C.-Y. Lin and
    F. J. Och (2004) did: from the 2-grams on, one is added to matches and to their number.
    N-grams longer than the candidate or the reference are left out.

    Examples
    --------
    >>> bleu("abcd", "abcd"), bleu("xyz", "abcd")
    (1.0, 0.0)
    >>> round(bleu("abc", "abcd"), 4)  # precisions 1, 1, 1; penalty e^(-1/3)
    0.7165
    """
    longest = min(_LONGEST_GRAM, len(candidate), len(reference))
    logs = []
    for n in range(1, longest + 1):
        ours, theirs = _grams(candidate, n), _grams(reference, n)
        matches, number = (ours & theirs).total(), ours.total()
        if not matches and n == 1:
            return 0.0
        added = int(n > 1)
        logs.append(math.log((matches + added) / (number + added)))
    if not logs:
        return 0.0
    brevity = min(0.0, 1 - len(reference) / len(candidate))
    return math.exp(sum(logs) / len(logs) + brevity)


def rouge_l(candidate: Sequence[Hashable], reference: Sequence[Hashable]) -> float:
    """Return ROUGE-L, 0 to 1: the harmonic mean of precision and recall of the longest
    common subsequence.

    Examples
    --------
    >>> rouge_l("abcd", "acxd"), rouge_l("ab", "xy")
    (0.75, 0.0)
    """
    common = [0] * (len(reference) + 1)
    for symbol in candidate:
        row = [0]
        for i, other in enumerate(reference):
            longer = common[i] + 1 if symbol == other else max(common[i + 1], row[-1])
            row.append(longer)
        common = row
    return 2 * common[-1] / max(len(candidate) + len(reference), 1)


def _grams(symbols: Sequence[Hashable], n: int) -> Counter[tuple[Hashable, ...]]:
    return Counter(tuple(symbols[i : i + n]) for i in range(len(symbols) - n + 1))
