"""Every error that `etudes` raises on purpose, as one small tree.

A message says what was expected, what came, where, and what to do. The command
line prints it as one line and ends with the class's exit code.
"""

from typing import ClassVar


class EtudesError(Exception):
    """The base of all errors that a caller may want to catch."""

    exit_code: ClassVar[int] = 1


class InvalidValue(EtudesError, ValueError):
    """A value that breaks its own definition: a pitch without a step, a bar too long."""

    exit_code = 2


class UnknownName(EtudesError, LookupError):
    """A name that no table holds; the message offers the nearest ones."""

    exit_code = 2


class OutputError(EtudesError, OSError):
    """A file or folder that cannot be written as asked."""

    exit_code = 2


class SessionClosed(EtudesError):
    """A rating session that takes no more ratings."""

    exit_code = 2


class UnsatisfiableRequest(EtudesError):
    """A request that no melody can meet; the message names the rules that clash."""

    exit_code = 3


class MissingTool(EtudesError):
    """A program that the work needs and that is not there, with its cure."""

    exit_code = 4


class EngravingError(EtudesError):
    """LilyPond ran and failed or warned; the message carries what it said."""

    exit_code = 4


class UnreadableFile(EtudesError, ValueError):
    """A score that cannot be read, with the file and the place."""

    exit_code = 5


class DamagedData(EtudesError):
    """A model folder, table or database that is not what it should be."""

    exit_code = 5
