// What every screen of the console shares: words, elements, the session, calls of the service (docs/console.md).
// The service tells the words of enumerations (GET /v1/vocabulary).

import { Problem, at, h, save, send, svg, told, wait } from "./shared.js";

export { Problem, at, h, save, svg };

const WORDS = {
  ja: {
    title: "取引先リスク管理", skip: "本文へ移動", screens: "画面", suppliers: "取引先", review: "回答の確認", rounds: "調査の一覧表", reports: "レポート", signIn: "サインイン",
    token: "アクセストークン", leave: "サインアウト", tokenHelp: "開発環境では ./dev run が表示します。トークンはこのタブにだけ保持されます。",
    ended: "有効期限が切れました。もう一度サインインしてください。", refused: "このトークンではサインインできません。", signInAt: "{title} でサインイン",
    byToken: "トークンでサインイン", loginFailed: "サインインできませんでした。{why}", loginForeign: "このタブで始めたサインインではありません。もう一度お試しください。",
    loading: "読み込んでいます…", away: "サービスに接続できません。", fault: "エラーが発生しました。", none: "該当するものはありません。", q: "検索",
    qHelp: "名称・カナ・番号・タグ", band: "リスク", all: "すべて", highUp: "高い以上", status: "評価状況", tier: "重要度区分", sort: "並び順", byRisk: "リスクの高い順",
    byKana: "五十音順", byReview: "見直し日の近い順", byTier: "重要な順", archived: "取引終了も含める", name: "名称", next: "次回見直し", order: "発注", late: "期限超過",
    kana: "五十音で移動", other: "その他", noKana: "カナ未登録", count: "{n} 社", countMore: "{n} 社以上", listed: "{n}のうち {shown} 社を表示", more: "次のページ",
    csv: "CSV をダウンロード", csvMaking: "CSV を作成しています…", csvDone: "CSV をダウンロードしました（{n} 行）。",
    csvNot: "CSV には検索語・「未評価」・マップの絞り込みを適用できません。", cell: "影響の大きさ {impact} × 発生確率 {likelihood}", number: "リスク値",
    before: "対策前のリスク（回答を反映）", now: "現在のリスク", question: "設問", state: "状態", due: "期限", kind: "種類", expires: "有効期限", renewal: "更新手続き中",
    gate: "発注の可否", reason: "理由", until: "{day} に変わることがあります。その日に再確認してください。", from: "発生日", entries: "{n} 件", owner: "社内担当",
    answers: "回答を見る", accept: "確認完了にする", yes: "はい", no: "戻る", note: "社内メモ",
    keys: "設問の上でのキー操作: ↓ ↑（または j k）移動、s 自己申告、d 資料あり、v 確認済み、r 差戻す", impact: "影響の大きさ", likelihood: "発生確率",
  },
  en: {
    title: "Supplier risk", skip: "Skip to the content", screens: "Screens", suppliers: "Suppliers", review: "Review answers", rounds: "Whole round", reports: "Reports",
    signIn: "Sign in", token: "Access token", leave: "Sign out", tokenHelp: "./dev run prints one in development. It is kept in this tab alone.",
    ended: "Your session has ended. Please sign in again.", refused: "This token cannot be used.", signInAt: "Sign in with {title}", byToken: "Sign in with a token",
    loginFailed: "You could not be signed in. {why}", loginForeign: "This sign-in was not begun in this tab. Please try again.", loading: "Loading…",
    away: "The service cannot be reached.", fault: "Something went wrong.", none: "There is nothing here.", q: "Search", qHelp: "name, kana, number, tag", band: "Risk",
    all: "All", highUp: "High and above", status: "Assessment", tier: "Tier", sort: "Order", byRisk: "Largest risk first", byKana: "By kana", byReview: "Next review first",
    byTier: "Most important first", archived: "Archived ones, too", name: "Name", next: "Next review", order: "Ordering", late: "Overdue", kana: "Go to kana", other: "Others",
    noKana: "No kana", count: "{n} suppliers", countMore: "{n} suppliers or more", listed: "{shown} of {n} shown", more: "Next page", csv: "Download CSV",
    csvMaking: "Making the CSV…", csvDone: "The CSV was downloaded ({n} rows).", csvNot: "A CSV cannot be narrowed by words, “not assessed” or a cell of the map.",
    cell: "Impact {impact} × likelihood {likelihood}", number: "Risk score", before: "Before measures (with the answers)", now: "Current", question: "Question", state: "State",
    due: "Due", kind: "Kind", expires: "Valid until", renewal: "renewal under way", gate: "May I order?", reason: "Reason", until: "May change on {day}: ask again then.",
    from: "Since", entries: "{n} entries", owner: "Owner", answers: "Show the answers", accept: "Accept", yes: "Yes", no: "Go back", note: "Internal note",
    keys: "Keys on a question: ↓ ↑ (or j k) move, s self-declared, d document shown, v verified, r return", impact: "Impact", likelihood: "Likelihood",
  },
};

export const page = { language: "ja", token: "", me: null, labels: {}, logins: [] };
const STORE = "renkei.console";
export const NONE = "—";

export const text = (name, values = {}) => WORDS[page.language][name].replace(/\{(\w+)\}/g, (_, key) => values[key]);
/** Words of a screen that is loaded when it is opened. */
export const teach = (more) => Object.entries(more).forEach(([language, said]) => Object.assign(WORDS[language], said));
/** The words of the service for a value of an enumeration; null has one, too. */
export const label = (enumeration, value) => page.labels[enumeration]?.get(value) ?? value ?? NONE;
export const words = (enumeration) => [...page.labels[enumeration]?.keys() ?? []].filter((value) => value !== null);

export const day = (value) => value ? new Date(value.length > 10 ? value : `${value}T00:00:00`).toLocaleDateString(page.language, { dateStyle: "medium" }) : NONE;
export const figure = (value, digits = 1) => value == null ? NONE
  : value.toLocaleString(page.language, { minimumFractionDigits: digits, maximumFractionDigits: digits });

export const late = () => h("span", { class: "late" }, ` ${text("late")}`);
export const badge = (kind, value, said) => h("span", { class: `badge ${kind}-${value}` }, said);
export const band = (value) => badge("b", value, label("Band", value));
export const facts = (pairs) => h("dl", { class: "facts" }, pairs.filter(Boolean).map(([name, ...said]) => [h("dt", {}, name), h("dd", {}, said)]));

const columns = (names) => names.split(" ").map((one) => one.split(":")).map(([name, kind]) => [text(name), kind]);
/** A table of one group of rows. */
export const simple = (title, names, rows) => table(text(title), names, [{ rows }]);
export const nothing = () => h("p", {}, text("none"));

/** A table whose rows become cards on a narrow screen; roles keep it a table there. The heads are words, each with the class of its column behind a colon, or what columns makes. */
export function table(caption, names, groups) {
  const heads = typeof names === "string" ? columns(names) : names;
  const cell = (said, index) => index === 0 ? h("th", { scope: "row", role: "rowheader" }, said)
    : h("td", { role: "cell", class: heads[index][1], "data-label": heads[index][0] }, said);
  const body = ({ title, id, rows }) => h("tbody", { role: "rowgroup" },
    title && h("tr", { role: "row" }, h("th", { id, tabindex: "-1", scope: "rowgroup", role: "rowheader", colspan: heads.length }, title)),
    rows.map((cells) => h("tr", { role: "row" }, cells.map(cell))));
  return h("table", { class: "cards", role: "table" }, h("caption", {}, caption),
    h("thead", { role: "rowgroup" }, h("tr", { role: "row" }, heads.map(([name, kind]) => h("th", { scope: "col", role: "columnheader", class: kind }, name)))),
    groups.map(body));
}

/** A table that begins closed where it is long. */
export const long = ({ data: { length }, page: { has_more } }, made) => h("details", { open: length <= 10 }, h("summary", {}, text("entries", { n: has_more ? `${length}+` : length })), made);

// ---- the service ----

/** The reply; Problem where the service says no. A busy one is asked again a few times. */
export async function ask(method, path, options = {}) {
  for (let tries = 1; ; tries++) {
    try {
      return await send(method, path, { language: page.language, token: page.token, ...options });
    } catch (fault) {
      if (fault.status === 401 && page.me) dispatchEvent(new Event("signedout"));
      if (tries > 3 || ![429, 503].includes(fault.status)) throw fault;
      await wait(1000 * (fault.retryAfter || tries));
    }
  }
}

export const call = async (method, path, options) => told(await ask(method, path, options));

/** GET with query parameters: a list is the parameter several times; what is empty is left out. */
export function read(path, parameters = {}) {
  const query = new URLSearchParams(Object.entries(parameters).flatMap(([name, value]) => [value].flat().map((one) => [name, one])).filter(([, one]) => one !== "" && one != null));
  const address = query.size ? `${path}?${query}` : path;
  return call("GET", address);
}

/** Orders an export, waits for it and saves its file. */
export async function exportFile(order, name) {
  let made = await call("POST", "/v1/exports", { body: order, headers: { "Idempotency-Key": crypto.randomUUID() } });
  while (["queued", "running"].includes(made.state)) {
    say(text("csvMaking"));
    await wait(500);
    made = await read(`/v1/exports/${made.id}`);
  }
  if (made.state !== "done") { say(""); return alarm(text("fault")); }
  save(await (await ask("GET", `/v1/exports/${made.id}/file`)).blob(), name);
  say(text("csvDone", { n: made.file.rows }));
}

// ---- what is said to the person ----

/** Told by a screen reader and shown below; a quiet one is on the screen already. */
export function say(said, quiet = false) {
  at("said").classList.toggle("quiet", quiet);
  at("said").textContent = said;
}

export function alarm(said) { if (at("alarm").textContent !== said) at("alarm").textContent = said; }
export const explain = (fault) => fault instanceof Problem ? `${fault.body.title ?? fault.status} ${fault.body.detail ?? ""}` : text(fault instanceof TypeError ? "away" : "fault");
export const fail = (fault) => alarm(explain(fault));

/** A section that is filled when what it needs is there; a fault is told in it and leaves the rest of the screen alone. */
export function panel(title, promise, draw) {
  const place = h("section", {}, title && h("h2", {}, title), h("p", { class: "soft" }, text("loading")));
  const show = (...said) => place.replaceChildren(...[title && h("h2", {}, title), ...said].flat(Infinity).filter((one) => one != null));
  promise.then((found) => show(draw(found))).catch((fault) => {
    if (!(fault instanceof Problem || fault instanceof TypeError)) console.error(fault);
    show(h("p", { class: "fault" }, explain(fault)));
  });
  return place;
}

/** A question to the person in a dialog: true where they agree. */
export function sure(title, more, agree, refuse) {
  const dialog = at("ask");
  return new Promise((resolve) => {
    dialog.replaceChildren(h("h2", { id: "ask-title" }, title), h("p", {}, more), h("div", { class: "paging" },
      h("button", { type: "button", class: "main", onclick: () => dialog.close("yes") }, agree), h("button", { type: "button", onclick: () => dialog.close("no") }, refuse)));
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
    dialog.returnValue = "no";
    dialog.showModal();
  });
}

// ---- the session ----

/** Whose token it is, and the words of the service in the language of the page. */
export async function enter(token) {
  page.token = token;
  page.me = await read("/v1/me");
  sessionStorage.setItem(STORE, token);
  await learn();
}

export async function learn() {
  const { enumerations } = await read("/v1/vocabulary");
  page.labels = Object.fromEntries(enumerations.map(({ name, words }) => [name, new Map(words.map(({ value, label }) => [value, label]))]));
}

export function forget() {
  Object.assign(page, { token: "", me: null, labels: {} });
  sessionStorage.removeItem(STORE);
}

export const kept = () => sessionStorage.getItem(STORE) ?? "";
