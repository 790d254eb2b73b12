// The read of a supplier as a good user of Fastify and pg would write it: a cluster of one process a core, a
// pool, a prepared statement in a transaction of its tenant, row-level security, tokens verified once and
// kept while they live, a response schema, a line of JSON for each request.
import cluster from 'node:cluster';
import { readFileSync } from 'node:fs';
import fastify from 'fastify';
import { createVerifier } from 'fast-jwt';
import pg from 'pg';

const PROCESSES = 2;
const { PEER_LISTEN, PEER_KEY, PEER_STATEMENT } = process.env; // and PGHOST, PGUSER, PGDATABASE

pg.types.setTypeParser(20, Number); // bigint: numbers of ours stay below 2^53
pg.types.setTypeParser(1082, (text) => text); // a date is no instant

const text = { type: 'string', nullable: true };
const number = { type: 'number', nullable: true };
const micro = number;
const any = {};
const risk = {
  assessment_status: text, band: text, band_reason: text, computed_band: text, score: micro, likelihood: micro,
  likelihood_business: micro, likelihood_software: micro, likelihood_service: micro, impact: micro,
  inherent: micro, projected: micro, confidence: micro, confidence_label: text, score_id: text, as_of: text,
  tier_provisional: { type: 'boolean', nullable: true }, profile_missing: any, chain: any,
};
const supplier = {
  id: text, revision: number, status: text, name: text, name_kana: text, corporate_number: text, country: text, kind: text,
  website: text, tags: any, owner: text, contacts: any, external_ids: any, addresses: any, services: any, attributes: any,
  profile: any, tier: text, recommended_star: number, risk: { type: 'object', properties: risk }, next_review_on: text,
  created_at: text, updated_at: text, archived_at: text,
};

function shape(row) {
  const found = { risk: {} };
  for (const name in row) {
    const value = row[name];
    if (!name.startsWith('risk.')) found[name] = value;
    else if (name.endsWith(':micro')) found.risk[name.slice(5, -6)] = value === null ? null : value / 1e6;
    else found.risk[name.slice(5)] = value;
  }
  return found;
}

async function find(pool, tenant, id) {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    await client.query({ name: 'tenant', text: "select set_config('app.tenant_id', $1, true)", values: [tenant] });
    const { rows } = await client.query({ name: 'supplier', text: PEER_STATEMENT, values: [tenant, id] });
    await client.query('COMMIT');
    client.release();
    return rows[0];
  } catch (error) {
    client.release(error);
    throw error;
  }
}

async function serve() {
  const [host, port] = PEER_LISTEN.split(':');
  const pool = new pg.Pool({ max: 16 / PROCESSES });
  pool.on('error', (error) => console.error(error.message)); // an idle connection ended; the pool makes another
  const verify = createVerifier({
    key: readFileSync(PEER_KEY), algorithms: ['RS256'], allowedIss: 'renkei', allowedAud: 'renkei-api', cache: 4096,
  });
  const app = fastify({ logger: { level: 'info' }, disableRequestLogging: true });
  app.addHook('onRequest', async (request, reply) => {
    const [scheme, token] = (request.headers.authorization ?? '').split(' ');
    try {
      request.who = scheme === 'Bearer' && verify(token);
    } catch {
      request.who = null;
    }
    if (!request.who) return reply.code(401).send({ status: 401 });
    if (!request.who.scope.split(' ').includes('suppliers:read')) return reply.code(403).send({ status: 403 });
  });
  app.addHook('onResponse', async (request, reply) => {
    request.log.info({
      method: request.method, route: request.routeOptions.url, status: reply.statusCode,
      duration_us: Math.round(reply.elapsedTime * 1000), bytes: Number(reply.getHeader('content-length')),
      tenant: request.who?.tenant, sub: request.who?.sub, ip: request.ip,
    });
  });
  app.get('/v1/suppliers/:id', { schema: { response: { 200: { type: 'object', properties: supplier } } } },
    async (request, reply) => {
      const row = await find(pool, request.who.tenant, request.params.id);
      if (!row) return reply.code(404).send({ status: 404 });
      const etag = `"${row._etag}"`;
      reply.header('ETag', etag).header('Cache-Control', 'no-store');
      if (request.headers['if-none-match'] === etag) return reply.code(304).send();
      return shape(row);
    });
  await app.listen({ host, port: Number(port) });
}

if (cluster.isPrimary) {
  for (let i = 0; i < PROCESSES; i++) cluster.fork();
  process.on('SIGTERM', () => {
    for (const worker of Object.values(cluster.workers)) worker.process.kill('SIGKILL');
    process.exit(0);
  });
} else {
  await serve();
}
