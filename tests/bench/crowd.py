"""Work that waits in a large tenant: sheets to accept, sheets to fill in, reminders to send.

Two suppliers made through the API, one whose answers are submitted and one who is asked, are copied
column by column: whatever the service wrote for them is there for each copy as well.
"""

import datetime
import json
import urllib.request

import monitoring
from stage import response_id, supplier_id

SUBMITTED, ASKED = 1600, 2000
PROFILE = {'data_sensitivity': 'personal', 'business_dependency': 'medium',
           'substitutability': 'hard', 'supply_chain_stage': 'service',
           'remote_connection': 'on_demand', 'network_connectivity': 'limited'}
GAPS = {'CYB-04': 'not_done', 'CONF-03': 'in_progress', 'CYB-09': 'not_done'}
PLAN = {'measure': '多要素認証の導入', 'due_on': '2099-12-31'}

# Rows of what a supplier has, and the columns that name it; answers hang on the response.
OWNER = {'supplier_id': 'c.supplier_id'}
PARTS = [
    ('suppliers', 't.id = c.template', {
        'id': 'c.supplier_id', 'score_id': 'c.supplier_id', 'name': "'取引先 ' || c.n",
        'search': "'supplier ' || c.n"}),
    ('responses', 't.supplier_id = c.template', {**OWNER, 'id': 'c.response_id'}),
    ('answers', 't.response_id = c.asked', {'response_id': 'c.response_id'}),
    ('contacts', 't.supplier_id = c.template', {**OWNER, 'id': 'gen_random_uuid()'}),
    ('findings', 't.supplier_id = c.template', {
        **OWNER, 'id': 'gen_random_uuid()', 'response_id': 'c.response_id'}),
    ('risk_scores', 't.supplier_id = c.template and t.id = c.score_id', {
        **OWNER, 'id': 'c.supplier_id', 'explanation': "'{}'::jsonb",
        'response_id': 'case when t.response_id is not null then c.response_id end'}),
]


class Tenant:
    """One large tenant, and an administrator's requests in it."""

    def __init__(self, stage, size):
        self.stage, self.size, self.number = stage, size, 1000 + monitoring.SIZES.index(size)
        (self.id,), = stage.sql(
            f"select id from app.tenants where slug = '{monitoring.slug(size)}'")
        self.token = stage.program('token', '--tenant', self.id, '--sub', 'bench', '--bundle',
                                   'admin', '--ttl', '43200')
        self.sheet = self.ask('GET', '/v1/questionnaires?state=published')['data'][0]['id']
        self.fill()

    def ask(self, method, path, body=None):
        request = urllib.request.Request(
            self.stage.url + path, method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={'Authorization': f'Bearer {self.token}', 'Content-Type': 'application/json'})
        with urllib.request.urlopen(request) as reply:
            return json.load(reply)

    def make(self, *steps):
        """(supplier, response) of a supplier who is asked, and taken as far as `steps`."""
        supplier = self.ask('POST', '/v1/suppliers', {'name': 'Template', 'profile': PROFILE})['id']
        self.ask('POST', f'/v1/suppliers/{supplier}/contacts',
                 {'name': '田中 一郎', 'email': 'tanaka@midori.example'})
        response = self.ask('POST', '/v1/responses', {
            'supplier_id': supplier, 'questionnaire_id': self.sheet,
            'due_on': str(datetime.date.today() + datetime.timedelta(1))})['id']
        for step in steps:
            self.ask('POST', f'/v1/responses/{response}/{step}',
                     {'answers': answers()} if step == 'answers' else None)
        return supplier, response

    def fill(self):
        """The submitted ones are the first."""
        submitted, asked = self.make('answers', 'submit'), self.make()
        self.stage.sql(f"""
            set session_replication_role = replica; -- what is copied is consistent
            create temp table clone as
            select n, v.supplier_id as template, v.response_id as asked, s.score_id,
                   ('{supplier_id(self.number, 0)[:-6]}' || lpad(n::text, 6, '0'))::uuid
                     as supplier_id,
                   ('{response_id(self.number, 0)[:-6]}' || lpad(n::text, 6, '0'))::uuid
                     as response_id
              from generate_series(0, {SUBMITTED + ASKED - 1}) n
              join (values (true, '{submitted[0]}'::uuid, '{submitted[1]}'::uuid),
                           (false, '{asked[0]}', '{asked[1]}'))
                   v (is_submitted, supplier_id, response_id) on v.is_submitted = (n < {SUBMITTED})
              join app.suppliers s on s.tenant_id = '{self.id}' and s.id = v.supplier_id;
            {''.join(self.copy(*part) for part in PARTS)}
            analyze;
        """)

    def copy(self, table, link, columns):
        """The template's rows again for every clone, with other values in some columns."""
        other = ', '.join(f"'{name}', {value}" for name, value in columns.items())
        (names,), = self.stage.sql(f"""
            select string_agg(attname, ', ') from pg_attribute
             where attrelid = 'app.{table}'::regclass and attnum > 0 and not attisdropped
               and attgenerated = ''""")
        return f"""
            insert into app.{table} ({names})
            select {', '.join('r.' + name for name in names.split(', '))}
              from clone c
              join app.{table} t on t.tenant_id = '{self.id}' and {link}
             cross join lateral jsonb_populate_record(null::app.{table},
                     to_jsonb(t) || jsonb_build_object({other})) r
             order by c.n;"""

    def accept_requests(self, first, count):
        return [('POST', f'/v1/responses/{self.response(n)}/accept', self.token, '-', '')
                for n in range(first, first + count)]

    def response(self, n):
        return response_id(self.number, n)

    def asked(self, count):
        """Responses nobody has answered yet."""
        return [self.response(SUBMITTED + n) for n in range(count)]


def answers():
    """All 25 of the built-in sheet."""
    isms = {'status': 'obtained', 'number': 'IS 123456', 'expires_on': '2099-03-31'}
    given = {'CERT-01': {'status': 'not_obtained'}, 'CERT-02': isms,
             'CERT-03': {'text': 'SOC 2 Type II'}}
    for prefix, count in (('CONF', 7), ('CYB', 15)):
        for number in range(1, count + 1):
            code = f'{prefix}-{number:02d}'
            given[code] = {'answer': GAPS.get(code, 'done')}
    given['CONF-03']['plan'] = PLAN
    return [{'code': code, 'revision': 0, **members} for code, members in given.items()]


def of(stage, size):
    """The large tenant of so many suppliers, its work added when first asked for."""
    monitoring.fill(stage)
    if not hasattr(stage, 'crowd'):
        stage.crowd = {}
    if size not in stage.crowd:
        stage.crowd[size] = Tenant(stage, size)
    return stage.crowd[size]
