"""The command line: parse, call one function, print.

`main` is the only place where an error becomes a line and an exit code.
"""

import gc
import io
import os
import sys
from contextlib import suppress


def main() -> None:
    """Run the command line and leave with its exit code."""
    if sys.argv[1:2] == ["make"]:
        gc.disable()  # a short life: collecting garbage would only make it longer
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a file's name may be no text at all
            stream.reconfigure(errors="backslashreplace")
    code = run(sys.argv[1:])
    with suppress(OSError):
        sys.stdout.flush()
        sys.stderr.flush()
    # all files are closed by now; taking the interpreter and NumPy apart piece by piece
    # would cost a tenth of the whole command
    os._exit(code)


def run(arguments: list[str]) -> int:
    """Run one command and return its exit code; nothing but a line tells of an error.

    0 done, 1 a defect of ours, 2 usage, 3 a request that cannot be met or a rule that a
    score breaks, 4 a missing tool, 5 unreadable or damaged data, 130 interrupted.
    """
    # One thread: on matrices of this size a second one costs more than it brings.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from typer import Abort
    from typer._click.exceptions import ClickException, NoArgsIsHelpError

    from etudes.cli.app import app
    from etudes.cli.console import complain, print_line
    from etudes.errors import EtudesError

    try:
        code = app(args=arguments, prog_name="etudes", standalone_mode=False)
        sys.stdout.flush()
        return code if isinstance(code, int) else 0
    except EtudesError as error:
        complain(str(error))
        return error.exit_code
    except NoArgsIsHelpError as error:
        print_line(error.format_message())
        return 2
    except ClickException as error:
        complain(f"{error.format_message()} (etudes --help lists what there is)")
        return 2
    except (KeyboardInterrupt, Abort):
        complain("interrupted")
        return 130
    except BrokenPipeError:
        # whoever read our output has had enough; Python must not complain on the way out
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        if os.environ.get("ETUDES_DEBUG"):
            raise
        name = type(error).__name__
        complain(
            f"this is a defect of etudes: {name}: {error}; please report it with the "
            "command (ETUDES_DEBUG=1 shows where)"
        )
        return 1
