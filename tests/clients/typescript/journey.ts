// A year with one supplier through openapi-fetch and the types of openapi-typescript.
//
// Reads RENKEI_URL and RENKEI_TOKEN. Prints "ok STEP" for each step; ../stages.py names the steps and
// judges, from what went over the wire, whether they did what they say.
import assert from "node:assert/strict";

import createClient from "openapi-fetch";

import type { components, paths } from "./generated/schema.js";

type Schemas = components["schemas"];
type Renkei = ReturnType<typeof client>;

function setting(name: string): string {
  const value = process.env[name];
  assert(value, `${name} is not set`);
  return value;
}

function client(token?: string) {
  return createClient<paths>({
    baseUrl: setting("RENKEI_URL"),
    ...(token === undefined ? {} : { headers: { Authorization: `Bearer ${token}` } }),
  });
}

const renkei = client(setting("RENKEI_TOKEN"));

function say(step: string): void {
  console.log("ok", step);
}

/** What a request brought, or the end of the journey. */
function done<T>(reply: { data?: T; error?: unknown; response: Response }): T {
  assert(reply.data !== undefined, JSON.stringify(reply.error));
  return reply.data;
}

function refused(reply: { error?: Schemas["Problem"]; response: Response }, status: number) {
  assert.equal(reply.response.status, status);
  assert(reply.error !== undefined);
  return reply.error;
}

function etag(reply: { response: Response }): string {
  const tag = reply.response.headers.get("ETag");
  assert(tag);
  return tag;
}

async function identify(): Promise<[id: string, etag: string]> {
  const sent = {
    body: {
      name: "旅精機株式会社", country: "VN", tags: ["first"],
      profile: {
        data_sensitivity: "confidential", business_dependency: "high", substitutability: "hard",
        supply_chain_stage: "production", remote_connection: "on_demand", network_connectivity: "limited",
      },
    } satisfies Schemas["SupplierCreate"],
    params: { header: { "Idempotency-Key": "journey-1" } },
  };
  const created = await renkei.POST("/v1/suppliers", sent);
  const { id } = done(created);
  say("identify");

  const again = await renkei.POST("/v1/suppliers", sent);
  assert.equal(done(again).id, id);
  assert.equal(again.response.headers.get("Idempotency-Replayed"), "true");
  say("repeat");
  return [id, etag(created)];
}

function update(id: string, tag: string, body: Schemas["SupplierUpdate"]) {
  return renkei.PATCH("/v1/suppliers/{id}", { params: { path: { id }, header: { "If-Match": tag } }, body });
}

async function change(id: string, first: string): Promise<void> {
  const tags = { tags: ["first", "second"] };
  const changed = done(await update(id, first, tags));
  assert(changed);
  assert.equal(changed.country, "VN");
  assert.deepEqual(changed.tags, tags.tags);
  say("change");

  const read = await renkei.GET("/v1/suppliers/{id}", { params: { path: { id } } });
  const edited = { ...done(read), owner: "sato@buyer.example" };
  const kept = done(await update(id, etag(read), edited));
  assert(kept);
  assert.equal(kept.owner, "sato@buyer.example");
  assert.equal(kept.country, "VN");
  say("edit");

  const stale = refused(await update(id, first, tags), 412);
  assert.equal(stale.code, "stale" satisfies Schemas["ProblemCode"]);
  say("stale");

  const invalid = refused(await update(id, "*", { country: "Atlantis" }), 422);
  assert.equal(invalid.code, "validation_failed" satisfies Schemas["ProblemCode"]);
  assert.deepEqual(invalid.errors.map((error) => error.pointer), ["#/country"]);
  say("invalid");
}

async function page(): Promise<void> {
  for (let number = 0; number < 4; number++) {
    done(await renkei.POST("/v1/suppliers", { body: { name: `旅行先 ${number}` } }));
  }
  const found: string[] = [];
  let cursor: string | null | undefined;
  do {
    const part = done(await renkei.GET("/v1/suppliers", {
      params: { query: { limit: 2, ...(cursor == null ? {} : { cursor }) } },
    }));
    found.push(...part.data.map((supplier) => supplier.id));
    cursor = part.page.next_cursor;
  } while (cursor !== null);
  assert.equal(found.length, 5);
  assert.equal(new Set(found).size, 5);
  say("page");
}

async function upsert(): Promise<void> {
  const sent = {
    params: { path: { source: "erp", external_id: "V-4711" } },
    body: { name: "購買精機株式会社" },
  };
  const first = done(await renkei.PUT("/v1/suppliers/by-external-id/{source}/{external_id}", sent));
  const second = done(await renkei.PUT("/v1/suppliers/by-external-id/{source}/{external_id}", sent));
  assert(first.created && !second.created && !second.changed);
  say("upsert");
}

function inDays(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
}

async function request(supplier: string, code: string): Promise<string> {
  const listed = done(await renkei.GET("/v1/questionnaires", {
    params: { query: { code: [code], state: ["published"] } },
  }));
  const questionnaire = listed.data[0];
  assert(questionnaire);
  const asked = done(await renkei.POST("/v1/responses", {
    body: { supplier_id: supplier, questionnaire_id: questionnaire.id, due_on: inDays(30) },
  }));
  assert.equal(asked.state, "requested" satisfies Schemas["ResponseState"]);
  return asked.id;
}

/** All done but the training of employees, with patches under way and one certificate. */
function sheetAnswers(): Schemas["AnswersInput"]["answers"] {
  const codes = Array.from({ length: 22 }, (_, n) =>
    n < 7 ? `CONF-0${n + 1}` : `CYB-${String(n - 6).padStart(2, "0")}`);
  const levels = codes.map((code) => {
    const level = { type: "three_state" as const, code, revision: 0 };
    switch (code) {
      case "CYB-03":
        return { ...level, answer: "not_done" as const };
      case "CYB-07":
        return {
          ...level,
          answer: "in_progress" as const,
          plan: { measure: "毎月全台にパッチを適用", due_on: "2099-03-31" },
        };
      default:
        return { ...level, answer: "done" as const };
    }
  });
  return [
    ...levels,
    { type: "certification", code: "CERT-01", revision: 0, status: "not_obtained" },
    {
      type: "certification", code: "CERT-02", revision: 0, status: "obtained", number: "IS 123456",
      expires_on: "2099-12-31",
    },
    { type: "free_text", code: "CERT-03", revision: 0, text: "SOC 2 Type II" },
  ];
}

/** As whoever opens the answer link. */
async function answer(id: string): Promise<Renkei> {
  const link = done(await renkei.POST("/v1/responses/{id}/links", { params: { path: { id } } }));
  const token = link.url.split("#")[1];
  assert(token);
  const session = done(await client().POST("/v1/respondent/session", { body: { token } }));
  const person = client(session.access_token);
  const saved = done(await person.POST("/v1/responses/{id}/answers", {
    params: { path: { id } }, body: { answers: sheetAnswers() },
  }));
  assert.equal(saved.response.progress.answered, 25);
  say("answer");
  return person;
}

/** A sheet with one question of each type, one PUT each; read back as the types they are. */
async function answerEveryType(supplier: string): Promise<void> {
  const id = await request(supplier, "seven-types");
  const wanted: Record<string, Schemas["AnswerInput"]> = {
    "B-01": { type: "three_state", answer: "done" },
    "B-02": { type: "certification", status: "obtained", number: "IS 1", expires_on: "2099-03-31" },
    "M-01": { type: "free_text", text: "特になし" },
    "M-02": { type: "single_choice", choice: "vpn" },
    "M-03": { type: "multi_choice", choices: ["mfa"] },
    "M-04": { type: "number", number: 3.5 },
    "M-05": { type: "date", date: "2026-09-01" },
  };
  for (const [code, body] of Object.entries(wanted)) {
    done(await renkei.PUT("/v1/responses/{id}/answers/{code}", {
      params: { path: { id, code }, header: { "If-Match": '"0"' } }, body,
    }));
  }
  const listed = done(await renkei.GET("/v1/responses/{id}/answers", { params: { path: { id } } }));
  for (const one of listed.data) {
    switch (one.type) {
      case "number":
        assert.equal(one.number, 3.5);
        break;
      case "date":
        assert.equal(one.date, "2026-09-01");
        break;
      case "multi_choice":
        assert.deepEqual(one.choices, ["mfa"]);
        break;
    }
    if (wanted[one.code] !== undefined) {
      assert.equal(one.type, wanted[one.code]?.type);
      delete wanted[one.code];
    }
  }
  assert.deepEqual(wanted, {});
  say("every type");
}

async function judge(supplier: string, id: string, person: Renkei): Promise<void> {
  const submitted = done(await person.POST("/v1/responses/{id}/submit", { params: { path: { id } } }));
  assert.equal(submitted.state, "submitted" satisfies Schemas["ResponseState"]);
  say("submit");
  const accepted = done(await renkei.POST("/v1/responses/{id}/accept", { params: { path: { id } } }));
  assert.equal(accepted.state, "accepted" satisfies Schemas["ResponseState"]);
  say("accept");
  const score = done(await renkei.GET("/v1/suppliers/{id}/score", { params: { path: { id: supplier } } }));
  assert(score.band !== null && score.score !== null && score.score > 1);
  const first = score.explanation.fix_first[0];
  assert(first);
  assert.equal(first.question, "CYB-03");
  assert(first.contribution > first.reduction && first.reduction > 0);
  say("score");
}

/** Every change since the beginning of the journey, three a page, none missing, none twice. */
async function follow(since: string): Promise<void> {
  const seen: Schemas["Event"][] = [];
  let cursor = since;
  for (let more = true; more; ) {
    const part = done(await renkei.GET("/v1/events", { params: { query: { cursor, limit: 3 } } }));
    seen.push(...part.data);
    cursor = part.page.next_cursor;
    more = part.page.has_more;
  }
  seen.forEach((event, at) => assert.equal(event.seq, (seen[0]?.seq ?? 0) + at));
  const types = new Set(seen.map((event) => event.type));
  const expected = ["supplier.created", "supplier.updated", "response.submitted",
    "response.accepted"] satisfies Schemas["EventType"][];
  expected.forEach((type) => assert(types.has(type), type));
  assert.deepEqual([...new Set(seen.map((event) => event.actor.kind))].sort(), ["respondent", "user"]);
  say("follow");
}

const latest = done(await renkei.GET("/v1/events", { params: { query: { cursor: "latest" } } }));
const [supplier, first] = await identify();
await change(supplier, first);
await page();
await upsert();
const response = await request(supplier, "motex-scrm-2024");
say("request");
const person = await answer(response);
await answerEveryType(supplier);
await judge(supplier, response, person);
await follow(latest.page.next_cursor);
