// What every screen of the console shares: words, elements, the session, calls of the service (docs/console.md).
// The service tells the words of enumerations (GET /v1/vocabulary).

const WORDS = {
  ja: {
    title: "取引先リスク管理", skip: "本文へ移動", screens: "画面", suppliers: "取引先", review: "回答の確認", rounds: "調査の一覧表", reports: "レポート",
    signIn: "サインイン", token: "アクセストークン", leave: "サインアウト",
    tokenHelp: "開発環境では ./dev run が表示します。トークンはこのタブにだけ保持されます。",
    ended: "有効期限が切れました。もう一度サインインしてください。", refused: "このトークンではサインインできません。",
    signInAt: "{title} でサインイン", byToken: "トークンでサインイン", loginFailed: "サインインできませんでした。{why}", loginForeign: "このタブで始めたサインインではありません。もう一度お試しください。",
    loading: "読み込んでいます…", away: "サービスに接続できません。", fault: "エラーが発生しました。", none: "該当するものはありません。",
    q: "検索", qHelp: "名称・カナ・番号・タグ", band: "リスク", all: "すべて", highUp: "高い以上", status: "評価状況", tier: "重要度区分", sort: "並び順",
    byRisk: "リスクの高い順", byKana: "五十音順", byReview: "見直し日の近い順", byTier: "重要な順", archived: "取引終了も含める", name: "名称", next: "次回見直し", order: "発注",
    late: "期限超過", kana: "五十音で移動", other: "その他", noKana: "カナ未登録", count: "{n} 社", countMore: "{n} 社以上", listed: "{n}のうち {shown} 社を表示", more: "次のページ",
    csv: "CSV をダウンロード", csvMaking: "CSV を作成しています…", csvDone: "CSV をダウンロードしました（{n} 行）。",
    csvNot: "CSV には検索語・「未評価」・マップの絞り込みを適用できません。", cell: "影響の大きさ {impact} × 発生確率 {likelihood}",
    number: "リスク値", outOf: "{n} / 25", shownAs: "この区分の理由: {reason}（算出値では {band}）", formula: "リスク値 {score} ＝ 影響の大きさ {impact} × 発生確率 {likelihood}（各 1〜5）",
    supposed: "まだ評価していません（{status}）。", provisional: "未入力の項目により、重要度区分は変わることがあります: {fields}",
    stage: "段階", inherent: "固有リスク（対策がない場合）", before: "対策前のリスク（回答を反映）", now: "現在のリスク", projected: "対策完了後の見込み",
    impactWhy: "影響の大きさの根拠（プロファイル）", fixFirst: "優先して対応する項目", fixHelp: "解消した場合にリスク値が下がる大きさの順です。", question: "設問", answerNow: "現状", reduction: "解消時の低下", findings: "指摘事項", finding: "内容", since: "初回確認日",
    state: "状態", measures: "対策", side: "実施側", assignee: "担当", due: "期限", certificates: "認証・証明書", kind: "種類", certNumber: "登録番号", expires: "有効期限", assumed: "推定", renewal: "更新手続き中",
    gate: "発注の可否", reason: "理由", severity: "判断", until: "{day} に変わることがあります。その日に再確認してください。", released: "解除済み: {reason}（{by}、{day} まで）", from: "発生日", entries: "{n} 件", owner: "社内担当", corporate: "法人番号", answers: "回答を見る",
    sheet: "質問票", submitted: "提出日", weak: "重点項目", thisTime: "今回", lastTime: "前回", firstTime: "なし（初回）", changed: "変更あり", adopted: "採用値", evidence: "根拠",
    sendBack: "差戻す", sendBackWhy: "差戻しの理由（取引先に表示されます）", returnAll: "{n} 問を差戻す", accept: "確認完了にする", acceptAsk: "この回答を確認完了にしますか。", acceptMore: "回答が確定し、リスク値と指摘事項に反映されます。根拠を確認していない設問: {n} 問",
    whyMissing: "差戻しの理由を入力してください。", returnAsk: "{n} 問を差戻しますか。", returnMore: "理由を添えて再回答を依頼します。", yes: "はい", no: "戻る", onlyChanged: "前回から変わった設問のみ", note: "社内メモ",
    keys: "設問の上でのキー操作: ↓ ↑（または j k）移動、s 自己申告、d 資料あり、v 確認済み、r 差戻す", answered: "回答率", adoptedNote: "* は確認者が採用した値です。", heatMap: "リスクマップ（影響の大きさ × 発生確率）", impact: "影響の大きさ", likelihood: "発生確率",
    notThere: "このマップに含まれない取引先:", trend: "リスクの推移", month: "月", mean: "平均", model: "（算定モデル変更）", threats: "脅威別リスク", threat: "脅威", worst: "最大", worstOf: "最大の取引先",
   
  },
  en: {
    title: "Supplier risk", skip: "Skip to the content", screens: "Screens", suppliers: "Suppliers", review: "Review answers", rounds: "Whole round", reports: "Reports",
    signIn: "Sign in", token: "Access token", leave: "Sign out",
    tokenHelp: "./dev run prints one in development. It is kept in this tab alone.",
    ended: "Your session has ended. Please sign in again.", refused: "This token cannot be used.",
    signInAt: "Sign in with {title}", byToken: "Sign in with a token", loginFailed: "You could not be signed in. {why}", loginForeign: "This sign-in was not begun in this tab. Please try again.",
    loading: "Loading…", away: "The service cannot be reached.", fault: "Something went wrong.", none: "There is nothing here.",
    q: "Search", qHelp: "name, kana, number, tag", band: "Risk", all: "All", highUp: "High and above", status: "Assessment", tier: "Tier", sort: "Order",
    byRisk: "Largest risk first", byKana: "By kana", byReview: "Next review first", byTier: "Most important first", archived: "Archived ones, too", name: "Name", next: "Next review", order: "Ordering",
    late: "Overdue", kana: "Go to kana", other: "Others", noKana: "No kana", count: "{n} suppliers", countMore: "{n} suppliers or more", listed: "{shown} of {n} shown", more: "Next page",
    csv: "Download CSV", csvMaking: "Making the CSV…", csvDone: "The CSV was downloaded ({n} rows).",
    csvNot: "A CSV cannot be narrowed by words, “not assessed” or a cell of the map.", cell: "Impact {impact} × likelihood {likelihood}",
    number: "Risk score", outOf: "{n} / 25", shownAs: "Why this band: {reason} (by the score: {band})", formula: "Score {score} = impact {impact} × likelihood {likelihood} (each 1 to 5)",
    supposed: "Not assessed yet ({status}).", provisional: "The tier may change; not filled in: {fields}",
    stage: "Stage", inherent: "Inherent (without any control)", before: "Before measures (with the answers)", now: "Current", projected: "Projected (all measures in place)",
    impactWhy: "What the impact rests on (profile)", fixFirst: "Fix first", fixHelp: "By how many points the score falls once it is closed.", question: "Question", answerNow: "Now", reduction: "Reduction", findings: "Findings", finding: "What", since: "First seen",
    state: "State", measures: "Measures", side: "Carried out by", assignee: "Assignee", due: "Due", certificates: "Certificates", kind: "Kind", certNumber: "Number", expires: "Valid until", assumed: "assumed", renewal: "renewal under way",
    gate: "May I order?", reason: "Reason", severity: "Weight", until: "May change on {day}: ask again then.", released: "Released: {reason} ({by}, until {day})", from: "Since", entries: "{n} entries", owner: "Owner", corporate: "Corporate number", answers: "Show the answers",
    sheet: "Questionnaire", submitted: "Submitted", weak: "counts more", thisTime: "This time", lastTime: "Last time", firstTime: "None (first time)", changed: "changed", adopted: "adopted", evidence: "Evidence",
    sendBack: "Return", sendBackWhy: "Why it is returned (the supplier reads this)", returnAll: "Return {n} questions", accept: "Accept", acceptAsk: "Accept these answers?", acceptMore: "They become final and move score and findings. Evidence not judged: {n} questions",
    whyMissing: "Please say why it is returned.", returnAsk: "Return {n} questions?", returnMore: "The supplier is asked again, with your reasons.", yes: "Yes", no: "Go back", onlyChanged: "Only what has changed since last time", note: "Internal note",
    keys: "Keys on a question: ↓ ↑ (or j k) move, s self-declared, d document shown, v verified, r return", answered: "Answered", adoptedNote: "* is a value that a reviewer adopted.", heatMap: "Risk map (impact × likelihood)", impact: "Impact", likelihood: "Likelihood",
    notThere: "Suppliers not on this map:", trend: "Trend", month: "Month", mean: "Mean", model: "(model changed)", threats: "Risk by threat", threat: "Threat", worst: "Worst", worstOf: "Supplier with the worst",
   
  },
};

export const page = { language: "ja", token: "", me: null, labels: {}, logins: [] };
const STORE = "renkei.console";
export const NONE = "—";

export const at = (id) => document.getElementById(id);
export const text = (name, values = {}) => WORDS[page.language][name].replace(/\{(\w+)\}/g, (_, key) => values[key]);
/** The words of the service for a value of an enumeration; null has one, too. */
export const label = (enumeration, value) => page.labels[enumeration]?.get(value) ?? value ?? NONE;
export const words = (enumeration) => [...page.labels[enumeration]?.keys() ?? []].filter((value) => value !== null);

export const day = (value) => value ? new Date(value.length > 10 ? value : `${value}T00:00:00`).toLocaleDateString(page.language, { dateStyle: "medium" }) : NONE;
export const figure = (value, digits = 1) => value == null ? NONE
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

export class Problem extends Error {
  constructor(status, body) {
    super(`${body.title ?? status} ${body.detail ?? ""}`);
    Object.assign(this, { status, body });
  }
}

const pause = (seconds) => new Promise((resolve) => setTimeout(resolve, 1000 * seconds));

async function send(method, path, { body, headers = {}, accept } = {}) {
  return fetch(path, {
    method, credentials: "omit", cache: "no-store", body: body && JSON.stringify(body),
    headers: { "Accept-Language": page.language, Authorization: `Bearer ${page.token}`, ...(accept && { Accept: accept }), ...(body && { "Content-Type": "application/json" }), ...headers } });
}

/** The reply; Problem where the service says no. A busy one is asked again a few times. */
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
    say(text("csvMaking"));
    await pause(0.5);
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
export const explain = (fault) => fault instanceof Problem ? fault.message : text(fault instanceof TypeError ? "away" : "fault");
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
