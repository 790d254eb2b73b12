"""./dev bench instructions: what a GET of a supplier and a page of 50 cost in instructions, and where.

Callgrind runs the release build; one client sends the same request with a token and 12 headers over
and over. `get` or `page` behind it counts one of them. What runs before and after the counted requests is not counted. Unlike a rate the figure
does not depend on what else the machine does: two runs differ by less than one in a hundred. The
kernel's own instructions are not in it, nor are PostgreSQL's. Large blocks are cleared and copied by loops here: callgrind
counts each byte of a `rep stosb` as an instruction, which it is not. Exits with 1 beyond the bound.
"""

import os
import pathlib
import re
import socket
import subprocess
import sys

from dataclasses import dataclass

from stage import Stage, supplier_id

WARM = 200
ROOM = 1.15  # of the bound above what is recorded
SHOWN = 10
CALLGRIND = ['env', 'GLIBC_TUNABLES=glibc.cpu.x86_rep_stosb_threshold=1073741824'
             ':glibc.cpu.x86_rep_movsb_threshold=1073741824',
             'valgrind', '--tool=callgrind', '--instr-atstart=no', '--log-file=/dev/null']


@dataclass
class Row:
    name: str
    path: str
    counted: int  # requests
    recorded: int  # instructions of each, as docs/performance.md tells


ROWS = (Row('get', f'/v1/suppliers/{supplier_id(0, 7)}', 2000, 127_500),
        Row('page', '/v1/suppliers', 300, 1_386_000))


def request(stage, path):
    headers = {
        'Host': stage.listen, 'Authorization': f'Bearer {stage.tokens[0]}', 'Accept': 'application/json',
        'Accept-Encoding': 'gzip, deflate, br', 'Accept-Language': 'en-GB,en;q=0.9,ja;q=0.8',
        'User-Agent': 'Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/128.0',
        'Cache-Control': 'no-cache', 'Pragma': 'no-cache', 'Referer': 'https://erp.example.com/suppliers',
        'X-Request-Id': 'b0b5a5c4-9f37-4d5e-9a53-6e1f3f6f2f11',
        'traceparent': '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01', 'Connection': 'keep-alive'}
    lines = [f'GET {path} HTTP/1.1', *(f'{name}: {headers[name]}' for name in headers)]
    return '\r\n'.join([*lines, '', '']).encode()


class Client:
    def __init__(self, stage):
        host, port = stage.listen.split(':')
        self.socket = socket.create_connection((host, int(port)), timeout=30)
        self.file = self.socket.makefile('rb')

    def ask(self, request, times):
        for _ in range(times):
            self.socket.sendall(request)
            status = self.file.readline()
            if b' 200 ' not in status:
                raise SystemExit(f'instructions: {status!r}')
            head = dict(line.lower().split(b': ', 1) for line in iter(self.file.readline, b'\r\n'))
            self.file.read(int(head[b'content-length']))


def tell(stage, *words):
    """The service's own thread obeys, so it may have to be woken."""
    subprocess.run(['vgdb', f'--pid={stage.service.pid}', *words], check=True, capture_output=True, timeout=60)


def count(stage, client, row):
    """Leaves the counts in a file of the row's name."""
    sent = request(stage, row.path)
    client.ask(sent, WARM)
    tell(stage, 'instrumentation', 'on')
    client.ask(sent, row.counted)
    tell(stage, 'instrumentation', 'off')
    tell(stage, 'dump', row.name)


def functions(file):
    """(instructions, function) by size, and all instructions."""
    text = subprocess.run(['callgrind_annotate', '--threshold=95', file], check=True, capture_output=True, text=True).stdout
    rows = re.findall(r'^\s*([\d,]+) \([ \d.]+%\)  (.+)$', text, re.M)
    numbers = [(int(count.replace(',', '')), name) for count, name in rows]
    return numbers[1:], numbers[0][0]


def short(name):
    """Without the folders of file and library."""
    return re.sub(r'[^\s[]*/', '', name.removeprefix('???:'))


def show(row, file):
    """Whether the row is within its bound."""
    rows, total = functions(file)
    for number, name in rows[:SHOWN]:
        print(f'{number / row.counted:10.0f} {100 * number / total:5.1f} %  {short(name)}')
    each, bound = total / row.counted, row.recorded * ROOM
    print(f'{"PASS" if each <= bound else "FAIL"} {row.name}: {each:.0f} instructions a request (<= {bound:.0f})\n')
    return each <= bound


def main(names):
    chosen = [row for row in ROWS if row.name in names or not names]
    folder = pathlib.Path(os.environ['RENKEI_BENCH_FOLDER'])
    for old in folder.glob('callgrind.out*'):
        old.unlink()
    file = folder / 'callgrind.out'
    stage = Stage(1, [*CALLGRIND, f'--callgrind-out-file={file}'], 120)
    try:
        client = Client(stage)
        for row in chosen:
            count(stage, client, row)
    finally:
        stage.close()
    within = [show(row, f'{file}.{number}') for number, row in enumerate(chosen, 1)]
    return 0 if chosen and all(within) else 1


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
