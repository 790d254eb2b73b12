"""The list of faults. A fault is a function of a stage; its row says what came of it.

    @fault("F05", "a backend is ended every 200 ms", quick=6, long=60)
    def terminate_backends(stage): ...

`quick` and `long` are seconds of disturbance; quick=0: played in the long form only. `expected` names what is known to be wrong with the
service today: such a row is red without failing the run, and fails it as soon as it is green, so that
the mark goes when the mend comes. A control is a mistake made on purpose: it must be found.
"""
import dataclasses
from collections.abc import Callable


@dataclasses.dataclass(frozen=True)
class Fault:
    id: str
    title: str
    play: Callable
    quick: float
    long: float
    expected: str = ""
    control: str = ""  # of a control: the check or column that must show it


FAULTS = {}


def register(one):
    assert one.id not in FAULTS, f"{one.id} is there twice"
    FAULTS[one.id] = one


def fault(id, title, quick, long, expected=""):
    def note(play):
        register(Fault(id, title, play, quick, long, expected))
        return play
    return note


def control(id, title, quick, long, shows):
    """`shows`: lost, doubled, or the letter of a check, e.g. (l)."""
    def note(play):
        register(Fault(id, title, play, quick, long, control=shows))
        return play
    return note


class Skipped(Exception):
    """What the fault needs is not to be had here; the text says what."""
