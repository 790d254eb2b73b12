#!/usr/bin/python3
"""Turns files into C arrays, so that the program carries its data with it.

    embed.py SYMBOL FILE [SYMBOL FILE ...] > out.c

A file that ends in .gz is unpacked first. Each file becomes `const char SYMBOL[]`, with a NUL after its last byte, and
`const size_t SYMBOL_length` without it.
"""

import gzip
import pathlib
import re
import sys

ROW = 24


def c_array(symbol, content):
    rows = [''.join(f'{byte},' for byte in content[at:at + ROW])
            for at in range(0, len(content), ROW)]
    lines = '\n    '.join(rows + ['0'])
    return (f'extern const char {symbol}[];\nextern const size_t {symbol}_length;\n'
            f'const char {symbol}[] = {{\n    {lines}}};\n'
            f'const size_t {symbol}_length = {len(content)};\n')


def content_of(file):
    content = pathlib.Path(file).read_bytes()
    return gzip.decompress(content) if file.endswith('.gz') else content


def signed(content):
    """Bytes as values a plain char can hold without a warning."""
    return [byte - 256 if byte > 127 else byte for byte in content]


def main(arguments):
    if not arguments or len(arguments) % 2 or arguments[0].startswith('-'):
        sys.exit(__doc__)
    print('#include <stddef.h>\n')
    for symbol, file in zip(arguments[::2], arguments[1::2]):
        if not re.fullmatch(r'[a-z][a-z0-9_]*', symbol):
            sys.exit(f'{symbol}: not a C name in lower case')
        print(c_array(symbol, signed(content_of(file))))


if __name__ == '__main__':
    main(sys.argv[1:])
