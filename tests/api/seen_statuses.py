"""Which documented status of which operation the tests have seen; all of them must be.

    seen_statuses.py FILE...    adds up what several runs have left (save), prints it, and exits 1
                                where a documented status was seen by none
"""
import collections
import json
import sys

from renkei_client import contract


def empty_cells(seen):
    return sorted(cell for cell in contract.cells() if not seen[cell])


def write_table(seen, write_line):
    for operation in sorted(contract.operations):
        counts = sorted((status, seen[operation, status])
                        for name, status in contract.cells() | set(seen) if name == operation)
        write_line(f"{operation:32} " + "  ".join(f"{status}: {count}" for status, count in counts))


def write_empty(seen, write_line):
    if empty_cells(seen):
        write_line("documented and never seen: " + ", ".join(
            f"{operation} {status}" for operation, status in empty_cells(seen)))


def save(seen, path):
    with open(path, "w", encoding="utf-8") as file:
        json.dump([[*cell, count] for cell, count in seen.items()], file)


def load(paths):
    seen = collections.Counter()
    for path in paths:
        with open(path, encoding="utf-8") as file:
            for operation, status, count in json.load(file):
                seen[operation, status] += count
    return seen


def main(paths):
    seen = load(paths)
    write_table(seen, print)
    write_empty(seen, print)
    return 1 if empty_cells(seen) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
