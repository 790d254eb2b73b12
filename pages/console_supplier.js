// One supplier, loaded when it is opened (docs/console.md).
import { NONE, at, badge, band, day, facts, fail, figure, h, label, late, long, nothing, page, panel, read, say, simple, svg, table, teach, text, words } from "./console_base.js";

teach({
  ja: {
    outOf: "{n} / 25", shownAs: "この区分の理由: {reason}（算出値では {band}）", formula: "リスク値 {score} ＝ 影響の大きさ {impact} × 発生確率 {likelihood}（各 1〜5）",
    supposed: "まだ評価していません（{status}）。",
    provisional: "未入力の項目により、重要度区分は変わることがあります: {fields}", stage: "段階", inherent: "固有リスク（対策がない場合）", projected: "対策完了後の見込み",
    impactWhy: "影響の大きさの根拠（プロファイル）", fixFirst: "優先して対応する項目", fixHelp: "解消した場合にリスク値が下がる大きさの順です。", answerNow: "現状",
    reduction: "解消時の低下", findings: "指摘事項", finding: "内容", since: "初回確認日", measures: "対策", side: "実施側", assignee: "担当", certificates: "認証・証明書",
    certNumber: "登録番号", assumed: "推定", severity: "判断", released: "解除済み: {reason}（{by}、{day} まで）", corporate: "法人番号", schemeGap: "評価制度との差分", scheme: "評価制度",
    requirement: "要求事項", area: "分野", rests: "根拠となる回答", starWanted: "推奨される★", starHeld: "取得済みの★",
    starMaybe: "（プロファイル未入力のため変わることがあります）", schemeNote: "取引先の自己回答による状況です。★を示すのは証明書だけです。",
    open_: "確認・対応が必要な要求事項", settled: "その他の要求事項（{n} 件）", allSettled: "確認・対応が必要な要求事項はありません。", chain: "サプライチェーン",
    upstream: "上流 {n}", downstream: "下流 {n}", itself: "この取引先", us: "自社", place: "位置", alone: "登録された取引先間のつながりはありません。",
    chainBand: "連鎖を含むリスク", joined: "つながり", chainHelp: "左が依存先（上流）、右がこの取引先に依存する先（下流）です。表の数字は、いくつ先の取引先かを示します。",
    chainCut: "取引先が多いため、一部だけを表示しています。", further: "ほか {n} 社", chainFrom: "最大の影響元: {name}（連鎖を含むリスク値 {score}）",
  },
  en: {
    outOf: "{n} / 25", shownAs: "Why this band: {reason} (by the score: {band})", formula: "Score {score} = impact {impact} × likelihood {likelihood} (each 1 to 5)",
    supposed: "Not assessed yet ({status}).",
    provisional: "The tier may change; not filled in: {fields}", stage: "Stage", inherent: "Inherent (without any control)", projected: "Projected (all measures in place)",
    impactWhy: "What the impact rests on (profile)", fixFirst: "Fix first", fixHelp: "By how many points the score falls once it is closed.", answerNow: "Now",
    reduction: "Reduction", findings: "Findings", finding: "What", since: "First seen", measures: "Measures", side: "Carried out by", assignee: "Assignee",
    certificates: "Certificates", certNumber: "Number", assumed: "assumed", severity: "Weight", released: "Released: {reason} ({by}, until {day})", corporate: "Corporate number",
    schemeGap: "Gap to a security scheme", scheme: "Scheme", requirement: "Requirement", area: "Area", rests: "By the answers", starWanted: "Star to ask for",
    starHeld: "Star held", starMaybe: " (may change: the profile is not complete)", schemeNote: "What the supplier says about itself; a star is shown by a certificate alone.",
    open_: "Requirements to look at", settled: "Other requirements ({n})", allSettled: "There is no requirement to look at.", chain: "Supply chain", upstream: "upstream {n}",
    downstream: "downstream {n}", itself: "this supplier", us: "Our company", place: "Place", alone: "No links to other suppliers are registered.",
    chainBand: "Risk with the chain", joined: "Joined by",
    chainHelp: "On the left whom it depends on (upstream), on the right who depends on it (downstream). The numbers in the table are links away.",
    chainCut: "There are many: only some of them are shown.", further: "{n} more", chainFrom: "The worst comes from {name} (score with the chain: {score})",
  },
});

function drawGate(status) {
  return [h("p", { class: "big" }, badge("g", status.decision, label("GateDecision", status.decision))), h("p", {}, status.text),
    status.reasons.length ? simple("reason", "reason severity from:keep", status.reasons.map((reason) => [reason.text, label("GateSeverity", reason.severity), day(reason.since)])) : null,
    status.released ? h("p", { class: "note" }, text("released", { ...status.released, day: day(status.released.until) })) : null,
    h("p", { class: "small soft" }, day(status.as_of), status.valid_until ? `: ${text("until", { day: day(status.valid_until) })}` : null)];
}

function drawNumber([score, supplier]) {
  if (score.band === null) return h("p", {}, band(null), " ", text("supposed", { status: label("AssessmentStatus", supplier.risk.assessment_status) }));
  const stage = (name, value, kind) => [text(name), figure(value), kind === undefined ? NONE : band(kind)];
  const told = score.explanation;
  return [h("p", { class: "big" }, band(score.band), " ", h("strong", {}, text("outOf", { n: figure(score.score) }))),
    h("p", {}, text("formula", { score: figure(score.score), impact: figure(score.impact, 2), likelihood: figure(score.likelihood, 2) })),
    score.band_reason === "computed" ? null : h("p", { class: "note warn" }, text("shownAs", { reason: label("BandReason", score.band_reason), band: label("Band", score.computed_band) })),
    score.words.slice(1).map((sentence) => h("p", {}, sentence)), // the first says the number once more
    simple("stage", "stage number:number band", [
      stage("inherent", score.inherent, told.inherent?.band), stage("before", score.before_measures, told.before_measures?.band),
      stage("now", score.score, score.computed_band), stage("projected", score.projected, told.projected?.band)]),
    h("p", { class: "small soft" }, day(score.as_of), " ", score.basis.map((basis) => h("a", { href: `#/review/${basis.response_id}` }, text("answers"))))];
}

/** The enumeration of a field of the profile: data_sensitivity, DataSensitivity. */
const wordsOf = (field) => field.replace(/(?:^|_)(.)/g, (_, sign) => sign.toUpperCase());

function drawSupplier(supplier) {
  at("title").textContent = document.title = supplier.name;
  const missing = supplier.risk.profile_missing;
  return [facts([supplier.corporate_number && [text("corporate"), supplier.corporate_number], [text("tier"), label("Tier", supplier.tier)],
      [text("status"), label("AssessmentStatus", supplier.risk.assessment_status)], [text("next"), day(supplier.next_review_on)], [text("owner"), supplier.owner ?? NONE],
      supplier.status === "archived" && [text("state"), label("SupplierStatus", "archived")]]),
    h("details", {}, h("summary", {}, text("impactWhy")), facts(Object.entries(supplier.profile).map(([name, value]) => [label("ProfileField", name), label(wordsOf(name), value)]))),
    supplier.risk.tier_provisional ? h("p", { class: "note warn" }, text("provisional", { fields: missing.map((name) => label("ProfileField", name)).join(page.language === "ja" ? "、" : ", ") })) : null];
}

/** By what closing them would bring. */
function drawFindings(list) {
  if (!list.data.length) return nothing();
  const row = (finding) => [`${finding.question.code} ${finding.question.text}`, label("FindingKind", finding.kind), label("FindingState", finding.state), figure(finding.reduction, 2),
    finding.measures.length ? finding.measures.map((measure) => h("div", {}, `${measure.title}（${label("MeasureState", measure.state)}）`)) : NONE, day(finding.first_seen_at)];
  return long(list, simple("findings", "question finding:keep state:keep reduction:number measures since:keep", list.data.map(row)));
}

function drawFixFirst([score, findings]) {
  if (score.band === null) return nothing();
  const known = new Map(findings.data.map((finding) => [finding.question.code, finding]));
  const first = score.explanation.fix_first.map(({ question: code, reduction }) => ({ code, reduction, finding: known.get(code) }));
  return first.length === 0 ? nothing() : [h("p", { class: "soft" }, text("fixHelp")), simple("fixFirst", "question answerNow:keep reduction:number", first.map(({ code, reduction, finding }) => [finding ? `${code} ${finding.question.text}` : code, finding ? label("FindingKind", finding.kind) : NONE, figure(reduction, 2)]))];
}

function drawMeasures(list) {
  if (!list.data.length) return nothing();
  const row = (measure) => [measure.title, measure.findings.map((finding) => finding.question).join(", ") || NONE, label("MeasureState", measure.state), label("MeasureSide", measure.side), measure.assignee ?? NONE,
    [day(measure.due_on), measure.overdue ? late() : null]];
  return long(list, simple("measures", "measures question state:keep side:keep assignee due:keep", list.data.map(row)));
}

const URGENCY = ["expired", "expiring", "incomplete", "valid"];

function drawCertificates(list) {
  if (!list.data.length) return nothing();
  const sorted = list.data.toSorted((one, other) => URGENCY.indexOf(one.state) - URGENCY.indexOf(other.state) || (one.expires_on ?? "").localeCompare(other.expires_on ?? ""));
  const row = (certificate) => [certificate.name ?? label("CertificateKind", certificate.kind), [h("span", { class: certificate.state === "valid" ? "" : "late" }, label("CertificateState", certificate.state)),
    certificate.renewal_pending ? ` (${text("renewal")})` : null], certificate.number ?? NONE, [day(certificate.expires_on), certificate.expiry_assumed ? ` (${text("assumed")})` : null]];
  return simple("certificates", "kind state certNumber expires", sorted.map(row));
}

// ---- the gap to a scheme ----

const SETTLED = ["held", "done", "not_applicable"];

function requirements(list) {
  const answer = ({ question, answer: word, response_id }) => h("a", { href: `#/review/${response_id}` }, `${question} ${label("AnswerWord", word)}`);
  return simple("requirement", "requirement state:keep area:keep rests", list.map((one) => [`${one.id} ${one.title}`, h("span", { class: `m-${one.status}` }, label("SchemeStatus", one.status)), one.area.title,
    one.answers.length ? one.answers.map((each) => [answer(each), " "]) : NONE]));
}

function drawGap(gap) {
  const open = gap.requirements.filter(({ status }) => !SETTLED.includes(status)), settled = gap.requirements.filter(({ status }) => SETTLED.includes(status));
  const counts = words("SchemeStatus").filter((status) => gap.counts[status]).map((status) => [label("SchemeStatus", status), gap.counts[status]]);
  const star = (n) => n === null ? NONE : `★${n}`;
  return [facts([[text("starWanted"), star(gap.recommended_star), gap.recommended_star_provisional ? h("span", { class: "soft" }, text("starMaybe")) : null], [text("starHeld"), star(gap.star_held)], ...counts]),
    h("p", { class: "small soft" }, text("schemeNote")),
    open.length ? h("details", { open: open.length <= 10 }, h("summary", {}, `${text("open_")} (${open.length})`), requirements(open)) : h("p", {}, text("allSettled")),
    settled.length ? h("details", {}, h("summary", {}, text("settled", { n: settled.length })), requirements(settled)) : null];
}

/** Which scheme is chosen here; the star that is asked for comes first. */
function drawSchemes([{ data: schemes }, first], id) {
  const place = h("div", {}, drawGap(first));
  const choose = async (event) => {
    const chosen = event.target.value, gap = await read(`/v1/suppliers/${id}/scheme-gap`, { scheme: chosen }).catch(fail);
    if (!gap || event.target.value !== chosen) return;
    place.replaceChildren(...drawGap(gap).filter(Boolean));
    say(gap.scheme.title, true);
  };
  const options = schemes.map(({ code, title }) => h("option", { value: code, selected: code === first.scheme.code }, title));
  return [h("label", { class: "field" }, h("span", {}, text("scheme")), h("select", { id: "scheme", onchange: choose }, options)), place];
}

// ---- the chain ----

const STEP = 190, WIDE = 150, ROW = 46, TALL = 34, MOST = 8; // of the picture: pixels, and boxes of a column

/** A name as far as it goes into a box; a sign of Japanese is as wide as two letters. */
function short(name) {
  let room = 20;
  const shown = [...name].filter((sign) => (room -= sign > "\u2e80" ? 2 : 1) >= 0).join("");
  return shown === name ? name : `${shown.slice(0, -1)}…`;
}

/** Boxes of the picture: where each supplier stands, left of the one that was opened or right of it. */
function places(sides) {
  const columns = new Map();
  for (const { side, suppliers, links } of sides) {
    const us = links.some(({ to }) => to === "self") ? [{ supplier: { id: "self", name: text("us") }, band: "us", depth: Math.max(...suppliers.map(({ depth }) => depth)) + 1 }] : [];
    for (const one of [...suppliers.filter(({ depth }) => depth || side > 0), ...us]) {
      const column = side * one.depth;
      columns.set(column, [...columns.get(column) ?? [], { ...one, key: one.depth ? `${side}${one.supplier.id}` : one.supplier.id }]);
    }
  }
  const tall = Math.max(...[...columns.values()].map(({ length }) => Math.min(length, MOST + 1))), left = Math.min(...columns.keys());
  const boxes = [...columns].flatMap(([column, all]) => {
    const shown = all.length > MOST + 1 ? [...all.slice(0, MOST), { key: `more${column}`, band: "us", supplier: { name: text("further", { n: all.length - MOST }) } }] : all;
    return shown.map((one, row) => ({ ...one, x: 5 + (column - left) * STEP, y: 5 + (row + (tall - shown.length) / 2) * ROW }));
  });
  return { boxes, width: 10 + (columns.size - 1) * STEP + WIDE, height: 10 + tall * ROW };
}

function drawPicture(sides, id) {
  const { boxes, width, height } = places(sides), found = new Map(boxes.map((box) => [box.key, box]));
  const end = (side, end_) => found.get(end_ === id ? id : `${side}${end_}`);
  const line = ({ side, from, to }) => {
    const a = end(side, from), b = end(side, to);
    if (!a || !b) return null;
    const x = a.x + WIDE, y = a.y + TALL / 2, far = b.y + TALL / 2;
    return svg("path", { d: `M${x} ${y}C${x + 25} ${y} ${b.x - 25} ${far} ${b.x} ${far}` });
  };
  const box = ({ x, y, band: word, supplier }) => svg("g", { class: `n-${word}`, transform: `translate(${x} ${y})` }, svg("rect", { width: WIDE, height: TALL, rx: 4 }), svg("text", { x: WIDE / 2, y: 21, "text-anchor": "middle" }, short(supplier.name)));
  return h("div", { class: "scroll", role: "region", tabindex: "0", "aria-label": text("chain") },
    svg("svg", { class: "chain", viewBox: `0 0 ${width} ${height}`, width, height, "aria-hidden": "true" }, sides.flatMap(({ side, links }) => links.map((one) => line({ ...one, side }))), boxes.map(box)));
}

/** The picture, and the same as a table. */
function drawChain([up, down, supplier], id) {
  const sides = [{ side: -1, ...up }, { side: 1, ...down }], risk = supplier.risk.chain;
  if (!up.links.length && !down.links.length) return h("p", {}, text("alone"));
  const kinds = ({ links }, of) => [...new Set(links.filter(({ from, to }) => from === of || to === of).map(({ kind }) => label("SupplierLinkKind", kind)))].join(page.language === "ja" ? "・" : ", ");
  const row = (side, name, one) => [h("a", { href: `#/suppliers/${one.supplier.id}` }, one.supplier.name), text(name, { n: one.depth }), [band(one.band), one.score === null ? null : ` ${figure(one.score)}`],
    one.chain_band === null ? NONE : [band(one.chain_band), ` ${figure(one.chain_score)}`], kinds(side, one.supplier.id)];
  const list = [...up.suppliers.slice(1).map((one) => row(up, "upstream", one)), ...down.suppliers.slice(1).map((one) => row(down, "downstream", one))];
  const worst = risk?.worst_source;
  return [worst ? h("p", {}, text("chainFrom", { name: worst.name, score: figure(risk.score) }), " ", band(risk.band)) : null, h("p", { class: "small soft" }, text("chainHelp"), up.is_cut || down.is_cut ? ` ${text("chainCut")}` : null),
    drawPicture(sides, id), list.length ? h("details", { open: list.length <= 10 }, h("summary", {}, text("entries", { n: list.length })), simple("chain", "name place:keep band:keep chainBand:keep joined", list)) : null];
}

// ---- the screen ----

export function showSupplier(query, id) {
  const of = { supplier_id: id, limit: 200 }, supplier = read(`/v1/suppliers/${id}`), score = read(`/v1/suppliers/${id}/score`), findings = read("/v1/findings", { ...of, state: ["open", "accepted"] });
  return { title: text("suppliers"), parts: [panel(null, supplier, drawSupplier),
    h("div", { class: "pair" }, panel(text("number"), Promise.all([score, supplier]), drawNumber), panel(text("gate"), read(`/v1/suppliers/${id}/status`), drawGate)),
    panel(text("fixFirst"), Promise.all([score, findings]), drawFixFirst), panel(text("certificates"), read("/v1/certificates", of), drawCertificates),
    panel(text("measures"), read("/v1/measures", of), drawMeasures), panel(text("findings"), findings, drawFindings),
    panel(text("schemeGap"), Promise.all([read("/v1/schemes"), read(`/v1/suppliers/${id}/scheme-gap`)]), (found) => drawSchemes(found, id)),
    panel(text("chain"), Promise.all([...["upstream", "downstream"].map((direction) => read(`/v1/suppliers/${id}/chain`, { direction })), supplier]), (found) => drawChain(found, id))] };
}
