"""Small words of English around musical names."""


def indefinite(name: str) -> str:
    """Return a name with its article.

    Examples
    --------
    >>> indefinite("octave"), indefinite("unison"), indefinite("minor sixth")
    ('an octave', 'a unison', 'a minor sixth')
    """
    return f"{'an' if name[0] in 'aeio' else 'a'} {name}"
