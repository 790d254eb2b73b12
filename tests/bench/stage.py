"""Where the benchmarks play: 100 tenants of 1 000 suppliers, the release build, 100 tokens."""

import os
import pathlib
import socket
import subprocess
import time
import urllib.request

import psycopg2

TENANTS = 100
SUPPLIERS = 1000
DATABASE = 'renkei_bench'
NOW = '2026-11-22T00:00:00Z'


def tenant_id(number):
    return f'00000000-0000-7000-8000-{number:012d}'


def supplier_id(tenant, number):
    return f'00000000-0000-7000-9000-{tenant:06d}{number:06d}'


def response_id(tenant, number):
    return f'00000000-0000-7000-a000-{tenant:06d}{number:06d}'


def free_port():
    with socket.socket() as probe:
        probe.bind(('127.0.0.1', 0))
        return probe.getsockname()[1]


class Stage:
    def __init__(self, tenants=TENANTS, under=(), patience=10):
        """`under`: the command that runs the service, `patience`: seconds until it must be ready."""
        self.tenants, self.under, self.patience = tenants, list(under), patience
        self.host = os.environ['RENKEI_TEST_PGHOST']
        self.binary = os.environ['RENKEI_TEST_BINARY']
        self.folder = pathlib.Path(os.environ['RENKEI_BENCH_FOLDER'])
        self.listen = f'127.0.0.1:{free_port()}'
        self.url = f'http://{self.listen}'
        self.service = None
        self.fill()
        self.make_keys()
        self.start()
        self.tokens = [self.token(number) for number in range(tenants)]

    def dsn(self, role, database=DATABASE):
        return f'host={self.host} port=5432 user={role} dbname={database}'

    def environment(self):
        return {**os.environ, 'DATABASE_URL': self.dsn('renkei_app'),
                'RENKEI_ADMIN_DATABASE_URL': self.dsn('renkei_owner'),
                'RENKEI_KEYS': str(self.folder / 'keys'), 'RENKEI_LISTEN': self.listen,
                'RENKEI_RATE_LIMIT': '0', 'RENKEI_WEBHOOK_INSECURE': '1',
                'RENKEI_TRUSTED_PROXIES': '127.0.0.1'}  # all connections of a row are of one address

    def program(self, *arguments):
        return subprocess.run([self.binary, *arguments], env=self.environment(), check=True,
                              capture_output=True, text=True).stdout.strip()

    def sql(self, text, database=DATABASE):
        connection = psycopg2.connect(self.dsn('postgres', database))
        connection.autocommit = True
        try:
            with connection.cursor() as cursor:
                cursor.execute(text)
                return cursor.fetchall() if cursor.description else None
        finally:
            connection.close()

    def fill(self):
        """A fresh database each time: the tables of the build under test."""
        self.sql(f'drop database if exists {DATABASE}', 'postgres')
        self.sql(f'create database {DATABASE} owner renkei_owner', 'postgres')
        self.program('migrate')
        print(f'filling {self.tenants} tenants with {SUPPLIERS} suppliers each', flush=True)
        for number in range(self.tenants):
            self.program('tenant', 'add', f'bench-{number}', '--id', tenant_id(number))
        self.sql(f"""
            insert into app.suppliers (tenant_id, id, name, name_kana, corporate_number, search, tags,
              profile, assessment_status, band, band_reason,
              computed_band, score_micro, likelihood_micro, impact_micro, created_at, updated_at)
            select ('00000000-0000-7000-8000-' || lpad(t::text, 12, '0'))::uuid,
                   ('00000000-0000-7000-9000-' || lpad(t::text, 6, '0') || lpad(s::text, 6, '0'))::uuid,
                   '取引先 ' || s, 'トリヒキサキ', '7000012050002', 'supplier ' || s, array['material'],
                   '{{"data_sensitivity": "internal", "business_dependency": "medium"}}', 'assessed',
                   (array['low', 'moderate', 'high', 'very_high'])[1 + s % 4], 'computed', 'moderate',
                   1000000 + (s * 7919) % 24000000, 3000000, 3000000,
                   '{NOW}'::timestamptz - s * interval '1 minute', '{NOW}'
              from generate_series(0, {self.tenants - 1}) t, generate_series(0, {SUPPLIERS - 1}) s;
            insert into app.responses (tenant_id, id, state, supplier_id, questionnaire_id,
              questionnaire_code, progress_required, progress_total, requested_at, updated_at)
            select q.tenant_id,
                   ('00000000-0000-7000-a000-' || lpad(right(q.tenant_id::text, 6), 6, '0')
                     || lpad(s::text, 6, '0'))::uuid, 'in_progress',
                   ('00000000-0000-7000-9000-' || lpad(right(q.tenant_id::text, 6), 6, '0')
                     || lpad(s::text, 6, '0'))::uuid,
                   q.id, q.code, 24, 25, '{NOW}', '{NOW}'
              from app.questionnaires q, generate_series(0, 63) s where q.code = 'motex-scrm-2024';
            analyze;
        """)

    def make_keys(self):
        keys = self.folder / 'keys'
        keys.mkdir(mode=0o700, exist_ok=True)
        key = keys / 'bench.RS256.pem'
        if not key.exists():
            subprocess.run(['openssl', 'genpkey', '-quiet', '-algorithm', 'RSA', '-pkeyopt',
                            'rsa_keygen_bits:3072', '-out', key], check=True)
            key.chmod(0o600)

    def token(self, number):
        return self.program('token', '--tenant', tenant_id(number), '--sub', f'bench-{number}',
                            '--scope', 'suppliers:read suppliers:write responses:read '
                            'responses:write scores:read risks:read', '--ttl', '43200')

    def start(self):
        """Starts the service; how long it took until readyz was 200, in seconds."""
        log = open(self.folder / 'access.log', 'wb')
        begin = time.monotonic()
        self.service = subprocess.Popen([*self.under, self.binary, 'serve'], env=self.environment(), stdout=log,
                                        stderr=subprocess.STDOUT)
        log.close()
        while time.monotonic() < begin + self.patience:
            try:
                with urllib.request.urlopen(f'{self.url}/readyz', timeout=1):
                    return time.monotonic() - begin
            except OSError:
                time.sleep(0.002)
        raise SystemExit(f'the service did not become ready within {self.patience} s')

    def stop(self):
        if self.service is not None:
            self.service.terminate()
            self.service.wait(30)
            self.service = None

    def resident(self):
        """Resident memory of the service in bytes."""
        status = pathlib.Path(f'/proc/{self.service.pid}/status').read_text()
        line = next(line for line in status.splitlines() if line.startswith('VmRSS'))
        return int(line.split()[1]) * 1024

    def close(self):
        self.stop()
