"""Run ``khronika`` again and again, each time in a process of its own that begins at once. To be killed.

Reads the arguments of each run as a line of JSON; answers with the process's number, and with its exit code at the end.
"""

import json
import os
import sys

from api.cli.main import main
from api.intake import importing

# A table of some hundred rows has many chunks then.
importing.CHUNK = 15  # type: ignore[misc]  # for this process alone

for line in sys.stdin:
    pid = os.fork()
    if pid == 0:
        sys.argv = ["khronika", *json.loads(line)]
        null = os.open(os.devnull, os.O_RDWR)
        for stream in range(3):
            os.dup2(null, stream)
        main()
    sys.stdout.write(f"{pid}\n")
    sys.stdout.flush()
    sys.stdout.write(f"{os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])}\n")
    sys.stdout.flush()
