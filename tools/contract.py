#!/usr/bin/python3
"""Compiles openapi.yaml into the C tables of the service (docs/contract.md says what it accepts).

usage: contract.py --openapi FILE --out DIR [--bare]

Exit 0 after writing the files; 1 when the contract is faulty: one line per fault with its place.
"""

import argparse
import pathlib
import sys

from contract import compiler, source


def main():
    arguments = argparse.ArgumentParser(description="Compiles the contract into C tables.")
    arguments.add_argument("--openapi", required=True, type=pathlib.Path)
    arguments.add_argument("--out", required=True, type=pathlib.Path)
    arguments.add_argument("--bare", action="store_true",
                           help="without what readers of the served document need; for tests")
    options = arguments.parse_args()
    try:
        files, faults = compiler.compile_contract(options.openapi, options.bare)
    except source.ContractFault as fault:
        print(fault, file=sys.stderr)
        return 1
    for line in faults:
        print(line, file=sys.stderr)
    if faults:
        return 1
    for name, text in files.items():
        (options.out / name).parent.mkdir(parents=True, exist_ok=True)
        (options.out / name).write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
