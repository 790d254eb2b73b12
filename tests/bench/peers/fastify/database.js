import pg from 'pg';

pg.types.setTypeParser(20, Number); // bigint: numbers of ours stay below 2^53
pg.types.setTypeParser(1082, (text) => text); // a date is no instant
pg.types.setTypeParser(1184, (text) => text.replace(' ', 'T').replace(/\+00$/, 'Z')); // a Date has no microseconds

export class Refusal extends Error {
  constructor(statusCode) {
    super(`refused with ${statusCode}`);
    this.statusCode = statusCode;
  }
}

// A transaction of a tenant; what is queued travels with the next trip.
class Transaction {
  constructor(client, statements, who) {
    this.client = client;
    this.statements = statements;
    this.who = who;
    this.now = new Date().toISOString().replace('Z', '000Z');
    this.sent = [
      client.query('BEGIN'),
      client.query({ name: 'tenant', text: "select set_config('app.tenant_id', $1, true)", values: [who.tenant] }),
    ];
  }

  run(name, ...values) {
    const text = this.statements[name];
    const result = this.client.query({ name, text, values: [this.who.tenant, ...values] });
    this.sent.push(result);
    return result;
  }

  // What was queued is done; the rows of the last statement.
  async trip() {
    const results = await Promise.all(this.sent);
    this.sent = [];
    return results.at(-1).rows;
  }

  commit() {
    this.sent.push(this.client.query('COMMIT'));
  }
}

export class Database {
  constructor(statements, connections) {
    this.statements = statements;
    this.pool = new pg.Pool({ max: connections, pipeline: true, options: '-c timezone=UTC' });
    this.pool.on('error', (error) => console.error(error.message)); // an idle connection ended; the pool makes another
  }

  // `work` queues, and makes its trips; it ends with what it left in the queue, and the commit.
  async change(who, work) {
    const client = await this.pool.connect();
    try {
      const transaction = new Transaction(client, this.statements, who);
      const result = await work(transaction);
      transaction.commit();
      await transaction.trip();
      client.release();
      return result;
    } catch (error) {
      await client.query('ROLLBACK').then(() => client.release(), (lost) => client.release(lost));
      throw error;
    }
  }

  async read(who, name, ...values) {
    const { found } = await this.change(who, async (transaction) => ({ found: transaction.run(name, ...values) }));
    return (await found).rows;
  }
}
