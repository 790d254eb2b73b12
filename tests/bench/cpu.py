"""CPU time of processes and of PostgreSQL, from /proc: what a request costs beside whatever else the machine does."""

import os
import pathlib

TICK = 1e6 / os.sysconf('SC_CLK_TCK')  # microseconds


def fields(pid):
    """Those of /proc/PID/stat behind the name, which may have blanks; None: it ended."""
    try:
        return pathlib.Path(f'/proc/{pid}/stat').read_text().rpartition(')')[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return None


def parents():
    found = {int(entry.name): fields(entry.name) for entry in pathlib.Path('/proc').iterdir() if entry.name.isdigit()}
    return {pid: int(each[1]) for pid, each in found.items() if each}


def family(pid):
    """A process and all below it."""
    parent_of, members = parents(), [pid]
    for member in members:
        members += [child for child, parent in parent_of.items() if parent == member]
    return members


def postmaster(stage):
    return int(stage.sql("select pg_read_file('postmaster.pid')")[0][0].split()[0])


def spent(pid):
    """Microseconds of CPU of a process and all below it, those that ended and were waited for included."""
    return TICK * sum(sum(map(int, each[11:15])) for each in map(fields, family(pid)) if each)
