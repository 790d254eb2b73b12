// What every screen of the console shares: words, elements, the session, calls of the service (docs/console.md).
// Words of enumerations are not here: the service tells them (GET /v1/vocabulary).

const WORDS = {
  ja: {
    title: "取引先リスク管理", skip: "本文へ移動", screens: "画面", suppliers: "取引先", review: "回答の確認", rounds: "調査の一覧表", reports: "レポート",
    signIn: "サインイン", token: "アクセストークン", enter: "サインインする", leave: "サインアウト",
    tokenHelp: "開発環境では ./dev run または renkei token が表示します。トークンはこのタブにだけ保持され、サインアウトするかタブを閉じると消えます。",
    ended: "サインインの有効期限が切れました。もう一度サインインしてください。", refused: "このトークンではサインインできません。",
    loading: "読み込んでいます…", away: "サービスに接続できません。", fault: "エラーが発生しました。", again: "再試行", none: "該当するものはありません。", missing: "この画面はありません。",
    q: "検索", qHelp: "名称・カナ・番号・タグ", search: "検索する", band: "リスク", all: "すべて", highUp: "高い以上", status: "評価状況", tier: "重要度区分", sort: "並び順",
    byRisk: "リスクの高い順", byKana: "五十音順", byReview: "見直し日の近い順", byTier: "重要な順", archived: "取引終了も含める", name: "名称", next: "次回見直し", order: "発注",
    late: "期限超過", kana: "五十音で移動", other: "その他", noKana: "カナ未登録", count: "{n} 社", countMore: "{n} 社以上", listed: "{n}のうち {shown} 社を表示", listedOn: "続きの {shown} 社を表示", first: "先頭へ", more: "次のページ",
    csv: "CSV をダウンロード", csvMaking: "CSV を作成しています… {n} 行", csvDone: "CSV をダウンロードしました（{n} 行）。", csvFailed: "CSV を作成できませんでした。",
    csvNot: "CSV には、検索語・「未評価」・ヒートマップの絞り込みを適用できません。これらを外すとダウンロードできます。", cell: "ヒートマップの絞り込み: 影響の大きさ {impact} × 発生確率 {likelihood}", cellOff: "絞り込みを外す",
    number: "リスク値", outOf: "{n} / 25", shownAs: "表示している区分の理由: {reason}（算出値のみの区分: {band}）", formula: "リスク値 {score} ＝ 影響の大きさ {impact} × 発生確率 {likelihood}（それぞれ 1〜5）",
    supposed: "まだ評価していません（{status}）。回答がないため、リスク値は表示しません。", confidence: "回答の確からしさ: {label}。リスク値の幅: {low}〜{high}", why: "リスク値の根拠", provisional: "未入力の項目があるため、重要度区分は変わることがあります: {fields}",
    stage: "段階", value: "リスク値", inherent: "固有リスク（対策がない場合）", before: "対策前のリスク（回答を反映）", now: "現在のリスク", projected: "対策完了後の見込み", stages: "リスク値の推移（対策の効果）",
    impactWhy: "影響の大きさの根拠（プロファイル）", fixFirst: "優先して対応する項目", fixHelp: "解消するとリスク値が下がる大きさの順です。", question: "設問", answerNow: "現状", reduction: "解消時の低下", findings: "指摘事項", finding: "内容", contribution: "内訳", since: "初回確認日",
    state: "状態", measures: "対策", measure: "対策", side: "実施側", assignee: "担当", due: "期限", certificates: "認証・証明書", kind: "種類", certNumber: "登録番号", expires: "有効期限", renewal: "更新手続き中",
    gate: "発注の可否", reason: "理由", severity: "判断", until: "この判断は {day} に変わることがあります。その日に再確認してください。", released: "解除済み: {reason}（{by}、{day} まで）", asOf: "{day} 時点", from: "発生日", entries: "{n} 件", owner: "社内担当", corporate: "法人番号", country: "国", answers: "回答を見る", more200: "先頭の 200 件を表示しています。",
    plain: "—",
  },
  en: {
    title: "Supplier risk", skip: "Skip to the content", screens: "Screens", suppliers: "Suppliers", review: "Review answers", rounds: "Whole round", reports: "Reports",
    signIn: "Sign in", token: "Access token", enter: "Sign in", leave: "Sign out",
    tokenHelp: "In development ./dev run or renkei token prints one. It is kept in this tab alone and is gone when you sign out or close the tab.",
    ended: "Your session has ended. Please sign in again.", refused: "This token cannot be used.",
    loading: "Loading…", away: "The service cannot be reached.", fault: "Something went wrong.", again: "Try again", none: "There is nothing here.", missing: "There is no such screen.",
    q: "Search", qHelp: "name, kana, number, tag", search: "Search", band: "Risk", all: "All", highUp: "High and above", status: "Assessment", tier: "Tier", sort: "Order",
    byRisk: "Largest risk first", byKana: "By kana", byReview: "Next review first", byTier: "Most important first", archived: "Archived ones, too", name: "Name", next: "Next review", order: "Ordering",
    late: "overdue", kana: "Go to kana", other: "Others", noKana: "No kana", count: "{n} suppliers", countMore: "{n} suppliers or more", listed: "{shown} of {n} shown", listedOn: "{shown} more shown", first: "First page", more: "Next page",
    csv: "Download CSV", csvMaking: "Making the CSV… {n} rows", csvDone: "The CSV was downloaded ({n} rows).", csvFailed: "The CSV could not be made.",
    csvNot: "A CSV cannot be narrowed by search words, by “not assessed” or by a cell of the heat map. Take these away to download.", cell: "Cell of the heat map: impact {impact} × likelihood {likelihood}", cellOff: "Take it away",
    number: "Risk score", outOf: "{n} / 25", shownAs: "Why this band is shown: {reason} (the score alone gives: {band})", formula: "Score {score} = impact {impact} × likelihood {likelihood} (each 1 to 5)",
    supposed: "Not assessed yet ({status}). Without answers no score is shown.", confidence: "Confidence in the answers: {label}. Range of the score: {low} to {high}", why: "Why it is so", provisional: "The tier may change, because these are not filled in: {fields}",
    stage: "Stage", value: "Score", inherent: "Inherent (without any control)", before: "Before measures (with the answers)", now: "Current", projected: "Projected (all measures in place)", stages: "What the measures do to the score",
    impactWhy: "What the impact rests on (profile)", fixFirst: "Fix first", fixHelp: "By how many points the score falls once it is closed.", question: "Question", answerNow: "Now", reduction: "Reduction", findings: "Findings", finding: "What", contribution: "Contribution", since: "First seen",
    state: "State", measures: "Measures", measure: "Measure", side: "Carried out by", assignee: "Assignee", due: "Due", certificates: "Certificates", kind: "Kind", certNumber: "Number", expires: "Valid until", renewal: "renewal under way",
    gate: "May I order?", reason: "Reason", severity: "Weight", until: "This may change on {day}. Please ask again then.", released: "Released: {reason} ({by}, until {day})", asOf: "As of {day}", from: "Since", entries: "{n} entries", owner: "Owner", corporate: "Corporate number", country: "Country", answers: "Show the answers", more200: "The first 200 are shown.",
    plain: "—",
  },
};

export const page = { language: "ja", token: "", me: null, labels: {}, turn: 0 };
const STORE = "renkei.console";

export const at = (id) => document.getElementById(id);
export const text = (name, values = {}) => WORDS[page.language][name].replace(/\{(\w+)\}/g, (_, key) => values[key]);
/** The words of the service for a value of an enumeration; null has one, too. */
export const label = (enumeration, value) => page.labels[enumeration]?.get(value) ?? value ?? text("plain");
export const words = (enumeration) => [...page.labels[enumeration]?.keys() ?? []].filter((value) => value !== null);

export const day = (value) => value ? new Date(`${value.slice(0, 10)}T00:00:00`).toLocaleDateString(page.language, { dateStyle: "medium" }) : text("plain");
export const figure = (value, digits = 1) => value == null ? text("plain")
  : value.toLocaleString(page.language, { minimumFractionDigits: digits, maximumFractionDigits: digits });

/** An element; `on…` members are listeners, the rest attributes. Texts are never markup. */
export function h(name, members = {}, ...children) {
  return fill(document.createElement(name), members, children);
}

/** The same for a drawing. */
export function svg(name, members = {}, ...children) {
  return fill(document.createElementNS("http://www.w3.org/2000/svg", name), members, children);
}

function fill(element, members, children) {
  for (const [key, value] of Object.entries(members)) {
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (typeof value === "boolean") element.toggleAttribute(key, value);
    else if (value != null) element.setAttribute(key, value);
  }
  element.append(...children.flat(Infinity).filter((child) => child != null));
  return element;
}

export const badge = (kind, value, said) => h("span", { class: `badge ${kind}-${value}` }, said);
export const band = (value) => badge("b", value, label("Band", value));
export const facts = (pairs) => h("dl", { class: "facts" }, pairs.filter(Boolean).map(([name, ...said]) => [h("dt", {}, name), h("dd", {}, said)]));

/** A table whose rows become cards on a narrow screen; roles keep it a table there. A column is [heading, class]. */
export function table(caption, columns, groups) {
  const cell = (said, index) => index === 0 ? h("th", { scope: "row", role: "rowheader" }, said)
    : h("td", { role: "cell", class: columns[index][1], "data-label": columns[index][0] }, said);
  const body = ({ title, id, rows }) => h("tbody", { role: "rowgroup" },
    title && h("tr", { role: "row" }, h("th", { id, tabindex: "-1", scope: "rowgroup", role: "rowheader", colspan: columns.length }, title)),
    rows.map((cells) => h("tr", { role: "row" }, cells.map(cell))));
  return h("table", { class: "cards", role: "table" }, h("caption", {}, caption),
    h("thead", { role: "rowgroup" }, h("tr", { role: "row" }, columns.map(([name, kind]) => h("th", { scope: "col", role: "columnheader", class: kind }, name)))),
    groups.map(body));
}

/** A table that begins closed where it is long. */
export const long = (count, made) => h("details", { open: count <= 10 }, h("summary", {}, text("entries", { n: count })), made);

// ---- the service ----

export class Problem extends Error {
  constructor(status, body) {
    super(body.detail ?? body.title ?? String(status));
    Object.assign(this, { status, body });
  }
}

const pause = (seconds) => new Promise((resolve) => setTimeout(resolve, 1000 * seconds));

async function send(method, path, { body, headers = {}, accept } = {}) {
  return fetch(path, {
    method, credentials: "omit", cache: "no-store", body: body && JSON.stringify(body),
    headers: { "Accept-Language": page.language, Authorization: `Bearer ${page.token}`, ...(accept && { Accept: accept }), ...(body && { "Content-Type": "application/json" }), ...headers } });
}

/** The reply as it came. Problem where the service says no; a busy one is asked again a few times. */
export async function ask(method, path, options = {}) {
  for (let tries = 1; ; tries++) {
    const reply = await send(method, path, options);
    if (reply.ok) return reply;
    const told = await reply.json().catch(() => ({}));
    if (reply.status === 401 && page.me) dispatchEvent(new Event("signedout"));
    if (tries > 3 || ![429, 503].includes(reply.status)) throw new Problem(reply.status, told);
    await pause(Number(reply.headers.get("Retry-After")) || tries);
  }
}

export async function call(method, path, options) {
  const reply = await ask(method, path, options);
  return reply.status === 204 ? {} : reply.json();
}

/** GET with query parameters: a list is the parameter several times; what is empty is left out. */
export function read(path, parameters = {}) {
  const query = new URLSearchParams(Object.entries(parameters).flatMap(([name, value]) => [value].flat().map((one) => [name, one])).filter(([, one]) => one !== "" && one != null));
  return call("GET", query.size ? `${path}?${query}` : path);
}

/** Hands a file over to the browser. */
export function save(blob, name) {
  const link = h("a", { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}

/** Orders an export, waits for it and saves its file. */
export async function exportFile(order, name) {
  let made = await call("POST", "/v1/exports", { body: order, headers: { "Idempotency-Key": crypto.randomUUID() } });
  while (["queued", "running"].includes(made.state)) {
    say(text("csvMaking", { n: made.progress.rows_done }));
    await pause(0.5);
    made = await read(`/v1/exports/${made.id}`);
  }
  if (made.state !== "done") { say(""); return alarm(text("csvFailed")); }
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
export const explain = (fault) => fault instanceof Problem ? fault.message : text(fault instanceof TypeError ? "away" : "fault");

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
