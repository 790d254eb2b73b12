// Against a real service: RENKEI_URL, RENKEI_TOKEN of an administrator of a tenant of its own, and
// RENKEI_EXPIRED_TOKEN.
import assert from "node:assert/strict";
import { test } from "node:test";

import { createRenkei, edit, etag, follow, linkToken, ok, RenkeiProblem, rows, type Options,
         type Schemas } from "@renkei/client";

function setting(name: string): string {
  const value = process.env[name];
  assert(value, `${name} is not set`);
  return value;
}

const baseUrl = setting("RENKEI_URL");
const token = setting("RENKEI_TOKEN");
const renkei = createRenkei({ baseUrl, token });

async function newSupplier(name: string): Promise<Schemas["Supplier"]> {
  return ok(await renkei.POST("/v1/suppliers", { body: { name } }));
}

function read(id: string) {
  return renkei.GET("/v1/suppliers/{id}", { params: { path: { id } } });
}

function write(id: string, tag: string, body: Schemas["SupplierUpdate"]) {
  return renkei.PATCH("/v1/suppliers/{id}", { params: { path: { id }, header: { "If-Match": tag } }, body });
}

async function caught(work: () => unknown): Promise<RenkeiProblem> {
  try {
    await work();
  } catch (refusal) {
    assert(refusal instanceof RenkeiProblem, String(refusal));
    return refusal;
  }
  throw new Error("not refused");
}

test("a refusal is thrown with its code and the faults by place", async () => {
  const gone = await caught(async () => ok(await read("0192a6c0-7d1e-7c3a-9b7e-2f6f3a1d5e01")));
  assert.equal(gone.status, 404);
  assert.equal(gone.code, "not_found");
  const { id } = await newSupplier("誤り商会");
  const invalid = await caught(async () => ok(await write(id, "*", { country: "Atlantis" })));
  assert.equal(invalid.code, "validation_failed");
  assert.deepEqual(Object.keys(invalid.faults), ["#/country"]);
});

test("messages come in the language asked for", async () => {
  const [ja, en] = await Promise.all((["ja", "en"] as const).map((language) => caught(async () =>
    ok(await createRenkei({ baseUrl, token, language }).GET("/v1/suppliers/{id}", {
      params: { path: { id: "0192a6c0-7d1e-7c3a-9b7e-2f6f3a1d5e01" } },
    })))));
  assert.match(ja?.message ?? "", /[ぁ-ん]/);
  assert.doesNotMatch(en?.message ?? "", /[ぁ-ん]/);
});

test("two who edit at once lose nothing", async () => {
  const { id } = await newSupplier("同時商会");
  let rounds = 0;
  await edit(() => read(id), async (supplier, tag) => {
    if (rounds++ === 0) {
      ok(await write(id, tag, { tags: ["theirs"] })); // somebody is faster
    }
    return write(id, tag, { tags: [...supplier.tags, "ours"] });
  });
  assert.equal(rounds, 2);
  assert.deepEqual(ok(await read(id)).tags.sort(), ["ours", "theirs"]);
});

test("edit gives up when it is refused for another reason", async () => {
  const { id } = await newSupplier("断念商会");
  const refusal = await caught(() => edit(() => read(id), (_, tag) => write(id, tag, { country: "Atlantis" })));
  assert.equal(refusal.code, "validation_failed");
});

test("every row of a list comes once, page by page", async () => {
  const made = await Promise.all([1, 2, 3, 4, 5].map((n) => newSupplier(`頁商会 ${n}`)));
  const found: string[] = [];
  for await (const supplier of rows((cursor) => renkei.GET("/v1/suppliers", {
    params: { query: { q: "頁商会", limit: 2, ...cursor } },
  }))) {
    found.push(supplier.id);
  }
  assert.deepEqual(found.sort(), made.map((supplier) => supplier.id).sort());
});

/** A line that loses the first reply: the service has done its work, the caller does not know. */
function losing(): NonNullable<Options["fetch"]> {
  let lost = false;
  return async (request) => {
    const reply = await fetch(request);
    if (!lost) {
      lost = true;
      throw new TypeError("the line broke");
    }
    return reply;
  };
}

test("a POST whose reply was lost is done once", async () => {
  const before = await newSupplier("前商会");
  assert(before);
  const supplier = ok(await createRenkei({ baseUrl, token, fetch: losing() })
    .POST("/v1/suppliers", { body: { name: "一度商会" } }));
  const found: string[] = [];
  for await (const one of rows((cursor) => renkei.GET("/v1/suppliers", {
    params: { query: { q: "一度商会", ...cursor } },
  }))) {
    found.push(one.id);
  }
  assert.deepEqual(found, [supplier.id]);
});

test("with one attempt a broken line is told", async () => {
  const once = createRenkei({ baseUrl, token, fetch: losing(), attempts: 1 });
  await assert.rejects(once.GET("/v1/me"), /the line broke/);
});

test("an expired token is renewed once for all who wait", async () => {
  const asked: (string | undefined)[] = [];
  const expired = setting("RENKEI_EXPIRED_TOKEN");
  const renewing = createRenkei({
    baseUrl,
    token: (refused) => {
      asked.push(refused);
      return refused === undefined ? expired : token;
    },
  });
  const replies = await Promise.all([1, 2, 3, 4].map(() => renewing.GET("/v1/me")));
  replies.forEach((reply) => assert.equal(reply.response.status, 200));
  assert.deepEqual(asked, [undefined, expired]);
});

test("without another token the refusal comes through", async () => {
  const refusal = await caught(async () =>
    ok(await createRenkei({ baseUrl, token: setting("RENKEI_EXPIRED_TOKEN") }).GET("/v1/me")));
  assert.equal(refusal.status, 401);
});

test("the feed is followed from where it was left, until the signal", async () => {
  const latest = ok(await renkei.GET("/v1/events", { params: { query: { cursor: "latest" } } }));
  const { id } = await newSupplier("追跡商会");
  ok(await write(id, "*", { tags: ["seen"] }));
  const end = new AbortController();
  const seen: string[] = [];
  for await (const { events } of follow((cursor) => renkei.GET("/v1/events", {
    params: { query: { limit: 1, types: ["supplier.created", "supplier.updated"], ...cursor } },
  }), latest.page.next_cursor, { signal: end.signal, every: 0.05 })) {
    seen.push(...events.filter((event) => event.resource.id === id).map((event) => event.type));
    if (seen.length === 2) {
      end.abort();
    }
  }
  assert.deepEqual(seen, ["supplier.created", "supplier.updated"]);
});

test("whoever opens an answer link gets tokens by its secret", async () => {
  const supplier = await newSupplier("回答商会");
  const [questionnaire] = ok(await renkei.GET("/v1/questionnaires", {
    params: { query: { code: ["motex-scrm-2024"], state: ["published"] } },
  })).data;
  assert(questionnaire);
  const asked = await renkei.POST("/v1/responses", {
    body: { supplier_id: supplier.id, questionnaire_id: questionnaire.id },
  });
  const { id } = ok(asked);
  assert.match(etag(asked), /^"/);
  const { url } = ok(await renkei.POST("/v1/responses/{id}/links", { params: { path: { id } } }));
  const respondent = createRenkei({ baseUrl, token: linkToken(baseUrl, url.split("#")[1] ?? ""), language: "en" });
  const form = ok(await respondent.GET("/v1/responses/{id}/form", { params: { path: { id } } }));
  assert.equal(form.language, "en");
  assert.equal(form.progress.total, 25);
});
