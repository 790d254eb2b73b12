"""Tenants of 1 000, 10 000 and 100 000 suppliers, each cloned from four made through the API.

Of a hundred suppliers two have submitted, 20 were accepted, 20 are asked and the rest only have their
profile; one in a hundred answered 600 days ago, so that its score ages with the next sweep. Whatever
the service wrote for the four is copied column by column, so that nothing else is out of date.
"""

import datetime
import json
import urllib.request

from stage import response_id, supplier_id, tenant_id

TENANTS = {1_000: 201, 10_000: 202, 100_000: 203}  # suppliers: number of the tenant
SUBMITTED = 50  # one in so many, the first ones
PROFILE = {'data_sensitivity': 'personal', 'business_dependency': 'medium',
           'substitutability': 'hard', 'supply_chain_stage': 'service',
           'remote_connection': 'on_demand', 'network_connectivity': 'limited'}
GAPS = {'CYB-04': 'not_done', 'CONF-03': 'in_progress', 'CYB-09': 'not_done'}

# Rows of what a supplier has, and the columns that name it; answers hang on the response.
PARTS = [
    ('responses', 't.supplier_id = c.template', {'id': 'c.response_id'}),
    ('answers', 't.response_id = c.asked', {
        'response_id': 'c.response_id',
        'answered_at': "t.answered_at - case when c.is_old then interval '600 days' else"
                       " interval '0' end"}),
    ('contacts', 't.supplier_id = c.template', {'id': 'gen_random_uuid()'}),
    ('findings', 't.supplier_id = c.template', {
        'id': 'gen_random_uuid()', 'response_id': 'c.response_id'}),
    ('certificates', 't.supplier_id = c.template', {'id': 'gen_random_uuid()'}),
    ('risk_scores', 't.supplier_id = c.template and t.id = c.score_id', {
        'id': 'c.supplier_id', 'response_id': 'case when t.response_id is not null'
                                              ' then c.response_id end',
        'explanation': "'{}'::jsonb"}),
]


class Tenant:
    """One tenant of the crowd, and an administrator's requests in it."""

    def __init__(self, stage, size):
        self.stage, self.size, self.number = stage, size, TENANTS[size]
        self.id = tenant_id(self.number)
        self.submitted = size // SUBMITTED
        stage.program('tenant', 'add', f'crowd-{size}', '--id', self.id)
        self.token = stage.program('token', '--tenant', self.id, '--sub', 'bench', '--bundle',
                                   'admin', '--ttl', '43200')
        self.sheet = self.ask('GET', '/v1/questionnaires?code=motex-scrm-2024')['data'][0]['id']

    def ask(self, method, path, body=None):
        request = urllib.request.Request(
            self.stage.url + path, method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={'Authorization': f'Bearer {self.token}', 'Content-Type': 'application/json'})
        with urllib.request.urlopen(request) as reply:
            return json.load(reply)

    def make(self, *steps, **plan):
        """(supplier, response) of a supplier taken as far as `steps`."""
        supplier = self.ask('POST', '/v1/suppliers', {'name': 'Template', 'profile': PROFILE})['id']
        self.ask('POST', f'/v1/suppliers/{supplier}/contacts',
                 {'name': '田中 一郎', 'email': 'tanaka@midori.example'})
        if not steps:
            return supplier, None
        response = self.ask('POST', '/v1/responses', {
            'supplier_id': supplier, 'questionnaire_id': self.sheet,
            'due_on': str(datetime.date.today() + datetime.timedelta(1))})['id']
        for step in steps[1:]:
            self.ask('POST', f'/v1/responses/{response}/{step}',
                     {'answers': answers(**plan)} if step == 'answers' else None)
        return supplier, response

    def fill(self):
        templates = {
            'submitted': self.make('ask', 'answers', 'submit', plan={
                'measure': '多要素認証の導入', 'due_on': '2099-12-31'}),
            'accepted': self.make('ask', 'answers', 'submit', 'accept'),
            'asked': self.make('ask'), 'known': self.make()}
        values = ', '.join(f"('{kind}', '{supplier}'::uuid, {quoted(response)}::uuid)"
                           for kind, (supplier, response) in templates.items())
        self.stage.sql(f"""
            set session_replication_role = replica; -- what is cloned is consistent
            create temp table clone as
            select n, v.supplier_id as template, v.response_id as asked, s.score_id,
                   n >= {self.submitted} and n % 100 = 0 as is_old,
                   ('{supplier_id(self.number, 0)[:-6]}' || lpad(n::text, 6, '0'))::uuid
                     as supplier_id,
                   ('{response_id(self.number, 0)[:-6]}' || lpad(n::text, 6, '0'))::uuid
                     as response_id
              from generate_series(0, {self.size - len(templates) - 1}) n
              join (values {values}) v (kind, supplier_id, response_id) on v.kind = case
                     when n < {self.submitted} then 'submitted' when n % 5 = 0 then 'accepted'
                     when n % 5 = 1 then 'asked' else 'known' end
              join app.suppliers s on s.tenant_id = '{self.id}' and s.id = v.supplier_id
             order by n;
            analyze clone;
            {self.copy('suppliers', 't.id = c.template', {
                'id': 'c.supplier_id', 'score_id': 'c.supplier_id',
                'name': "'取引先 ' || c.n", 'search': "'supplier ' || c.n"})}
            {''.join(self.copy(table, link, {'supplier_id': 'c.supplier_id', **columns}
                               if table != 'answers' else columns)
                     for table, link, columns in PARTS)}
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
        numbers = range(self.submitted // 5 * 5 + 6, self.size - 10, 5)
        return [self.response(n) for n in numbers[:count]]


def quoted(text):
    return 'null' if text is None else f"'{text}'"


def answers(plan=None):
    """All 25 of the built-in sheet."""
    isms = {'status': 'obtained', 'number': 'IS 123456', 'expires_on': '2099-03-31'}
    given = {'CERT-01': {'status': 'not_obtained'}, 'CERT-02': isms,
             'CERT-03': {'text': 'SOC 2 Type II'}}
    for prefix, count in (('CONF', 7), ('CYB', 15)):
        for number in range(1, count + 1):
            code = f'{prefix}-{number:02d}'
            given[code] = {'answer': GAPS.get(code, 'done')}
    if plan is not None:
        given['CONF-03']['plan'] = plan
    return [{'code': code, 'revision': 0, **members} for code, members in given.items()]


def of(stage, size):
    """The stage's tenant of so many suppliers, filled when first asked for."""
    if not hasattr(stage, 'crowd'):
        stage.crowd = {}
        print(f'filling tenants with {", ".join(map(str, TENANTS))} suppliers', flush=True)
        for one in TENANTS:
            stage.crowd[one] = Tenant(stage, one)
            stage.crowd[one].fill()
        for table in ('suppliers', *(part[0] for part in PARTS)):
            stage.sql(f'vacuum (analyze) app.{table}')
    return stage.crowd[size]
