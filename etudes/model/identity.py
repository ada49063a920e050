"""What tells a model from all others: one digest of all that decides its notes."""

import hashlib
from collections.abc import Mapping
from typing import Any


def digest_of(record: Mapping[str, Any]) -> str:
    """Return the digest of the model with this `model.json`: of its weights and words,
    of what must not be copied, and of the surrogate.

    Examples
    --------
    >>> digest_of({"digest": "ab"})
    'ab'
    >>> digest_of({"digest": "ab", "surrogate": {"digest": "cd"}}) == "ab"
    False
    """
    more = [record[name]["digest"] for name in ("copies", "surrogate") if name in record]
    digests = [str(digest) for digest in (record["digest"], *more)]
    if len(digests) == 1:
        return digests[0]
    return hashlib.sha256("\n".join(digests).encode()).hexdigest()
