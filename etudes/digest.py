"""The short name of a text: what tells a learnt scale or preference from all others."""

from hashlib import sha256

_DIGITS = 8


def short_digest(text: str) -> str:
    """Return the first eight hexadecimal digits of the text's SHA-256, as UTF-8.

    Examples
    --------
    >>> short_digest("{}")
    '44136fa3'
    """
    return sha256(text.encode()).hexdigest()[:_DIGITS]
