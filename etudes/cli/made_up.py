"""What is said wherever ratings by raters made up are met (`etudes session try`)."""

from collections.abc import Sequence


def told_made_up(codes: Sequence[str]) -> str:
    """Return in a line that raters of sessions are nobody.

    Examples
    --------
    >>> print(told_made_up(["k7mq3d"]))
    Raters of k7mq3d were made up by the program: nothing of it is about real pieces.
    """
    return (
        f"Raters of {', '.join(codes)} were made up by the program: nothing of it is about "
        "real pieces."
    )


def why_not_learnt(codes: Sequence[str]) -> str:
    """Return why nothing that was learnt from sessions is put to use.

    Examples
    --------
    >>> print(why_not_learnt(["k7mq3d"]))
    raters of k7mq3d were made up by the program; name sessions that teachers answered
    """
    return (
        f"raters of {', '.join(codes)} were made up by the program; name sessions that "
        "teachers answered"
    )
