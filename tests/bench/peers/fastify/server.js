// Four requests of the service as a good user of Fastify and pg would write them: a cluster of one process a
// core, a pool, prepared statements, row-level security, what needs no answer sent with what does, tokens
// verified once and kept while they live, schemas of bodies and replies, a line of JSON for each request.
// tests/bench/peers.py measures the service against it. The statements are the service's own.
import cluster from 'node:cluster';
import { readFileSync } from 'node:fs';
import fastify from 'fastify';
import { createVerifier } from 'fast-jwt';
import { answers } from './answers.js';
import { Database } from './database.js';
import { suppliers } from './suppliers.js';

const PROCESSES = 2;
const { PEER_LISTEN, PEER_KEY, PEER_STATEMENTS } = process.env; // and PGHOST, PGUSER, PGDATABASE

function guard(app) {
  const verify = createVerifier({
    key: readFileSync(PEER_KEY), algorithms: ['RS256'], allowedIss: 'renkei', allowedAud: 'renkei-api', cache: 4096,
  });
  app.addHook('onRequest', async (request, reply) => {
    const [scheme, token] = (request.headers.authorization ?? '').split(' ');
    try {
      request.who = scheme === 'Bearer' && verify(token);
    } catch {
      request.who = null;
    }
    if (!request.who) return reply.code(401).send({ status: 401 });
    const { scope } = request.routeOptions.config;
    if (scope && !request.who.scope.split(' ').includes(scope)) return reply.code(403).send({ status: 403 });
  });
}

function keepLog(app) {
  app.addHook('onResponse', async (request, reply) => {
    request.log.info({
      method: request.method, route: request.routeOptions.url, status: reply.statusCode,
      duration_us: Math.round(reply.elapsedTime * 1000), bytes: Number(reply.getHeader('content-length')),
      tenant: request.who?.tenant, sub: request.who?.sub, ip: request.ip,
    });
  });
}

async function serve() {
  const [host, port] = PEER_LISTEN.split(':');
  const app = fastify({
    logger: { level: 'info' }, disableRequestLogging: true,
    ajv: { customOptions: { removeAdditional: false, coerceTypes: false } },
  });
  app.setErrorHandler((error, request, reply) => {
    const status = error.validation && error.validationContext === 'body' ? 422 : error.statusCode ?? 503;
    if (status >= 500) request.log.error(error);
    return reply.code(status).send({ status });
  });
  guard(app);
  keepLog(app);
  const database = new Database(JSON.parse(readFileSync(PEER_STATEMENTS)), 16 / PROCESSES);
  suppliers(app, database);
  answers(app, database);
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
