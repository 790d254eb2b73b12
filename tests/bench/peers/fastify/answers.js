import { isDeepStrictEqual } from 'node:util';
import { Refusal } from './database.js';
import { tell } from './events.js';

const line = { type: 'string', nullable: true };
const text = (maxLength) => ({ ...line, maxLength });
const plan = {
  type: 'object', nullable: true, additionalProperties: false,
  properties: { measure: text(2000), owner: text(200), due_on: { ...line, format: 'date' } },
};
// The answer to a question with three states; the other types of question are not written here.
const sent = {
  type: { type: 'string', const: 'three_state' }, answer: { ...line, minLength: 1, maxLength: 32 }, reason: text(2000),
  comment: text(4000), plan,
};
const reply = {
  code: line, type: line, revision: { type: 'integer' }, answer: line, reason: line, plan: {}, channel: line, comment: line,
  answered_at: line, answered_by: line, updated_at: line, updated_by: line, prefilled: { type: 'boolean' },
  confirmed: { type: 'boolean' }, evidence: line, review: {},
};

const WORDS = {
  done: 'done', '○': 'done', in_progress: 'in_progress', '△': 'in_progress', not_done: 'not_done', '×': 'not_done',
  not_applicable: 'not_applicable', 'N/A': 'not_applicable',
};

// Questions by code, of each questionnaire: a published version never changes again.
const questionnaires = new Map();

async function questions(transaction, id) {
  const key = transaction.who.tenant + id;
  if (!questionnaires.has(key)) {
    transaction.run('questionnaire_document', id);
    const [{ document }] = await transaction.trip();
    const all = document.sections.flatMap((section) => section.questions);
    questionnaires.set(key, new Map(all.map((question, position) => [question.code, { ...question, position }])));
  }
  return questionnaires.get(key);
}

function valueOf({ answer = null, reason = null, plan = null }, question) {
  const { measure = null, owner = null, due_on = null } = plan ?? {};
  const value = { answer: answer && WORDS[answer], reason, plan: measure ?? owner ?? due_on ? { measure, owner, due_on } : null };
  const isOpen = value.answer === 'in_progress' || value.answer === 'not_done';
  if (question.type !== 'three_state' || value.answer === undefined || (value.plan && !isOpen)
    || (value.answer === 'not_applicable' && !question.na_allowed)) throw new Refusal(422);
  return value;
}

// What the client saw is compared with what is stored: If-Match, or If-None-Match: * for none.
function checkRevision({ 'if-match': seen, 'if-none-match': none }, revision) {
  if (seen === undefined ? none !== '*' || revision !== 0 : seen !== '*' && seen !== `"${revision}"`) throw new Refusal(412);
}

const counts = (answer) => Number(answer.value?.answer != null && (!answer.prefilled || answer.confirmed));

function storedOf(row, code) {
  if (row.code) return row;
  return { code, type: 'three_state', revision: 0, value: null, review: null, channel: 'online', comment: null, answered_at: null,
    answered_by: null, updated_at: null, updated_by: null, prefilled: false, confirmed: true };
}

// The stored answer with what was sent in its place: a new value makes it young and drops a judgement of the old one.
function renewed(stored, value, comment, floor, { who, now }) {
  const next = { ...stored, comment, channel: 'online', confirmed: true };
  if (!isDeepStrictEqual(stored.value, value) || !stored.confirmed)
    Object.assign(next, { value, prefilled: false, review: null, answered_at: now, answered_by: who.sub });
  if (isDeepStrictEqual(next, stored)) return stored;
  return { ...next, revision: (stored.revision || floor) + 1, updated_at: now, updated_by: who.sub };
}

function save(transaction, response, stored, next, position) {
  const { who, now } = transaction;
  const { code, type, revision, value, review, channel, comment, answered_at, answered_by, prefilled, confirmed } = next;
  transaction.run('response_saved', response.id, 'in_progress', response['progress.answered'] + counts(next) - counts(stored),
    response['progress.required'], response['progress.total'], response._answer_floor, null, now);
  transaction.run('answer_save', response.id, JSON.stringify([{
    code, position, type, revision, value, review, channel, comment, answered_at, answered_by, prefilled, confirmed,
  }]), now, who.sub, 'saved');
  const told = {
    resource: { id: response.id, revision: response.response_revision + 1, type: 'response' }, supplier: response.supplier_id,
    open: ['state', code],
  };
  if (response.state !== 'in_progress')
    tell(transaction, { ...told, type: 'response.started', changes: { state: [response.state, 'in_progress'] } });
  tell(transaction, { ...told, type: 'answer.saved', changes: { [code]: [stored.revision, revision] } });
}

async function put(transaction, { params: { id, code }, body, headers }) {
  transaction.run('response_lock', id, null, null);
  transaction.run('answer_open', id, null, code, JSON.stringify(body), null);
  const [row] = await transaction.trip();
  if (!row) throw new Refusal(404);
  const question = (await questions(transaction, row.questionnaire_id)).get(code);
  if (!question) throw new Refusal(404);
  const stored = storedOf(row, code);
  const { comment = null, ...input } = JSON.parse(row._body);
  const value = valueOf(input, question);
  checkRevision(headers, stored.revision);
  if (!['requested', 'in_progress', 'returned'].includes(row.state) || row._open_codes?.includes(code) === false) throw new Refusal(409);
  const next = renewed(stored, value, comment, row._answer_floor, transaction);
  if (next !== stored) save(transaction, row, stored, next, question.position);
  return next;
}

export function answers(app, database) {
  app.put('/v1/responses/:id/answers/:code', {
    config: { scope: 'responses:write' },
    schema: {
      body: { type: 'object', properties: sent, additionalProperties: false },
      response: { 200: { type: 'object', properties: reply } },
    },
  }, async (request, answer) => {
    if (!request.headers['if-match'] && !request.headers['if-none-match']) throw new Refusal(428);
    const saved = await database.change(request.who, (transaction) => put(transaction, request));
    answer.header('ETag', `"${saved.revision}"`).header('Cache-Control', 'no-store');
    return { ...saved, ...saved.value, evidence: 'self' };
  });
}
