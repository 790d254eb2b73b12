"""What the harness preloads: slow_main.c, and failing_malloc.c with a hand on it, which arms allocations
of running processes."""
import mmap
import os
import pathlib
import struct

from catalogue import Skipped

BUILT = pathlib.Path(os.environ.get("RENKEI_TEST_BINARY", "build/release/renkei"))
LIBRARY = BUILT.with_name("libfailing_malloc.so")
SLOW_MAIN = BUILT.with_name("libslow_main.so")
SANITIZED = b"__asan_init" in pathlib.Path(os.environ.get("RENKEI_TEST_BINARY", __file__)).read_bytes()
FIELDS = struct.Struct("6q256s")  # struct orders
COUNTDOWN, EVERY, OWN, ASKED, FAILED, FAILED_AT, CRASHED_IN = range(7)


def preloads():
    """Skips a fault that preloads a library where the sanitizers do so."""
    if SANITIZED:
        raise Skipped("the sanitizers' build takes no preloaded library")


class Orders:
    """A page shared with every process that was started with `environment`."""

    def __init__(self, path):
        preloads()
        self.path = path
        path.write_bytes(b"\0" * mmap.PAGESIZE)
        with open(path, "r+b") as file:
            self.page = mmap.mmap(file.fileno(), mmap.PAGESIZE)

    @property
    def environment(self):
        return {"LD_PRELOAD": str(LIBRARY), "RENKEI_FAULT_MALLOC": str(self.path)}

    def read(self):
        return FIELDS.unpack(self.page[:FIELDS.size])

    def write(self, **fields):
        """Disarms, and arms what is named: countdown, every, own."""
        self.page[:FIELDS.size] = FIELDS.pack(fields.get("countdown", 0), fields.get("every", 0),
                                              fields.get("own", 0), 0, 0, 0, b"")

    def disarm(self):
        """True when the allocation failed; then what crashed, if something did, is in `crashed_in`."""
        found = self.read()
        self.page[:24] = bytes(24)
        return found[FAILED] > 0

    @property
    def failed_at(self):
        """Where in the program the last failed allocation was asked for, for addr2line; 0x0: elsewhere."""
        return hex(self.read()[FAILED_AT])

    @property
    def crashed_in(self):
        return self.read()[CRASHED_IN].rstrip(b"\0").decode()
