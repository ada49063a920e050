"""What stands above whatever tells of raters made up (`etudes session try`)."""

from collections.abc import Sequence


def trial_run(where: str) -> str:
    """Return in a line that raters are nobody.

    Examples
    --------
    >>> print(trial_run("in this report"))  # doctest: +NORMALIZE_WHITESPACE
    Trial run: every rater in this report was made up by the program. It says nothing about
    the pieces.
    """
    return (
        f"Trial run: every rater {where} was made up by the program. It says nothing about "
        "the pieces."
    )


def trial_run_of(codes: Sequence[str]) -> str:
    """Return this of sessions, those whose raters are made up; "" of none.

    Examples
    --------
    >>> print(trial_run_of(["k7mq3d"]))  # doctest: +NORMALIZE_WHITESPACE
    Trial run: every rater of k7mq3d was made up by the program. It says nothing about the
    pieces.
    """
    return trial_run(f"of {', '.join(codes)}") if codes else ""
