"""Small words of English around musical names."""


def indefinite(name: str) -> str:
    """Return a name with its article; a fraction needs none.

    Examples
    --------
    >>> indefinite("octave"), indefinite("unison"), indefinite("minor sixth")
    ('an octave', 'a unison', 'a minor sixth')
    """
    if name[0].isdecimal():
        return name
    return f"{'an' if name[0] in 'aeio' else 'a'} {name}"
