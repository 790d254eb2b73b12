import { Refusal } from './database.js';
import { tell } from './events.js';

const text = { type: 'string', nullable: true };
const number = { type: 'number', nullable: true };
const any = {};
const risk = {
  assessment_status: text, band: text, band_reason: text, computed_band: text, score: number, likelihood: number,
  likelihood_business: number, likelihood_software: number, likelihood_service: number, impact: number,
  inherent: number, projected: number, confidence: number, confidence_label: text, score_id: text, as_of: text,
  tier_provisional: { type: 'boolean', nullable: true }, profile_missing: any, chain: any,
};
const supplier = {
  id: text, revision: number, status: text, name: text, name_kana: text, corporate_number: text, country: text, kind: text,
  website: text, tags: any, owner: text, contacts: any, external_ids: any, addresses: any, services: any, attributes: any,
  profile: any, tier: text, recommended_star: number, risk: { type: 'object', properties: risk }, next_review_on: text,
  created_at: text, updated_at: text, archived_at: text,
};
const page = {
  data: { type: 'array', items: { type: 'object', properties: supplier } },
  page: { type: 'object', properties: { next_cursor: text, has_more: { type: 'boolean' }, limit: number } },
};
const paging = { cursor: { type: 'string' }, limit: { type: 'string', pattern: '^[1-9][0-9]{0,2}$' } };
// What other systems say of a supplier; contacts, addresses and services are not written here.
const master = {
  name: { type: 'string', minLength: 1, maxLength: 200 },
  name_kana: { type: 'string', nullable: true, minLength: 1, maxLength: 200 },
  corporate_number: { type: 'string', nullable: true, pattern: '^[0-9]{13}$' },
  country: { type: 'string', pattern: '^[A-Z]{2}$' },
  kind: { type: 'string', enum: ['partner', 'group_company', 'subcontractor', 'service_provider', 'software_vendor', 'individual'] },
  website: { type: 'string', nullable: true, maxLength: 500, pattern: '^https?://[^\\s/?#]+\\S*$' },
};

const reads = { scope: 'suppliers:read' };
const writes = { scope: 'suppliers:write' };
const boolean = { type: 'boolean' };

function object(properties) {
  return { type: 'object', properties };
}

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

function place(cursor) {
  if (cursor === undefined) return ['infinity', 'ffffffff-ffff-ffff-ffff-ffffffffffff'];
  const [id, value] = Buffer.from(cursor, 'base64url').toString().split('\n');
  if (value === undefined) throw new Refusal(400);
  return [value, id];
}

function nextPlace({ _id, _sort }) {
  return Buffer.from(`${_id}\n${_sort}`).toString('base64url');
}

async function list(database, request, reply) {
  const limit = Number(request.query.limit ?? 50);
  const found = await database.read(request.who, 'supplier_list', false, null, ...place(request.query.cursor), limit + 1);
  const data = found.slice(0, limit);
  const next = found.length > limit ? nextPlace(data.at(-1)) : null;
  if (next) reply.header('Link', `</v1/suppliers?${new URLSearchParams({ ...request.query, cursor: next })}>; rel="next"`);
  reply.header('Cache-Control', 'no-store');
  return { data: data.map(shape), page: { next_cursor: next, has_more: next !== null, limit } };
}

async function get(database, request, reply) {
  const [row] = await database.read(request.who, 'supplier_get', request.params.id);
  if (!row) throw new Refusal(404);
  const etag = `"${row._etag}"`;
  reply.header('ETag', etag).header('Cache-Control', 'no-store');
  if (request.headers['if-none-match'] === etag) return reply.code(304).send();
  return shape(row);
}

function changesOf(before, after) {
  const changes = {};
  for (const name of Object.keys(master)) if (name in after && before[name] !== after[name]) changes[name] = [before[name], after[name]];
  return changes;
}

function isEmpty(changes) {
  return Object.keys(changes).length === 0;
}

// Changes the supplier, which is locked, and reads it as it is then; whether it did.
async function write(transaction, before, sent) {
  const ids = [before.id];
  transaction.run('supplier_rows_update', ids, JSON.stringify([{ id: before.id, body: sent }]), transaction.now);
  const last = transaction.run('supplier_rows_get', ids);
  const [after] = await transaction.trip();
  const changed = after.revision > before.revision;
  if (changed)
    tell(transaction, {
      type: 'supplier.updated', resource: { id: before.id, revision: after.revision, type: 'supplier' }, supplier: before.id,
      changes: changesOf(before, after), open: ['country', 'kind'],
    });
  return { last, changed };
}

// Updates; a number that nobody has is refused, which the service answers with a new supplier.
async function put(database, request, reply) {
  const { source, external_id: number } = request.params;
  const { last, changed } = await database.change(request.who, async (transaction) => {
    const found = transaction.run('supplier_get_by_external_id', source, number);
    const [row] = await transaction.trip();
    if (!row) throw new Refusal(404);
    if (row._is_silent || isEmpty(changesOf(row, request.body))) return { last: found, changed: false };
    transaction.run('supplier_rows_lock', [row.id]);
    const [before] = await transaction.trip();
    return write(transaction, before, request.body);
  });
  const [row] = (await last).rows;
  reply.header('ETag', `"${row._etag}"`).header('Cache-Control', 'no-store');
  return { ...shape(row), created: false, changed };
}

export function suppliers(app, database) {
  app.get('/v1/suppliers', { config: reads, schema: { querystring: object(paging), response: { 200: object(page) } } },
    (request, reply) => list(database, request, reply));
  app.get('/v1/suppliers/:id', { config: reads, schema: { response: { 200: object(supplier) } } },
    (request, reply) => get(database, request, reply));
  app.put('/v1/suppliers/by-external-id/:source/:external_id', {
    config: writes,
    schema: {
      body: { ...object(master), additionalProperties: false },
      response: { 200: object({ ...supplier, created: boolean, changed: boolean }) },
    },
  }, (request, reply) => put(database, request, reply));
}
