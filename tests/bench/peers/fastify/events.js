import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { v7 } from 'uuid';

// The values that a body commits itself to: [place, salt, value].
class Hidden {
  values = [];

  hide(place, value) {
    const salt = randomBytes(16);
    this.values.push([place, salt.toString('hex'), value]);
    return { sha256: createHash('sha256').update(salt).update(JSON.stringify(value)).digest('hex') };
  }
}

// Queues the event as the next of the tenant's chain, whose row is held until the commit: it comes last. The body is
// hashed as it is written: its members are sorted (RFC 8785). `open` are the changes that are no person's data.
export function tell(transaction, { type, resource, supplier, changes, open }) {
  const { who, now } = transaction;
  const hidden = new Hidden();
  const id = v7();
  const actor = { kind: 'user', sub: hidden.hide('/actor/sub', who.sub) };
  const told = {};
  for (const name of Object.keys(changes).sort())
    told[name] = open.includes(name) ? changes[name] : hidden.hide(`/changes/${name}`, changes[name]);
  const [head, tail] = JSON.stringify({
    actor, changes: told, id, occurred_at: now, request_id: transaction.request ??= randomUUID(), resource, seq: 0,
    supplier_id: supplier, type,
  }).split('"seq":0');
  transaction.run('event_append', id, type, `${head}"seq":`, tail, JSON.stringify(hidden.values), now);
}
