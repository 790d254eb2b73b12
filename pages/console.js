// The buyer's console (docs/console.md): the frame with its sign-in, and the suppliers.
import { NONE, Problem, alarm, at, badge, band, call, day, enter, explain, exportFile, fail, figure, forget, h, kept, label, late, learn, nothing, page, panel, read, say, table,
         text, words } from "./console_base.js";
import { arrive, depart, findLogins } from "./console_login.js";

// ---- the suppliers ----

const ORDERS = { "-risk_score": "byRisk", name_kana: "byKana", next_review_on: "byReview", tier: "byTier" };
const ROWS = "アカサタナハマヤラワ", FIRST = "ァカサタナハマャラヮ";

/** The row of the 五十音 that a reading begins in: ア, カ … ワ; A-Z; other; none. */
function kanaRow(kana) {
  if (!kana) return "none";
  const first = kana.normalize("NFKC")[0], sign = first >= "ぁ" && first <= "ゖ" ? String.fromCharCode(first.charCodeAt(0) + 0x60) : first;
  if (sign < "ァ" || sign > "ヶ") return /[a-z]/i.test(sign) ? "A-Z" : "other";
  return sign === "ヴ" ? "ア" : sign > "ヴ" ? "カ" : ROWS[[...FIRST].findLastIndex((one) => sign >= one)];
}

const rowTitle = (row) => ({ none: text("noKana"), other: text("other"), "A-Z": "A–Z" })[row] ?? (page.language === "ja" ? `${row}行` : row);

/** Suppliers that follow each other under one heading; one group without a heading unless they are in the order of kana. */
function groups(suppliers, sorted, draw) {
  if (!sorted) return [{ rows: suppliers.map(draw) }];
  const found = new Map();
  for (const supplier of suppliers) {
    const row = kanaRow(supplier.name_kana);
    found.set(row, [...found.get(row) ?? [], draw(supplier)]);
  }
  return [...found].map(([row, rows]) => ({ title: rowTitle(row), id: `row-${row}`, rows }));
}

/** What the list is asked for, out of what the address of the screen says. */
function question({ band: wanted = "", archived, cursor, impact, likelihood, sort = "-risk_score", q, tier, assessment_status }) {
  return { q, tier, assessment_status, impact, likelihood, sort, cursor, limit: 50, status: archived ? "" : "active", include_total: cursor ? "" : true,
           "band[is_null]": wanted === "null" ? true : "", band: { high_up: ["very_high", "high"], null: [] }[wanted] ?? wanted };
}

function riskOf({ risk }) {
  const counts = risk.band !== null && risk.band_reason === "computed";
  const why = risk.band !== null && risk.band_reason !== "computed" ? label("BandReason", risk.band_reason) : null;
  return [band(risk.band), counts ? ` ${figure(risk.score)}` : null, why && h("div", { class: "small" }, why)];
}

function gateOf(decision) {
  if (!decision?.decision) return NONE;
  const reason = decision.reasons[0]?.text;
  return [badge("g", decision.decision, label("GateDecision", decision.decision)), reason && h("div", { class: "small" }, reason)];
}

async function listSuppliers(query) {
  const list = await read("/v1/suppliers", question(query));
  const gate = list.data.length === 0 ? null
    : await call("POST", "/v1/supplier-status", { body: { items: list.data.map(({ id }) => ({ id })) } }).catch((fault) => {
      if (fault instanceof Problem && fault.status === 403) return null;
      throw fault;
    });
  return { list, gate, query };
}

function drawSuppliers({ list, gate, query }) {
  const shown = list.data.length, total = list.total !== undefined && text(list.total_is === "exact" ? "count" : "countMore", { n: list.total });
  const told = total ? text("listed", { n: total, shown }) : text("count", { n: shown });
  say(told, true);
  const today = gate?.as_of ?? new Date().toISOString().slice(0, 10), decisions = new Map(gate?.items.map((item) => [item.id, item]));
  const row = (supplier) => [
    [h("a", { href: `#/suppliers/${supplier.id}` }, supplier.name), supplier.status === "archived" ? h("span", { class: "soft" }, ` ${label("SupplierStatus", "archived")}`) : null],
    riskOf(supplier), label("AssessmentStatus", supplier.risk.assessment_status), label("Tier", supplier.tier), [day(supplier.next_review_on), supplier.next_review_on < today ? late() : null], gateOf(decisions.get(supplier.id))];
  const found = groups(list.data, query.sort === "name_kana", row);
  const jump = found.length > 1 ? h("nav", { "aria-label": text("kana") }, found.map(({ title, id }) => h("button", { type: "button", onclick: () => at(id).focus() }, title))) : null;
  return [list.data.length ? [jump, h("p", { class: "soft" }, told), table(text("suppliers"), "name band status tier next order", found)] : nothing(),
    h("div", { class: "paging" }, list.page.has_more ? h("a", { class: "link", href: address("suppliers", { ...query, cursor: list.page.next_cursor }) }, text("more")) : null)];
}

function choice(name, query, options) {
  return h("label", {}, h("span", {}, text(name)), h("select", { name, id: `f-${name}`, onchange: (event) => event.target.form.requestSubmit() },
    options.map(([value, said]) => h("option", { value, selected: (query[name] ?? "") === value }, said))));
}

function filters(query) {
  const any = ["", text("all")], of = (enumeration) => words(enumeration).map((value) => [value, label(enumeration, value)]);
  const submit = (event) => {
    event.preventDefault();
    const { status, ...chosen } = Object.fromEntries(new FormData(event.target));
    location.hash = address("suppliers", { impact: query.impact, likelihood: query.likelihood, ...chosen, assessment_status: status });
  };
  return h("form", { class: "filters", role: "search", onsubmit: submit },
    h("label", {}, h("span", {}, `${text("q")} (${text("qHelp")})`), h("input", { type: "search", name: "q", id: "f-q", maxlength: "200", value: query.q ?? "" })),
    choice("band", query, [any, ["high_up", text("highUp")], ...of("Band"), ["null", label("Band", null)]]),
    choice("status", { status: query.assessment_status }, [any, ...of("AssessmentStatus")]), choice("tier", query, [any, ...of("Tier")]),
    choice("sort", { sort: query.sort ?? "-risk_score" }, Object.entries(ORDERS).map(([value, name]) => [value, text(name)])),
    h("label", { class: "tick" }, h("input", { type: "checkbox", name: "archived", id: "f-archived", checked: Boolean(query.archived), onchange: (event) => event.target.form.requestSubmit() }), text("archived")),
    h("button", { type: "submit", class: "main", id: "f-go" }, text("q")));
}

/** The order of a CSV of the same suppliers; null where an export knows no such filter. */
function order(query) {
  if (query.q || query.band === "null" || query.impact) return null;
  const { tier, assessment_status, band: bands, status } = question(query);
  const filter = Object.fromEntries(Object.entries({ tier, assessment_status, band: bands, status }).map(([name, value]) => [name, [value].flat().filter(Boolean)]).filter(([, value]) => value.length));
  return { kind: "supplier_status", format: "csv", excel_safe: true, filter };
}

function csv(query) {
  const wanted = order(query);
  const make = async (event) => {
    event.target.disabled = true;
    await exportFile(wanted, "suppliers.csv").catch(fail);
    event.target.disabled = false;
  };
  return [h("button", { type: "button", id: "csv", disabled: !wanted, onclick: make, "aria-describedby": wanted ? null : "csv-not" }, text("csv")),
    wanted ? null : h("p", { class: "small", id: "csv-not" }, text("csvNot"))];
}

function showSuppliers(query) {
  const cell = query.impact ? h("p", { class: "note" }, text("cell", query), " ", h("a", { href: "#/suppliers" }, text("all"))) : null;
  return { title: text("suppliers"), parts: [filters(query), cell, panel(null, listSuppliers(query), drawSuppliers), csv(query)] };
}

// ---- the frame ----

/** A screen of a module that is fetched when it is opened first. */
const from = (file, name) => async (...arguments_) => (await import(file))[name](...arguments_);

const ROUNDS = "./console_rounds.js";
const SCREENS = { suppliers: [showSuppliers, from("./console_supplier.js", "showSupplier")], review: [from(ROUNDS, "showQueue"), from(ROUNDS, "showReview")],
                  rounds: [from(ROUNDS, "showCampaigns"), from(ROUNDS, "showCampaign")], reports: [from(ROUNDS, "showReports")] };

function address(name, query) {
  const said = new URLSearchParams(Object.entries(query).filter(([, value]) => value));
  return `#/${name}${said.size ? `?${said}` : ""}`;
}

function whereabouts() {
  const [path, query] = location.hash.slice(2).split("?");
  const [name, id] = path.split("/");
  return { name: name || "suppliers", id, query: Object.fromEntries(new URLSearchParams(query ?? "")) };
}

function showHead(name) {
  document.documentElement.lang = page.language;
  at("skip").textContent = text("skip");
  const tongue = (language, said) => h("button", { type: "button", lang: language, "aria-pressed": String(page.language === language), onclick: () => speak(language) }, said);
  at("head").replaceChildren(h("strong", {}, text("title")), page.me ? h("span", { class: "soft" }, page.me.tenant.name) : "",
    page.me ? h("nav", { "aria-label": text("screens") }, Object.keys(SCREENS).map((screen) => h("a", { href: `#/${screen}`, "aria-current": screen === name ? "page" : null }, text(screen)))) : "",
    h("nav", { "aria-label": "Language / 言語" }, tongue("ja", "日本語"), tongue("en", "English"), page.me ? h("button", { type: "button", id: "leave", onclick: () => leave("") }, text("leave")) : null));
}

async function speak(language) {
  page.language = language;
  if (page.me) await learn().catch(fail);
  show();
}

/** Draws the screen of the address. The focus goes to its heading, or stays with what was used on the same screen. */
const show = () => draw().catch(fail);

async function draw() {
  const here = location.hash, { name, id, query } = whereabouts(), focused = page.screen === `${name}/${id}` && document.activeElement?.id;
  showHead(name);
  say("");
  alarm("");
  if (!page.me) return showSignIn("");
  page.screen = `${name}/${id}`;
  const made = SCREENS[name]?.[id ? 1 : 0];
  const { title, parts } = made ? await made(query, id) : { title: text("none"), parts: [] };
  if (here !== location.hash || !page.me) return; // somebody went on meanwhile
  document.title = `${title} — ${text("title")}`;
  at("main").replaceChildren(h("h1", { id: "title", tabindex: "-1" }, title), ...parts.flat(Infinity).filter((part) => part != null));
  (at(focused || "title") ?? at("title")).focus();
}

async function enterWith(token) {
  try {
    await enter(token);
    await show();
  } catch (fault) {
    forget();
    alarm(fault instanceof Problem ? `${text("refused")} ${explain(fault)}` : explain(fault));
  }
}

function tokenForm() {
  const submit = (event) => {
    event.preventDefault();
    enterWith(at("token").value.replace(/\s/g, ""));
  };
  return h("form", { class: "sign", onsubmit: submit }, h("label", { class: "field" }, h("span", {}, text("token")), h("textarea", { id: "token", required: true, autocomplete: "off", spellcheck: "false", "aria-describedby": "token-help" })),
    h("p", { class: "small soft", id: "token-help" }, text("tokenHelp")), h("button", { type: "submit", class: "main" }, text("signIn")));
}

function showSignIn(why) {
  page.screen = "";
  document.title = `${text("signIn")} — ${text("title")}`;
  const ways = page.logins.map((login) => h("p", {}, h("button", { type: "button", class: "main", onclick: () => depart(login).catch(fail) }, text("signInAt", login))));
  at("main").replaceChildren(h("h1", { id: "title", tabindex: "-1" }, text("signIn")), why ? h("p", { class: "note warn" }, why) : "",
    ...ways, ways.length ? h("details", {}, h("summary", {}, text("byToken")), tokenForm()) : tokenForm());
  (ways.length ? at("title") : at("token")).focus();
}

function leave(why) {
  forget();
  showHead("");
  say("");
  showSignIn(why);
}

async function begin() {
  page.language = navigator.language.startsWith("ja") ? "ja" : "en";
  at("skip").addEventListener("click", () => at("title").focus());
  addEventListener("hashchange", show);
  addEventListener("signedout", () => leave(text("ended")));
  addEventListener("unhandledrejection", () => alarm(text("fault")));
  const [brought, logins] = await Promise.all([arrive().catch((fault) => fault), findLogins()]);
  page.logins = logins;
  if (typeof brought === "string") return enterWith(brought).then(() => page.me || showSignIn(""));
  if (kept()) await enter(kept()).catch((fault) => { if (fault instanceof Problem) forget(); else alarm(explain(fault)); });
  show();
  if (brought) alarm(brought.message ? text("loginFailed", { why: brought.message }) : text("loginForeign"));
}

begin();
