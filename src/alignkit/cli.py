"""The command line: thin edges over the library's calls.

Answers go to standard output, faults to standard error. Exit codes: 0, it is done; 1, what was given has faults; 2, it
could not run (a file that is missing, an option that is wrong, a lead that nobody knows).
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from alignkit.commands.options import parser
from alignkit.commands.say import complain, lines, os_line
from alignkit.commands.stop import FAILED, FAULTY, INTERRUPTED, PIPE_CLOSED, StopError
from alignkit.errors import AlignkitError


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; a wrong option and `--help` raise SystemExit, as argparse does.

    Args:
        argv: the words after `alignkit`; None takes those of this process.
    """
    words = sys.argv[1:] if argv is None else argv
    try:
        if not words:
            parser().print_help(sys.stderr)
            return FAILED
        args = parser().parse_args(words)
        code = int(args.run(args))
        sys.stdout.flush()
    except StopError as stop:
        for line in stop.lines:
            complain(line)
        return stop.code
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # whoever read has left; what Python flushes at its end must not raise again
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PIPE_CLOSED
    except AlignkitError as error:
        for line in lines(error.issues):
            complain(line)
        return FAULTY
    except OSError as error:
        complain(os_line(error))
        return FAILED
    return code
