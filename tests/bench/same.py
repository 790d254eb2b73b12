"""Whether the peers do the work of the service: the same requests to each, each in a tenant of its own.

What they reply and what stands in the tables then must be equal but for ids, instants, salts and names of tenants,
and the service's own check must find every chain of events whole.
"""

import hashlib
import http.client
import json
import re

import load
from stage import response_id, supplier_id, tenant_id

TABLES = {
    'suppliers': 'id = %(supplier)s', 'supplier_external_ids': 'supplier_id = %(supplier)s',
    'responses': 'id = %(response)s', 'answers': 'response_id = %(response)s', 'answer_history': 'response_id = %(response)s',
    'events': 'true', 'tenant_counters': 'true',
}
DIFFERS = (
    (r'[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}', '(id)'),
    (r'\d{4}-\d\d-\d\d[T ][\d:.]+(Z|\+00(:00)?)', '(instant)'),
    (r'[0-9a-f]{64}|[0-9a-f]{32}', '(hash)'),
    (r'bench-\d+', '(subject)'),
    (r'\\"request_id\\":\\"[^"]+\\"', '(request)'),
    (r'"next_cursor": "[^"]+"', '(cursor)'),
)


def put(number, token, **master):
    return 'PUT', f'/v1/suppliers/by-external-id/erp/{number}', token, '-', load.body(master)


def ask(place, request):
    """A status, the ETag and the reply, of a refusal the status alone."""
    method, path, token, match, body = request
    headers = {'Authorization': f'Bearer {token}', 'Content-Type': 'application/json'}
    headers |= {} if match == '-' else {'If-Match': match} if match != 'none' else {'If-None-Match': '*'}
    connection = http.client.HTTPConnection(place.listen, timeout=10)
    connection.request(method, path, body=body.encode() or None, headers=headers)
    reply = connection.getresponse()
    text = reply.read()
    connection.close()
    return (reply.status, reply.headers['ETag'], json.loads(text)) if reply.status < 300 else (reply.status,)


def masked(value):
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1)
    for pattern, word in DIFFERS:
        text = re.sub(pattern, word, text)
    return text


def forged(token):
    return token[:-9] + ('A' if token[-9] != 'A' else 'B') + token[-8:]


def reads(number, token, other):
    get = f'/v1/suppliers/{supplier_id(number, 7)}'
    return [('GET', path, token, '-', '') for path in (get, '/v1/suppliers', '/v1/suppliers?limit=2')] \
        + [('GET', get, forged(token), '-', ''), ('GET', get, other, '-', '')]


def writes(number, token, other):
    answer = f'/v1/responses/{response_id(number, 1)}/answers'

    def save(match, code='CYB-01', by=token, **members):
        return 'PUT', f'{answer}/{code}', by, match, load.body(members)
    pages = 'https://supplier.example/1'
    return [
        put('V-0', token, name='みどり精機', kind='partner', website=pages), put('V-0', token, website=pages),
        put('V-0', token, name_kana=None, country='FR'), put('V-0', token, website='pages'), put('V-0', token, tier='high'),
        put('V-0', token, name=None), put('V-0', forged(token), website=pages),
        save('none', answer='○', comment='か\u3099'), save('"1"', answer='done', comment='がぎ'),
        save('*', answer='done', comment='がぎ'),
        save('"2"', answer='△', plan={'measure': '更新', 'due_on': '2027-03-31'}), save('"2"', answer='done'),
        save('-', answer='done'), save('*', answer='maybe'), save('*', answer='done', plan={'measure': '更新'}),
        save('*', answer='done', remark='x'), save('*', code='CYB-99', answer='done'), save('*', by=other, answer='done'),
        save('*', code='CYB-02', type='three_state', answer='not_done', reason='x'),
    ]


def left(stage, number, supplier):
    """What stands in the tables of the tenant about what was sent."""
    values = {'supplier': f"'{supplier}'", 'response': f"'{response_id(number, 1)}'"}
    return {table: [row for row, in stage.sql(
        f"""select to_jsonb(t) from app.{table} t
             where t.tenant_id = '{tenant_id(number)}' and {where % values} order by to_jsonb(t) ->> 'seq',
                   to_jsonb(t) ->> 'ordinal', to_jsonb(t) ->> 'code'""")] for table, where in TABLES.items()}


def check_commitments(stage, number):
    """A body says the SHA-256 of salt and value of what may be a person's."""
    for body, personal in stage.sql(f"select body, personal from app.events where tenant_id = '{tenant_id(number)}'"):
        for place, salt, value in json.loads(personal or '[]'):
            text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(',', ':'))
            if hashlib.sha256(bytes.fromhex(salt) + text.encode()).hexdigest() not in body:
                raise SystemExit(f'peers: {place} is not what the event commits itself to: {body}')


def done(stage, place, number):
    """All that came of the requests in this tenant, as text that is the same for all."""
    token, other = stage.tokens[number], stage.tokens[number + 10]
    made = ask(stage, put('V-0', token, name='みどり', name_kana='ミドリ'))[2]
    stage.sql(f"update app.responses set state = 'requested' where id = '{response_id(number, 1)}'")
    replies = [[request[1], request[4], ask(place, request)]
               for request in reads(number, token, other) + writes(number, token, other)]
    check_commitments(stage, number)
    return masked([replies, left(stage, number, made['id'])])


def compare(expected, found, name):
    lines = list(zip(expected.splitlines(), found.splitlines()))
    for at, (line, other) in enumerate(lines):
        if line != other:
            context = '\n'.join(before for before, _ in lines[max(0, at - 12):at])
            raise SystemExit(f'peers: {name} differs:\n{context}\nservice: {line}\n{name}: {other}')
    if expected != found:
        raise SystemExit(f'peers: {name} leaves something out')


def check(stage, places):
    expected = None
    for number, (name, place) in enumerate(places.items(), 1):
        found = done(stage, place, number)
        expected = expected or found
        compare(expected, found, name)
    stage.program('check')
