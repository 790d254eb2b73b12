// Answers to be reviewed, a whole round as a table, reports (docs/console.md).
import { NONE, alarm, ask, at, band, call, day, facts, fail, figure, h, label, late, nothing, page, panel, read, save, say, simple, sure, svg, table,
         teach, text, words } from "./console_base.js";

teach({
  ja: {
    sheet: "質問票", submitted: "提出日", weak: "重点項目", thisTime: "今回", lastTime: "前回", firstTime: "なし（初回）", changed: "変更あり", adopted: "採用値",
    evidence: "根拠", sendBack: "差戻す", sendBackWhy: "差戻しの理由（取引先に表示されます）", returnAll: "{n} 問を差戻す", acceptAsk: "この回答を確認完了にしますか。",
    acceptMore: "回答が確定し、リスク値と指摘事項に反映されます。根拠を確認していない設問: {n} 問", whyMissing: "差戻しの理由を入力してください。",
    returnAsk: "{n} 問を差戻しますか。", returnMore: "理由を添えて再回答を依頼します。", onlyChanged: "前回から変わった設問のみ", answered: "回答率",
    adoptedNote: "* は確認者が採用した値です。", heatMap: "リスクマップ（影響の大きさ × 発生確率）", notThere: "このマップに含まれない取引先:", trend: "リスクの推移",
    month: "月", mean: "平均", model: "（算定モデル変更）", threats: "脅威別リスク", threat: "脅威", worst: "最大", worstOf: "最大の取引先", files: "証跡ファイル",
    fetch: "ダウンロード", expired: "有効期限切れ",
  },
  en: {
    sheet: "Questionnaire", submitted: "Submitted", weak: "counts more", thisTime: "This time", lastTime: "Last time", firstTime: "None (first time)", changed: "changed",
    adopted: "adopted", evidence: "Evidence", sendBack: "Return", sendBackWhy: "Why it is returned (the supplier reads this)", returnAll: "Return {n} questions",
    acceptAsk: "Accept these answers?", acceptMore: "They become final and move score and findings. Evidence not judged: {n} questions",
    whyMissing: "Please say why it is returned.", returnAsk: "Return {n} questions?", returnMore: "The supplier is asked again, with your reasons.",
    onlyChanged: "Only what has changed since last time", answered: "Answered", adoptedNote: "* is a value that a reviewer adopted.", heatMap: "Risk map (impact × likelihood)",
    notThere: "Suppliers not on this map:", trend: "Trend", month: "Month", mean: "Mean", model: "(model changed)", threats: "Risk by threat", threat: "Threat", worst: "Worst",
    worstOf: "Supplier with the worst", files: "Files", fetch: "Download", expired: "expired",
  },
});

const more = (screen, { page: { next_cursor: cursor, has_more } }) => has_more ? h("p", { class: "paging" }, h("a", { class: "link", href: `#/${screen}?cursor=${cursor}` }, text("more"))) : null;

// ---- answers to be reviewed ----

function drawQueue(list) {
  if (!list.data.length) return nothing();
  const row = (response) => [h("a", { href: `#/review/${response.id}` }, response.supplier.name), response.questionnaire.title, day(response.submitted_at), day(response.due_on)];
  return [simple("review", "name sheet submitted:keep due:keep", list.data.map(row)), more("review", list)];
}

export function showQueue({ cursor }) {
  return { title: text("review"), parts: [panel(null, read("/v1/responses", { state: "submitted", sort: "submitted_at", cursor }), drawQueue)] };
}

/** An answer in words, with all that was said beside it. */
function inWords(question, answer) {
  const list = (...parts) => parts.filter((part) => part != null && part !== "").join(" / ");
  const chosen = (code) => question.choices.find((one) => one.code === code)?.text ?? code;
  if (!answer) return label("AnswerWord", null);
  const { plan } = answer, value = answer.answer ? label("AnswerWord", answer.answer) : answer.status ? label("CertificateAnswer", answer.status)
    : answer.choice ? chosen(answer.choice) : answer.choices?.map(chosen).join(", ") ?? answer.number ?? answer.text ?? (answer.date && day(answer.date)) ?? label("AnswerWord", null);
  return list(value, answer.status && answer.number, answer.expires_on && `${text("expires")} ${day(answer.expires_on)}`, answer.renewal_pending ? text("renewal") : "", answer.scope,
    plan && list(plan.measure, plan.owner, plan.due_on && day(plan.due_on)), answer.reason, answer.comment);
}

/** The files behind an answer; what may be fetched is. */
function proofs(review, question) {
  const mine = review.files.filter(({ codes }) => codes.includes(question.code));
  const take = async ({ id, name }) => save(await (await ask("GET", `/v1/responses/${review.id}/evidence/${id}/content`, { accept: "*/*" })).blob(), name);
  const item = (file) => h("li", {}, `${file.name} — ${label("EvidenceState", file.state)} `, file.expired ? h("span", { class: "late" }, `${text("expired")} `) : null,
    ["clean", "unscanned"].includes(file.state) && !file.erased_at ? h("button", { type: "button", "aria-label": `${text("fetch")}: ${file.name}`, onclick: () => take(file).catch(fail) }, text("fetch")) : null);
  return mine.length ? [text("files"), h("ul", { class: "plain" }, mine.map(item))] : null;
}

/** What the reviewer says of one answer: stored at once. What to send back is kept until all is sent. */
class Review {
  constructor(form, files) {
    this.form = form;
    this.files = files;
    this.id = form.response.id;
    this.back = Review.drafts.get(this.id) ?? new Map();
    this.questions = form.sections.flatMap((section) => section.questions).filter((question) => question.visible);
    Review.drafts.set(this.id, this.back);
  }

  may(action) { return this.form.permitted_actions.includes(action); }

  /** Keeps what the reviewer adopted and noted, and says how well the answer is proven. */
  async judge(question, evidence) {
    const { by, at: when, ...kept } = question.answer.review ?? {};
    try {
      const path = `/v1/responses/${this.id}/answers/${question.code}/review`;
      question.answer = await call("PUT", path, { body: { ...kept, evidence }, headers: { "If-Match": `"${question.answer.revision}"` } });
      this.form.response.revision++; // a judgement raises it by one; more means that somebody else was here
      this.draw(question);
      say(`${question.code}: ${label("Evidence", evidence)}`);
    } catch (fault) {
      this.again(fault);
    }
  }

  /** Somebody else was faster: shows how it is now. */
  again(fault) {
    if ([409, 412].includes(fault.status)) dispatchEvent(new Event("hashchange"));
    fail(fault);
  }

  toggle(question) {
    if (this.back.has(question.code)) this.back.delete(question.code); else this.back.set(question.code, "");
    this.draw(question);
    at(`why-${question.code}`)?.focus();
    this.drawEnd();
  }

  step(question, by) {
    const shown = this.questions.map(({ code }) => at(`q-${code}`)).filter((one) => one.checkVisibility()), place = shown.indexOf(at(`q-${question.code}`)) + by;
    shown[place]?.focus();
  }

  /** Keys count only while the question itself or one of its buttons has the focus. */
  press(event, question) {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.target.tagName === "TEXTAREA") { if (event.key === "Escape") at(`q-${question.code}`).focus(); return; }
    const evidence = { s: "self", d: "document", v: "verified" }[event.key], steps = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 }[event.key];
    if (steps) this.step(question, steps);
    else if (evidence && this.may("review") && question.answer) this.judge(question, evidence);
    else if (event.key === "r" && this.may("return")) this.toggle(question);
    else return;
    event.preventDefault();
  }

  card(question) {
    const { answer, previous, code } = question, now = inWords(question, answer), before = previous && inWords(question, previous), back = this.back.has(code);
    const level = answer?.review?.evidence ?? answer?.evidence, adopted = answer?.review?.adopted_answer;
    const proof = (word) => h("button", { type: "button", "aria-pressed": String(level === word), onclick: () => this.judge(question, word) }, label("Evidence", word));
    return h("article", { id: `q-${code}`, tabindex: "0", "aria-labelledby": `t-${code}`, class: back ? "back" : "", "data-changed": before != null && before !== now, onkeydown: (event) => this.press(event, question) },
      h("h3", { id: `t-${code}` }, `${question.order} ${question.text}`, question.weak_link ? h("span", { class: "late" }, ` ${text("weak")}`) : null),
      facts([[text("thisTime"), h("span", { class: `m-${answer?.answer ?? answer?.status}` }, now), adopted ? ` → ${text("adopted")}: ${label("AnswerWord", adopted)}` : null],
        [text("lastTime"), before ?? text("firstTime"), before != null && before !== now ? h("span", { class: "late" }, ` ${text("changed")}`) : null], !this.may("review") && answer && [text("evidence"), label("Evidence", level)], proofs(this, question)]),
      h("div", { class: "paging" }, this.may("review") && answer ? words("Evidence").map(proof) : null,
        this.may("return") ? h("button", { type: "button", "aria-pressed": String(back), onclick: () => this.toggle(question) }, text("sendBack")) : null),
      back ? h("label", { class: "field" }, h("span", {}, text("sendBackWhy")), h("textarea", { id: `why-${code}`, maxlength: "2000", oninput: (event) => this.back.set(code, event.target.value) }, this.back.get(code))) : null);
  }

  /** Draws a question again; the focus stays in it. */
  draw(question) {
    const old = at(`q-${question.code}`), index = [...old.querySelectorAll("button")].indexOf(document.activeElement), had = old.contains(document.activeElement);
    const fresh = this.card(question);
    old.replaceWith(fresh);
    if (had) (fresh.querySelectorAll("button")[index] ?? fresh).focus();
  }

  drawEnd() {
    const n = this.back.size, unseen = this.questions.filter(({ answer }) => answer && !answer.review).length;
    const button = (words_, act) => h("button", { type: "button", class: "main", onclick: act }, words_);
    at("end").replaceChildren(...[n && this.may("return") ? button(text("returnAll", { n }), () => this.sendBack())
      : this.may("accept") ? button(text("accept"), () => this.finish(text("acceptAsk"), text("acceptMore", { n: unseen }), (how) => call("POST", `/v1/responses/${this.id}/accept`, how))) : null].filter(Boolean));
  }

  async sendBack() {
    const empty = [...this.back].find(([, why]) => !why.trim());
    if (empty) { alarm(text("whyMissing")); return at(`why-${empty[0]}`).focus(); }
    const body = { reasons: [...this.back].map(([code, why]) => ({ code, text: why })) };
    await this.finish(text("returnAsk", { n: this.back.size }), text("returnMore"), (how) => call("POST", `/v1/responses/${this.id}/return`, { ...how, body }));
  }

  async finish(title, told, take) {
    if (!await sure(title, told, text("yes"), text("no"))) return;
    try {
      await take({ headers: { "Idempotency-Key": crypto.randomUUID(), "If-Match": `"${this.form.response.revision}"` } });
      Review.drafts.delete(this.id);
      location.hash = "#/review";
    } catch (fault) {
      this.again(fault);
    }
  }
}
Review.drafts = new Map();

function drawReview([form, files]) {
  const review = new Review(form, files.data), { response } = form;
  at("title").textContent = document.title = `${text("review")}: ${response.supplier.name}`;
  setTimeout(() => review.drawEnd());
  const only = h("label", { class: "tick" }, h("input", { type: "checkbox", onchange: (event) => at("questions").classList.toggle("changed", event.target.checked) }), text("onlyChanged"));
  return [facts([[text("name"), h("a", { href: `#/suppliers/${response.supplier_id}` }, response.supplier.name)], [text("sheet"), response.questionnaire.title], [text("state"), label("ResponseState", response.state)],
    [text("submitted"), day(response.submitted_at)], response.note && [text("note"), response.note]]),
    review.may("review") ? h("p", { class: "note" }, text("keys")) : null, only,
    h("div", { id: "questions" }, form.sections.map((section) => [h("h2", {}, section.title), section.questions.filter((question) => question.visible).map((question) => review.card(question))])),
    h("div", { id: "end", class: "paging" })];
}

export function showReview(query, id) {
  return { title: text("review"), parts: [panel(null, Promise.all([read(`/v1/responses/${id}/form`), read(`/v1/responses/${id}/evidence`)]), drawReview)] };
}

// ---- a whole round ----

function drawCampaigns(list) {
  if (!list.data.length) return nothing();
  const row = ({ id, name, state, due_on, progress }) => [h("a", { href: `#/rounds/${id}` }, name), label("CampaignState", state), day(due_on), progress.suppliers, progress.submitted, progress.accepted,
    progress.overdue ? h("span", { class: "late" }, progress.overdue) : 0];
  return [table(text("rounds"), [[text("name")], [text("state")], [text("due"), "keep"], [text("suppliers"), "number"], [label("ResponseState", "submitted"), "number"], [label("ResponseState", "accepted"), "number"], [text("late"), "number"]],
    [{ rows: list.data.map(row) }]), more("rounds", list)];
}

export function showCampaigns({ cursor }) {
  return { title: text("rounds"), parts: [panel(null, read("/v1/campaigns", { cursor }), drawCampaigns)] };
}

function roundRow(row) {
  const cell = ({ visible, answer, adopted, shown }) => h("td", { class: `m-${adopted ?? answer}` }, visible ? shown + (adopted ? "*" : "") : "");
  return h("tr", {}, h("th", { scope: "row" }, h("a", { href: `#/review/${row.response_id}` }, row.supplier_name)),
    h("td", { class: "keep" }, label("ResponseState", row.state), row.overdue ? late() : null), h("td", {}, band(row.band)), row.answers.map(cell));
}

/** Rows as they come; the heads count × and △ of each question once all are there. */
async function fillRound(id, place) {
  const counts = new Map(), body = h("tbody");
  let cursor = "";
  do {
    const list = await read(`/v1/campaigns/${id}/answers`, { limit: cursor ? 200 : 40, cursor });
    if (!cursor) place.replaceChildren(roundHead(list.data[0]?.answers ?? []), body);
    for (const { answers } of list.data)
      for (const { code, answer, adopted } of answers) if (["not_done", "in_progress"].includes(adopted ?? answer)) counts.set(`${adopted ?? answer}-${code}`, (counts.get(`${adopted ?? answer}-${code}`) ?? 0) + 1);
    body.append(...list.data.map(roundRow));
    say(text("count", { n: body.rows.length }), true);
    cursor = list.page.next_cursor;
    if (!list.page.has_more) break;
  } while (place.isConnected);
  for (const one of place.querySelectorAll("[data-count]")) one.textContent = counts.get(one.dataset.count) ?? 0;
}

function roundHead(cells) {
  const sums = (word) => h("tr", {}, h("th", { scope: "row" }, label("AnswerWord", word)), h("td", { colspan: "2" }), cells.map(({ code }) => h("td", { "data-count": `${word}-${code}` }, "…")));
  return h("thead", {}, h("tr", {}, [text("name"), text("state"), text("band"), ...cells.map(({ code }) => code)].map((said) => h("th", { scope: "col" }, said))), sums("not_done"), sums("in_progress"));
}

async function describe(id) {
  const campaign = await read(`/v1/campaigns/${id}`);
  return [campaign, await read(`/v1/questionnaires/${campaign.questionnaire_id}`)];
}

function drawCampaign([{ name, state, due_on, progress }, sheet]) {
  at("title").textContent = document.title = name;
  return [facts([[text("state"), label("CampaignState", state)], [text("due"), day(due_on)], [text("suppliers"), progress.suppliers], ...["submitted", "returned", "accepted"].map((word) => [label("ResponseState", word), progress[word]]),
    [text("late"), progress.overdue], [text("answered"), figure(100 * progress.answered_share, 0) + " %"]]),
    h("details", {}, h("summary", {}, text("question")), facts(sheet.sections.flatMap((section) => section.questions).map((question) => [question.code, question.text])))];
}

export function showCampaign(query, id) {
  const place = h("table", { id: "round" }), csv = async () => save(await (await ask("GET", `/v1/campaigns/${id}/answers?excel_safe=true`, { accept: "text/csv" })).blob(), "round.csv");
  fillRound(id, place).catch(fail);
  return { title: text("rounds"), parts: [panel(null, describe(id), drawCampaign), h("div", { class: "scroll grid", role: "region", tabindex: "0", "aria-labelledby": "title" }, place), h("p", { class: "small soft" }, text("adoptedNote")),
    h("button", { type: "button", id: "csv", onclick: () => csv().catch(fail) }, text("csv"))] };
}

// ---- reports ----

const STEPS = [1, 2, 3, 4, 5];
const apart = ({ unassessed, apart: { no_response, partial, not_judged } }) => [[label("Band", null), unassessed], ...Object.entries({ no_response, partial, not_judged }).map(([word, n]) => [label("AssessmentStatus", word), n])];

function drawHeatMap(map) {
  const cells = new Map(map.cells.map((cell) => [`${cell.impact}/${cell.likelihood}`, cell]));
  const cell = (impact, likelihood) => {
    const { band: word, count } = cells.get(`${impact}/${likelihood}`);
    return h("td", { class: `b-${word}` }, count ? h("a", { href: `#/suppliers?impact=${impact}&likelihood=${likelihood}`, "aria-label": `${text("cell", { impact, likelihood })}: ${text("count", { n: count })}` }, count) : "");
  };
  return [h("div", { class: "scroll", role: "region", tabindex: "0", "aria-label": text("heatMap") }, h("table", { class: "heat" }, h("thead", {}, h("tr", {}, h("th", { scope: "col" }, `${text("likelihood")} ＼ ${text("impact")}`), STEPS.map((step) => h("th", { scope: "col" }, step)))),
    h("tbody", {}, STEPS.toReversed().map((likelihood) => h("tr", {}, h("th", { scope: "row" }, likelihood), STEPS.map((impact) => cell(impact, likelihood))))))),
    h("p", { class: "small" }, `${text("notThere")} `, apart(map).map(([name, n]) => `${name} ${n}`).join(page.language === "ja" ? "、" : ", "))];
}

function drawTrend({ months: asked }) {
  const months = asked.slice(asked.findIndex(({ mean_score }) => mean_score !== null)); // from the first score on
  const kinds = ["very_low", "low", "moderate", "high", "very_high"], most = Math.max(1, ...months.map(({ bands }) => kinds.reduce((sum, word) => sum + bands[word], 0)));
  const column = ({ month, bands }, index) => {
    let top = 100;
    return [kinds.map((word) => svg("rect", { class: `t-${word}`, x: index * 40 + 5, width: 30, y: top -= 100 * bands[word] / most, height: 100 * bands[word] / most })),
      svg("text", { x: index * 40 + 20, y: 112, "text-anchor": "middle" }, month.slice(5))];
  };
  const names = kinds.toReversed(), heads = [[text("month")], ...names.map((word) => [label("Band", word), "number"]), [label("Band", null), "number"], [text("mean"), "number"]];
  return [svg("svg", { class: "trend", viewBox: "0 0 480 116", "aria-hidden": "true" }, months.map(column)), h("p", {}, names.map((word) => [band(word), " "])),
    table(text("trend"), heads, [{ rows: months.map(({ month, bands, unassessed, mean_score, model_changes }) => [[month, model_changes.length ? ` ${text("model")}` : null], ...names.map((word) => bands[word]), unassessed, figure(mean_score)]) }])];
}

function drawThreats({ threats }) {
  return simple("threats", "threat mean:number worst:number worstOf", threats.map((threat) => [`${threat.rank}. ${threat.name}`, figure(threat.mean), figure(threat.worst),
    threat.worst_supplier ? h("a", { href: `#/suppliers/${threat.worst_supplier.id}` }, threat.worst_supplier.name) : NONE]));
}

export function showReports() {
  return { title: text("reports"), parts: [panel(text("heatMap"), read("/v1/reports/heat-map", { ids: 0 }), drawHeatMap),
    panel(text("trend"), read("/v1/reports/trend", { months: 12 }), drawTrend), panel(text("threats"), read("/v1/reports/threats"), drawThreats)] };
}
