"""Rows of ./dev bench about imports: a whole vendor master as one file, in bounded memory."""

import json
import urllib.request

import export_rows
from rows import Result
from stage import tenant_id

ROWS_OF_FILE = 200_000
TENANT = 331


def table():
    lines = ['取引先コード,会社名,担当者,メール']
    lines += [f'{number:08d},取引先 {number},担当 {number},v{number}@example.co.jp' for number in range(ROWS_OF_FILE)]
    return '\r\n'.join(lines).encode()


class Import:
    """200 000 new suppliers with a contact each, as one CSV."""
    name = 'import'

    def measure(self, stage, rounds):
        del rounds
        stage.program('tenant', 'add', 'import', '--id', tenant_id(TENANT))
        token = stage.program('token', '--tenant', tenant_id(TENANT), '--sub', 'bench', '--bundle', 'admin', '--ttl',
                              '43200')
        request = urllib.request.Request(
            f'{stage.url}/v1/imports?source=erp&profile=generic-ja', table(),
            {'Authorization': f'Bearer {token}', 'Content-Type': 'text/csv; charset=utf-8'})
        with urllib.request.urlopen(request) as reply:
            made = json.load(reply)['id']
        seconds, most = export_rows.work(stage)
        done = export_rows.ask(stage, token, f'/v1/imports/{made}')
        if done['state'] != 'done' or done['counts']['created'] != ROWS_OF_FILE:
            raise SystemExit(f'the import is {done["state"]}: {done}')
        return Result(self.name, f'MiB of worker and child each at most, for {ROWS_OF_FILE} new suppliers with a contact'
                      f' each in {seconds:.0f} s: {ROWS_OF_FILE / seconds:.0f}/s', most, 150, at_most=True)


ROWS = [Import()]
