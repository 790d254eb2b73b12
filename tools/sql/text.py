"""SQL as text: literals, comments, where a statement ends, and the C literal of it."""

import re

TOKENS = re.compile(r"""
    --[^\n]*                                # comment
  | /\*.*?\*/
  | [eE]'(?:[^'\\]|\\.|'')*'                # text with escapes
  | '(?:[^']|'')*'
  | "(?:[^"]|"")*"
  | (?<![\w$])\$(?P<tag>[A-Za-z_]\w*)?\$.*?\$(?P=tag)\$
  | (?<![\w$])\$\$.*?\$\$
  | ;
""", re.VERBOSE | re.DOTALL)


def split_statements(text):
    """Single statements: one message each, since a pooler or Citus may see the whole message."""
    pieces, start = [], 0
    for token in TOKENS.finditer(text):
        if token[0] == ';':
            pieces.append(text[start:token.start()])
            start = token.end()
    pieces.append(text[start:])
    return [piece.strip() for piece in pieces if strip_comments(piece).strip()]


def strip_comments(text):
    return TOKENS.sub(lambda token: '' if token[0][:2] in ('--', '/*') else token[0], text)


def c_text(text):
    """A C literal, one source line for each line of the text."""
    def escape(line):
        escaped = line.replace('\\', '\\\\').replace('"', '\\"').replace('\t', '\\t')
        return ''.join(char if ' ' <= char <= '~' else
                       ''.join(f'\\{byte:03o}' for byte in char.encode()) for char in escaped)
    lines = text.split('\n')
    return '\n        '.join(f'"{escape(line)}{end}"' for line, end in
                             zip(lines, ['\\n'] * (len(lines) - 1) + ['']))


def literal_value(literal):
    """The value of an SQL literal: a number, 'text' or U&'\\FFFF'."""
    if literal.startswith("U&'"):
        return re.sub(r'\\([0-9A-Fa-f]{4})', lambda hit: chr(int(hit[1], 16)), literal[3:-1])
    if literal.startswith("'"):
        return literal[1:-1].replace("''", "'")
    return literal
