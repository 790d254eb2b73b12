// The page behind an answer link (docs/links.md). The secret of the link is exchanged for a short token; what a person
// types is saved as they go, one question at a time under the revision that was read.

import { Problem, at, h, save as hand, send, told, wait } from "./shared.js";

const WORDS = {
  ja: {
    title: "セキュリティ質問票", asks: "依頼元", supplier: "回答する会社", due: "回答期限", why: "お願いの趣旨", contact: "お問い合わせ先", amended: "今回の修正の理由", skip: "本文へ移動",
    progress: "必須 {required} 問中 {answered} 問 回答済み", next: "次の未回答へ", onlyOpen: "未回答のみ表示", onlyBack: "差戻しのみ表示",
    done: "○ 対応済み", in_progress: "△ 対応中", not_done: "× 未対応", not_applicable: "該当なし", obtained: "取得済み", not_obtained: "未取得",
    measure: "対策の内容", owner: "担当", planDue: "完了予定日", reason: "該当しない理由", comment: "補足（任意）", number: "登録番号", expires: "有効期限",
    renewal: "更新手続き中", scope: "適用範囲", help: "この設問について", last: "前回の回答", same: "前回と変更なし", confirm: "この内容で確認する",
    taken: "前回の回答を転記しました。内容をご確認ください。", saving: "保存中…", saved: "{time} 保存しました", waits: "未保存：再試行しています", wrong: "保存できません",
    offline: "接続が切れています。入力内容はこの画面に残っており、つながり次第保存します。", back: "差戻し", required: "必須", optional: "任意",
    submit: "提出する", submitAsk: "この内容で提出しますか。", submitNote: "提出後は、差戻しがあるまで変更できません。", yes: "提出する", no: "戻る",
    blocked: "提出の前に、次の設問をご確認ください。", required_: "未回答です", reason_missing: "理由が未入力です", certificate_incomplete: "登録番号または有効期限が未入力です",
    unconfirmed: "前回の回答が未確認です", receipt: "提出を受け付けました", receiptNumber: "受付番号", receiptTime: "提出日時", print: "印刷する",
    conflict: "ほかの方がこの設問を変更しました。", theirs: "相手の回答", mine: "ご自身の回答", useTheirs: "相手の回答にする",
    useMine: "自分の回答にする", frozen: "この設問は今回の修正の対象外です。",
    unknown: "このリンクは使えません。", unknownMore: "メールの URL が途中で切れていないかご確認のうえ、もう一度リンクを開いてください。",
    closed: "このリンクは終了しています。", closedMore: "回答の確認が済んだか、期限が過ぎたか、新しいリンクが発行されています。依頼元の担当者へお問い合わせください。",
    reopen: "もう一度、メールのリンクから開いてください。", many: "アクセスが集中しています。自動的に再試行します。", away: "サービスに接続できません。自動的に再試行します。",
    part: "ご担当の設問だけを表示しています。入力内容は自動で保存されます。提出は{who}が行いますので、終わりましたらお知らせください。", theOwner: "回答を依頼された担当の方",
    handOver: "一部を同僚にお願いする", handMore: "お願いする項目を選ぶと、専用のリンクを作成できます。リンクを受け取った方は、その項目だけを見て回答できます（提出はできません）。",
    handParts: "お願いする項目", handWhom: "お願いする方（控え）", handMake: "リンクを作成する", handNone: "お願いする項目を選んでください。", handUrl: "お願いする方へ送るリンク",
    handMade: "このリンクは今だけ表示されます。コピーして、お願いする方へお送りください。", copy: "コピーする", copied: "コピーしました", revoke: "無効にする",
    active: "有効", expired: "期限切れ", revoked: "無効", closedLink: "終了",
    moreTime: "回答期限の延長を依頼する", moreTimeWait: "回答期限の延長を依頼中です", moreTimeNote: "依頼元の確認が済むまで、現在の期限（{due}）のままです。", wanted: "希望する期限", wantedWhy: "延長が必要な理由",
    ask: "依頼する", askNone: "希望する期限と理由を入力してください。", granted: "回答期限が {day} に延長されました。", refused: "期限の延長はできないとの回答がありました。", answerOf: "依頼元より: {message}",
    howTo: "回答は自動で保存されます。途中で閉じても、同じリンクから続けられます。すべて回答したら、最後に「提出する」を押してください。",
    thanks: "ご回答ありがとうございました。内容の確認後、修正をお願いする場合があります。",
    sheet: "Excel で回答する", sheetMore: "シートには、これまでの回答も入っています。記入して保存し、このページから送ると、ここに反映されます。提出はこのページで行います。",
    sheetPart: "シートには、ご担当の設問と、これまでの回答が入っています。記入して保存し、このページから送ると、ここに反映されます。",
    sheetForm: "経済産業省・IPA の様式（SCS評価制度 ★3 の自己評価シート）に記入済みの場合は、そのファイルもそのまま送れます。",
    sheetTake: "シートを受け取る", sheetSend: "記入したシートを送る", sheetDone: "シートから {saved} 問を保存しました（変更なし・空欄 {same} 問）。", sheetLeft: "次の設問は保存していません。",
    sheetConflict: "シートを受け取った後に、この画面で回答が変更されています。どちらにするか、この画面で選んでください。",
    files: "証跡ファイル", filesMore: "PDF、画像、Word、Excel、PowerPoint、テキスト、CSV（1件 10MBまで、全体で20件まで）", addFile: "ファイルを添付する", removeFile: "取り外す", sending: "送信中…",
    fileWrong: "対応していない種類のファイルです。", fileLarge: "10MBを超えるファイルは添付できません。", file_received: "確認中", file_quarantined: "確認中", file_clean: "受領済み", file_unscanned: "受領済み",
    file_infected: "ウイルスが検出されたため受け付けできません。取り外してください。", file_refused: "内容を確認できないため受け付けできません。別のファイルを添付してください。",
    fileExpired: "有効期限切れ", lastFiles: "前回の証跡ファイル", reuse: "今回も使う", last_comes: "確認すると、今回の回答にも添付されます", last_usable: "今回の回答にも使えます",
    last_expired: "有効期限切れ（{day}）のため引き継がれません。新しいファイルを添付してください", last_held: "受け付けできなかったため引き継がれません", last_erased: "削除済みのため引き継がれません",
    loading: "読み込んでいます…", plainFault: "エラーが発生しました。", changed: "この回答はすでに締め切られたか、変更されています。最新の状態を表示します。",
  },
  en: {
    title: "Security questionnaire", asks: "Asked by", supplier: "Answering company", due: "Answer by", why: "Why we ask", contact: "Questions to", amended: "Why this correction", skip: "Skip to the content",
    progress: "{answered} of {required} required questions answered", next: "Next open question", onlyOpen: "Open ones only", onlyBack: "Returned ones only",
    done: "○ Done", in_progress: "△ In progress", not_done: "× Not done", not_applicable: "Not applicable", obtained: "Obtained", not_obtained: "Not obtained",
    measure: "What will be done", owner: "By whom", planDue: "Done by", reason: "Why it does not apply", comment: "Remarks (optional)", number: "Certificate number",
    expires: "Valid until", renewal: "Renewal under way", scope: "Scope", help: "About this question", last: "Last answer", same: "No change since then",
    confirm: "Confirm this answer", taken: "Taken over from your last answer. Please check it.", saving: "Saving…", saved: "Saved at {time}", waits: "Not saved yet: trying again",
    wrong: "Cannot be saved", offline: "The connection is lost. What you typed is kept in this page and saved as soon as it is back.", back: "Returned", required: "required",
    optional: "optional", submit: "Submit", submitAsk: "Submit these answers?", submitNote: "They cannot be changed afterwards unless they are returned to you.", yes: "Submit", no: "Go back",
    blocked: "Please look at these questions before you submit.", required_: "not answered", reason_missing: "the reason is missing", certificate_incomplete: "number or last day is missing",
    unconfirmed: "taken over and not confirmed", receipt: "Your answers have been submitted", receiptNumber: "Receipt number", receiptTime: "Submitted at", print: "Print",
    conflict: "Somebody else has changed this answer.", theirs: "Their answer", mine: "Your answer", useTheirs: "Keep theirs",
    useMine: "Keep mine", frozen: "This question is not part of the correction.",
    unknown: "This link cannot be used.", unknownMore: "Check that the address in the mail was not cut off, and open the link again.",
    closed: "This link has ended.", closedMore: "The answers were accepted, its time is over, or there is a newer link. Please ask who sent it to you.",
    reopen: "Please open the link in the mail again.", many: "Too many tries at once. Trying again by itself.", away: "The service cannot be reached. Trying again by itself.",
    part: "You see the questions of your part alone. What you type is saved by itself. {who} submits: please tell them when you are done.", theOwner: "The person who was asked to answer",
    handOver: "Ask a colleague to answer a part", handMore: "Choose a part to make a link for it. Whoever has the link sees and answers that part alone, and cannot submit.",
    handParts: "Which part", handWhom: "For whom (a note for you)", handMake: "Make a link", handNone: "Please choose a part.", handUrl: "The link for your colleague",
    handMade: "This link is shown this once. Copy it and send it to your colleague.", copy: "Copy", copied: "Copied", revoke: "Revoke",
    active: "active", expired: "expired", revoked: "revoked", closedLink: "ended",
    moreTime: "Ask for a later due day", moreTimeWait: "A later due day has been asked for", moreTimeNote: "Until it is granted the due day stays {due}.", wanted: "The day you need", wantedWhy: "Why you need more time",
    ask: "Ask", askNone: "Please give a day and the reason.", granted: "The due day was moved to {day}.", refused: "The due day could not be moved.", answerOf: "They say: {message}",
    howTo: "Your answers are saved by themselves. You may close this page and go on later with the same link. When all is answered, press “Submit” at the end.",
    thanks: "Thank you. Your answers will be checked; some may be returned to you.",
    sheet: "Answer in Excel", sheetMore: "The sheet has the answers so far. Fill it in, save it and send it here: what you wrote appears on this page, where you submit it.",
    sheetPart: "The sheet has your questions with the answers so far. Fill it in, save it and send it here: what you wrote appears on this page.",
    sheetForm: "If you have filled in the form of METI and IPA (self-assessment for star 3 of the SCS scheme), you can send that file as it is.",
    sheetTake: "Get the sheet", sheetSend: "Send the filled sheet", sheetDone: "{saved} answers were saved from the sheet ({same} unchanged or empty).", sheetLeft: "These were not saved.",
    sheetConflict: "The answer was changed on this page after you got the sheet. Please choose here which one it is to be.",
    files: "Files", filesMore: "PDF, images, Word, Excel, PowerPoint, text, CSV (10 MB each, 20 in all)", addFile: "Add a file", removeFile: "Remove", sending: "Sending…",
    fileWrong: "Files of this kind are not taken.", fileLarge: "A file may have at most 10 MB.", file_received: "being checked", file_quarantined: "being checked", file_clean: "received", file_unscanned: "received",
    file_infected: "A virus was found: it is not taken. Please remove it.", file_refused: "It could not be verified and is not taken. Please add another file.",
    fileExpired: "expired", lastFiles: "Files of last time", reuse: "Use again", last_comes: "comes along when you confirm", last_usable: "can be used again",
    last_expired: "expired on {day} and does not come along. Please add a newer one", last_held: "was not taken and does not come along", last_erased: "was deleted and does not come along",
    loading: "Loading…", plainFault: "Something went wrong.", changed: "These answers were closed or changed meanwhile. This is how they are now.",
  },
};

const text = (name, values = {}) => WORDS[page.language][name].replace(/\{(\w+)\}/g, (_, key) => values[key]);

const page = { language: navigator.language.startsWith("ja") ? "ja" : "en", secret: "", token: "", id: "", form: null,
               questions: new Map(), drafts: new Map(), files: [], workbook: null, only: "", closed: false, end: null, role: "owner", handedBy: null };

// ---- the service ----

/** A reply; Problem where the service says no, TypeError where it is not reached. */
async function call(method, path, { blob, ...options } = {}) {
  const reply = await send(method, path, { token: page.token, language: page.language, ...options });
  return blob ? reply.blob() : told(reply);
}

/** As call, with a new token where the old one has ended, and again where the service is busy or away. */
async function insist(method, path, options = {}, said = () => {}) {
  for (let pause = 1; ; pause = Math.min(pause * 2, 30)) {
    const sent = page.token;
    try {
      return await call(method, path, options);
    } catch (fault) {
      if (fault instanceof Problem && fault.status === 401 && pause < 8) { if (page.token === sent) await exchange(); } // else another save has a new one
      else if (!(fault instanceof Problem) || fault.status === 429 || fault.status >= 500 || fault.body.code === "conflict_busy") {
        said(fault);
        await Promise.race([wait(1000 * (fault.retryAfter || pause)), new Promise((resolve) => addEventListener("online", resolve, { once: true }))]);
      } else throw fault;
    }
  }
}

let entering = null;

/** A token for the link: one exchange, however many saves need it, or a full house would use up what one address may ask. */
function exchange() {
  return entering ??= enter().finally(() => { entering = null; });
}

async function enter() {
  const session = await insist("POST", "/v1/respondent/session", { body: { token: page.secret }, token: "" },
    (fault) => alarm(text(fault.status === 429 ? "many" : "away")));
  alarm("");
  page.token = session.access_token;
  page.id = session.response_id;
  page.role = session.role;
  page.handedBy = session.handed_by;
}

async function readForm() {
  page.form = await insist("GET", `/v1/responses/${page.id}/form`, {}, () => alarm(text("away")));
  alarm("");
  page.questions = new Map(page.form.sections.flatMap((section) => section.questions.map((question) => [question.code, { ...question, section }])));
}

// ---- what is said to the person ----

function say(words) { at("said").textContent = words; }
function alarm(words) { if (at("alarm").textContent !== words) at("alarm").textContent = words; }

function tell(code, kind, words) {
  const place = at(`state-${code}`);
  if (place) { place.className = `state ${kind}`; place.textContent = words; }
  say(kind === "bad" ? "" : words);
}

const clock = () => new Date().toLocaleTimeString(page.language, { hour: "2-digit", minute: "2-digit" });
const day = (value) => value && new Date(`${value}T00:00:00`).toLocaleDateString(page.language, { dateStyle: "long" });

// ---- answers ----

const VALUES = { three_state: ["answer", "plan"], certification: ["status", "number", "expires_on", "renewal_pending", "scope"], free_text: ["text", "expires_on"],
                 single_choice: ["choice", "answer"], multi_choice: ["choices", "answer"], number: ["number", "answer"], date: ["date"] };

/** The members of an answer that a person may change. */
function input(question, answer) {
  const body = { type: question.type };
  for (const name of [...VALUES[question.type], "reason", "comment"]) if (answer?.[name] != null) body[name] = answer[name];
  return body;
}

const current = (question) => page.drafts.get(question.code) ?? input(question, question.answer);
const value = (body) => body.answer ?? body.status ?? body.text ?? body.choice ?? body.choices ?? body.number ?? body.date;
const isAnswered = (body) => { const said = value(body); return said != null && said !== "" && !(Array.isArray(said) && said.length === 0); };

function isVisible(question) {
  if (!question.visible_if) return true;
  const other = page.questions.get(question.visible_if.question);
  if (!other) return question.visible; // it is of a part that is somebody else's
  const said = isVisible(other) ? value(current(other)) : null;
  return (Array.isArray(said) ? said : [said]).some((one) => question.visible_if.in.includes(one));
}

/** An answer in words. */
function inWords(question, answer) {
  const said = value(answer);
  if (said == null) return "—";
  const choice = (code) => question.choices.find((one) => one.code === code)?.text ?? code;
  const words = Array.isArray(said) ? said.map(choice).join(", ") : WORDS[page.language][said] ?? (question.type === "single_choice" ? choice(said) : question.type === "date" ? day(said) : String(said));
  const plan = answer.plan && [answer.plan.measure, day(answer.plan.due_on)].filter(Boolean).join(" / ");
  return [words, question.type === "certification" ? answer.number : null, question.type === "certification" ? day(answer.expires_on) : null, plan, answer.reason, answer.comment]
    .filter(Boolean).join(" — ");
}

// ---- saving ----

const busy = new Map(); // code -> the promise of what is being saved
const store = () => `renkei:${page.id}`;

function keepDrafts() {
  const drafts = Object.fromEntries(page.drafts);
  if (Object.keys(drafts).length) sessionStorage.setItem(store(), JSON.stringify(drafts));
  else sessionStorage.removeItem(store());
}

/** The person has changed it: it is kept here at once, and saved when nothing of it is under way. */
function change(question, body) {
  for (const name of Object.keys(body)) if (body[name] === "" || body[name] == null) delete body[name];
  page.drafts.set(question.code, body);
  keepDrafts();
  showProgress();
  if (!busy.has(question.code)) busy.set(question.code, save(question).finally(() => busy.delete(question.code)));
}

async function save(question) {
  while (page.drafts.has(question.code) && !page.closed) {
    const body = page.drafts.get(question.code);
    tell(question.code, "", text("saving"));
    try {
      const revision = question.answer?.revision ?? 0;
      const headers = revision > 0 ? { "If-Match": `"${revision}"` } : { "If-None-Match": "*" };
      question.answer = await insist("PUT", `/v1/responses/${page.id}/answers/${question.code}`, { body, headers }, (fault) => {
        tell(question.code, "", text("waits"));
        if (!(fault instanceof Problem)) alarm(text("offline"));
      });
      alarm("");
      showFaults(question, []);
      if (page.drafts.get(question.code) === body) page.drafts.delete(question.code);
      keepDrafts();
      tell(question.code, "good", text("saved", { time: clock() }));
    } catch (fault) {
      return refused(question, body, fault);
    }
  }
  later(refresh);
}

async function refused(question, body, fault) {
  if (!(fault instanceof Problem)) throw fault;
  if (fault.status === 412) return conflict(question, body, fault.body.current);
  if ([404, 409, 410].includes(fault.status)) return ended(fault);
  tell(question.code, "bad", text("wrong"));
  showFaults(question, fault.body.errors ?? [{ detail: fault.message }]);
}

async function ended(fault) {
  page.closed = fault.status !== 409;
  if (page.closed) return showEnd("closed", "closedMore");
  await readForm();
  showAll();
  alarm(text("changed"));
}

function conflict(question, mine, theirs) {
  question.answer = theirs ?? { revision: 0 };
  tell(question.code, "bad", text("conflict"));
  const choose = (body) => { box.remove(); page.drafts.delete(question.code); keepDrafts(); replace(question); if (body) change(question, body); else at(`q-${question.code}`).querySelector("input,textarea")?.focus(); };
  const box = h("div", { class: "conflict", role: "alert" }, h("p", {}, text("conflict")),
    h("p", {}, `${text("theirs")}: ${inWords(question, question.answer)}`), h("p", {}, `${text("mine")}: ${inWords(question, mine)}`),
    h("button", { type: "button", onclick: () => choose(null) }, text("useTheirs")), " ",
    h("button", { type: "button", onclick: () => choose(mine) }, text("useMine")));
  at(`q-${question.code}`).append(box);
}

let due = 0;
function later(what) { clearTimeout(due); due = setTimeout(what, 300); }

/** Progress, what is in the way, and which questions are asked, as the service sees them now. */
async function refresh() {
  if (busy.size || page.drafts.size || page.closed) return;
  const shown = page.form.response.state;
  await readForm();
  if (page.form.response.state !== shown && !["requested", "in_progress", "returned"].includes(page.form.response.state)) return showAll();
  showProgress();
}

// ---- a question ----

function field(label, control, kind = "") { return h("label", { class: `field ${kind}` }, kind === "tick" ? [control, h("span", {}, label)] : [h("span", {}, label), control]); }

/** Typed text counts when it is complete: not while an input method composes it. */
function typed(element, then) {
  let timer = 0;
  const now = () => { clearTimeout(timer); then(element.value.trim()); };
  element.addEventListener("input", (event) => { clearTimeout(timer); if (!event.isComposing) timer = setTimeout(now, 1500); });
  element.addEventListener("change", now);
  return element;
}

function controls(question) {
  const code = question.code, body = () => ({ ...current(question) }), set = (members) => change(question, { ...body(), ...members });
  const box = (name, type, more = {}) => typed(h(type === "textarea" ? "textarea" : "input", { type: type === "textarea" ? null : type, "data-member": name, ...more }), (said) => set({ [name]: said || null }));
  const filled = (element, said) => { element.value = said ?? ""; return element; };
  const option = (kind, name, chosen, label, then) => h("label", {}, h("input", { type: kind, name: `${name}-${code}`, checked: chosen, value: label, onchange: (event) => { then(event.target.checked); replace(question); } }), label);
  const bare = (control) => { control.setAttribute("aria-label", question.text); return h("div", { class: "field" }, control); }; // the question is its label
  const now = body(), na = question.na_allowed && question.type !== "certification" && question.type !== "free_text" && question.type !== "date";
  const parts = [];

  if (question.type === "three_state") {
    const words = ["done", "in_progress", "not_done", ...(na ? ["not_applicable"] : [])];
    parts.push(h("div", { class: "choices" }, words.map((word) => option("radio", "a", now.answer === word, text(word),
      () => set({ answer: word, plan: ["in_progress", "not_done"].includes(word) ? body().plan : null, reason: word === "not_applicable" ? body().reason : null })))));
    if (["in_progress", "not_done"].includes(now.answer)) {
      const plan = (name, type, label) => field(label, typed(filled(h(type === "textarea" ? "textarea" : "input", { type: type === "textarea" ? null : type, "data-member": `plan/${name}` }), now.plan?.[name]), (said) => {
        const next = { ...body().plan, [name]: said || null };
        set({ plan: Object.values(next).some((one) => one) ? next : null });
      }));
      parts.push(plan("measure", "textarea", text("measure")), plan("owner", "text", text("owner")), plan("due_on", "date", text("planDue")));
    }
  } else if (question.type === "certification") {
    parts.push(h("div", { class: "choices" }, ["obtained", "not_obtained"].map((word) => option("radio", "a", now.status === word, text(word), () => set({ status: word })))));
    if (now.status === "obtained")
      parts.push(field(text("number"), filled(box("number", "text"), now.number)), field(text("expires"), filled(box("expires_on", "date"), now.expires_on)),
        field(text("renewal"), h("input", { type: "checkbox", checked: now.renewal_pending === true, onchange: (event) => set({ renewal_pending: event.target.checked }) }), "tick"),
        field(text("scope"), filled(box("scope", "text"), now.scope)));
  } else if (question.type === "single_choice") {
    parts.push(h("div", { class: "choices" }, question.choices.map((one) => option("radio", "a", now.choice === one.code, one.text, () => set({ choice: one.code, answer: null, reason: null })))));
  } else if (question.type === "multi_choice") {
    parts.push(h("div", { class: "choices" }, question.choices.map((one) => option("checkbox", "a", now.choices?.includes(one.code) ?? false, one.text, (on) => {
      const others = (body().choices ?? []).filter((each) => each !== one.code);
      set({ choices: on ? [...others, one.code] : others, answer: null, reason: null });
    }))));
  } else if (question.type === "number") {
    parts.push(bare(typed(filled(h("input", { type: "number", step: "any", inputmode: "decimal", "data-member": "number" }), now.number),
      (said) => set({ number: said === "" ? null : Number(said), answer: null, reason: null }))));
  } else if (question.type === "date") parts.push(bare(filled(box("date", "date"), now.date)));
  else parts.push(bare(filled(box("text", "textarea"), now.text)));

  if (na && question.type !== "three_state")
    parts.push(h("div", { class: "choices" }, option("checkbox", "na", now.answer === "not_applicable", text("not_applicable"),
      (on) => change(question, on ? { type: question.type, answer: "not_applicable", comment: body().comment } : { type: question.type, comment: body().comment }))));
  if (now.answer === "not_applicable") parts.push(field(text("reason"), filled(box("reason", "textarea"), now.reason)));
  parts.push(h("details", { open: Boolean(now.comment) }, h("summary", {}, text("comment")), field(text("comment"), filled(box("comment", "textarea"), now.comment))));
  return parts;
}

function earlier(question) {
  if (question.answer?.prefilled && !question.answer.confirmed)
    return h("div", { class: "note" }, h("p", {}, text("taken")), lastFiles(question, true), h("button", { type: "button", onclick: async () => {
      await insist("POST", `/v1/responses/${page.id}/confirm`, { body: { codes: [question.code] } });
      await reread(question);
    } }, text("confirm")));
  const same = async () => {
    change(question, input(question, question.previous));
    replace(question);
    await busy.get(question.code);
    if (!page.drafts.has(question.code)) await reuse(question, question.previous_files.filter(({ state }) => state === "usable"));
  };
  return [question.previous ? h("p", { class: "last" }, `${text("last")}: ${inWords(question, question.previous)} `,
    isAnswered(current(question)) ? null : h("button", { type: "button", onclick: same }, text("same"))) : null, lastFiles(question, false)];
}

/** What was behind the answer last time and is not now; what still shows something comes along, or is put there. */
function lastFiles(question, comes) {
  const left = question.previous_files.filter(({ state }) => state !== "attached");
  const again = (file) => h("button", { type: "button", "aria-label": `${text("reuse")}: ${file.name}`, onclick: () => reuse(question, [file]) }, text("reuse"));
  const item = (file) => {
    const along = comes && file.state === "usable", may = !along && ["usable", "changed"].includes(file.state);
    return h("li", {}, `${file.name} — ${text(along ? "last_comes" : `last_${may ? "usable" : file.state}`, { day: day(file.expires_on) })} `, may ? again(file) : null);
  };
  return left.length ? h("div", { class: "last" }, text("lastFiles"), h("ul", { class: "plain" }, left.map(item))) : null;
}

async function reuse(question, list) {
  for (const { id } of list) await attempt("PUT", `/v1/responses/${page.id}/answers/${question.code}/evidence/${id}`, {}, at(`faults-${question.code}`));
  if (list.length) await reread(question);
}

async function reread({ code }) {
  await Promise.all([readForm(), readFiles()]);
  replace(page.questions.get(code));
  showProgress();
}

function show(question) {
  const back = page.form.response.return_reasons.find((reason) => reason.code === question.code);
  const can = page.form.permitted_actions.includes("save") && question.open;
  const element = h("fieldset", { id: `q-${question.code}`, disabled: !can, hidden: !isVisible(question), "data-code": question.code },
    h("legend", {}, h("span", { class: "number" }, String(question.order)), question.text, h("span", { class: "number" }, ` ${text(question.required ? "required" : "optional")}`)),
    back ? h("div", { class: "note back" }, h("strong", {}, `${text("back")}: `), back.text) : null,
    question.open ? null : h("p", { class: "note" }, text("frozen")),
    question.help ? h("details", {}, h("summary", {}, text("help")), h("p", {}, question.help)) : null,
    controls(question), files(question, can), can ? earlier(question) : null, h("ul", { class: "fault", id: `faults-${question.code}`, hidden: true }), h("p", { class: "state", id: `state-${question.code}` }));
  return element;
}

/** Draws a question again and leaves the focus where it was. */
function replace(question) {
  const old = at(`q-${question.code}`), focused = old.contains(document.activeElement) ? document.activeElement : null;
  const places = [...old.querySelectorAll("input,textarea,button")], index = places.indexOf(focused), state = at(`state-${question.code}`);
  const fresh = show(question);
  fresh.lastElementChild.replaceWith(state);
  old.replaceWith(fresh);
  if (index >= 0) fresh.querySelectorAll("input,textarea,button")[index]?.focus();
  showProgress();
}

function showFaults(question, errors) {
  const list = at(`faults-${question.code}`);
  if (!list) return;
  list.hidden = errors.length === 0;
  list.replaceChildren(...errors.map((error) => h("li", {}, error.detail)));
  at(`q-${question.code}`).classList.toggle("wrong", errors.length > 0);
  for (const control of at(`q-${question.code}`).querySelectorAll("[data-member]")) {
    const wrong = errors.some((error) => error.pointer === `#/${control.dataset.member}`);
    control.toggleAttribute("aria-invalid", wrong);
    if (wrong) control.setAttribute("aria-describedby", list.id); else control.removeAttribute("aria-describedby");
  }
}

// ---- the screens ----

function showHead() {
  const { response } = page.form ?? {};
  document.documentElement.lang = page.language;
  document.title = response ? `${response.questionnaire.title} — ${response.supplier.name}` : text("title");
  at("skip").textContent = text("skip");
  const languages = h("nav", { class: "languages", "aria-label": "Language / 言語" }, ["ja", "en"].map((language) => h("button", { type: "button", lang: language,
    "aria-pressed": String(page.language === language), onclick: async () => { page.language = language; if (page.form) await readForm(); showAll(); } }, language === "ja" ? "日本語" : "English")));
  at("head").replaceChildren(languages, h("h1", {}, response ? response.questionnaire.title : text("title")),
    ...(response ? [h("dl", { class: "facts" }, facts(page.form).map(([name, said]) => [h("dt", {}, name), h("dd", {}, said)]))] : []));
}

const facts = ({ response, requester }) => [[text("asks"), requester.name], [text("supplier"), response.supplier.name], response.due_on && [text("due"), day(response.due_on)],
  response.why && [text("why"), response.why], response.amendment?.reason && [text("amended"), response.amendment.reason],
  whomToCall(requester)].filter(Boolean);

function whomToCall({ contact, email, phone }) {
  const lines = [contact, phone && h("a", { href: `tel:${phone.replace(/[^+\d]/g, "")}` }, phone), email && h("a", { href: `mailto:${email}` }, email)].filter(Boolean);
  return lines.length ? [text("contact"), lines.map((line) => h("div", {}, line))] : null;
}

const visible = () => [...page.questions.values()].filter(isVisible);
const open = () => visible().filter((question) => question.open && question.required && !isAnswered(current(question)));

function showProgress() {
  const required = visible().filter((question) => question.required), answered = required.filter((question) => isAnswered(current(question)));
  const bar = at("bar");
  if (!bar) return;
  bar.querySelector("progress").max = required.length || 1;
  bar.querySelector("progress").value = answered.length;
  bar.querySelector("span").textContent = text("progress", { required: required.length, answered: answered.length });
  bar.querySelector("button").disabled = open().length === 0;
  const back = new Set(page.form.response.return_reasons.map((reason) => reason.code));
  for (const question of page.questions.values()) {
    const element = at(`q-${question.code}`);
    element.hidden = !isVisible(question) || (page.only === "open" && !open().includes(question) && !element.contains(document.activeElement)) || (page.only === "back" && !back.has(question.code));
  }
  for (const section of page.form.sections) {
    const mine = required.filter((question) => question.section.code === section.code);
    at(`s-${section.code}`).querySelector("small").textContent = mine.length ? ` ${mine.filter((question) => answered.includes(question)).length} / ${mine.length}` : "";
  }
}

function showBar() {
  const goOn = () => { const question = open()[0]; const place = question && at(`q-${question.code}`); if (place) { place.scrollIntoView({ block: "start" }); place.querySelector("input,textarea")?.focus(); } };
  const filter = (word, label) => h("label", { class: "field tick" }, h("input", { type: "checkbox", checked: page.only === word, onchange: (event) => { page.only = event.target.checked ? word : ""; showAll(); } }), h("span", {}, text(label)));
  return h("div", { class: "bar", id: "bar" }, h("span", {}), h("progress", { max: "1", value: "0", "aria-label": text("progress", { required: "", answered: "" }) }), h("button", { type: "button", onclick: goOn }, text("next")),
    filter("open", "onlyOpen"), page.form.response.return_reasons.length ? filter("back", "onlyBack") : null);
}

function showQuestions() {
  at("main").replaceChildren(showBar(), h("div", { id: "beside" }, BESIDE.map((make) => make())), h("div", { id: "questions", tabindex: "-1" }, page.form.sections.map((section) => h("section", { "aria-labelledby": `s-${section.code}` },
    h("h2", { id: `s-${section.code}` }, section.title, h("small", {})), section.questions.map((question) => show(page.questions.get(question.code)))))),
    h("div", { id: "blockers" }),
    h("div", { class: "end" }, page.form.permitted_actions.includes("submit") ? h("button", { type: "button", class: "main", id: "submit", onclick: trySubmit }, text("submit")) : null));
  showProgress();
}

function showAll() {
  showHead();
  if (page.end) return showEnd(...page.end);
  if (!page.form) return;
  const { state } = page.form.response;
  if (state === "submitted") showReceipt();
  else showQuestions();
}

function showEnd(title, more) {
  page.closed = true;
  page.end = [title, more];
  page.form = null;
  showHead();
  at("main").replaceChildren(h("h2", {}, text(title)), h("p", {}, text(more)));
  alarm("");
  say("");
  at("main").focus();
}

function showReceipt() {
  const { response } = page.form;
  at("main").replaceChildren(h("h2", {}, text("receipt")), h("p", {}, text("thanks")), h("dl", { class: "facts" },
    h("dt", {}, text("receiptNumber")), h("dd", { id: "receipt" }, response.receipt_number),
    h("dt", {}, text("receiptTime")), h("dd", {}, new Date(response.submitted_at).toLocaleString(page.language, { dateStyle: "long", timeStyle: "short" }))),
    h("div", { class: "end" }, h("button", { type: "button", onclick: () => print() }, text("print"))),
    h("div", {}, page.form.sections.map((section) => [h("h2", {}, section.title), h("dl", {}, section.questions.filter((question) => isVisible(page.questions.get(question.code))).map((question) =>
      [h("dt", {}, `${question.order} ${question.text}`), h("dd", {}, question.answer ? inWords(question, question.answer) : "—")]))])));
  say("");
  alarm("");
  at("main").focus();
}

// ---- beside the questions: a function per concern, an element or nothing; a new one stands in this list ----

const BESIDE = [howTo, myPart, workbook, moreTime, handOver];

/** What to do, before the first question. */
function howTo() {
  return page.form.permitted_actions.includes("submit") ? h("p", { id: "how-to" }, text("howTo")) : null;
}

/** Who answers a part alone is told so, and who submits. */
function myPart() {
  if (page.role !== "contributor") return null;
  return h("p", { class: "note", id: "part" }, text("part", { who: page.handedBy?.includes("@") ? page.handedBy : text("theOwner") }));
}

/** The sheet as a file, for whoever would rather answer in Excel. */
function workbook() {
  if (!page.form.permitted_actions.includes("save")) return null;
  const said = h("div", { role: "status" }, workbookResult()), path = `/v1/responses/${page.id}/sheet`;
  const take = async () => {
    const bytes = await attempt("GET", `${path}.xlsx?lang=${page.language}`, { blob: true }, said);
    if (bytes) hand(bytes, `${page.form.response.questionnaire.code}.xlsx`);
  };
  const send = async (file) => {
    if (!file) return;
    said.replaceChildren(text("sending"));
    await Promise.all(busy.values());
    const result = await attempt("POST", path, { file, headers: { "Content-Type": FILES.xlsx } }, said);
    if (!result) return;
    page.workbook = result;
    await readForm();
    showAll();
    at("workbook").querySelector("summary").focus();
  };
  return h("details", { id: "workbook", open: Boolean(page.workbook) }, h("summary", {}, text("sheet")),
    h("p", {}, text(page.role === "contributor" ? "sheetPart" : "sheetMore")),
    page.form.response.questionnaire.code === "scs-star3-selfcheck" ? h("p", {}, text("sheetForm")) : null,
    h("p", {}, h("button", { type: "button", onclick: take }, text("sheetTake"))),
    field(text("sheetSend"), h("input", { type: "file", accept: ".xlsx", onchange: (event) => send(event.target.files[0]) })), said);
}

/** What became of the file that was sent last: how many rows, and which were not taken. */
function workbookResult() {
  if (!page.workbook) return null;
  const { summary, data } = page.workbook;
  const left = data.filter((row) => ["conflict", "failed"].includes(row.outcome));
  const why = (row) => row.outcome === "conflict" ? text("sheetConflict") : row.errors.map((error) => `${error.cell}: ${error.detail}`).join(" ");
  return [h("p", {}, text("sheetDone", { saved: String(summary.saved), same: String(summary.unchanged + summary.skipped) })),
    left.length ? h("div", { class: "fault" }, h("p", {}, text("sheetLeft")), h("ul", { class: "plain" }, left.map((row) => h("li", {}, `${page.questions.get(row.question)?.order ?? row.row} ${why(row)}`)))) : null];
}

/** A later due day: asked for, waited for, and what became of it. */
function moreTime() {
  if (page.role !== "owner" || !page.form.response.due_on || !page.form.permitted_actions.includes("request_extension")) return null;
  const place = h("div", { id: "more-time" });
  drawMoreTime(place);
  return place;
}

async function drawMoreTime(place) {
  const { data: [last] } = await insist("GET", `/v1/responses/${page.id}/extension-requests?limit=1`);
  const said = last?.message ? h("p", {}, text("answerOf", { message: last.message })) : null;
  if (last?.state === "open")
    return place.replaceChildren(h("div", { class: "note" }, h("p", {}, h("strong", {}, text("moreTimeWait")), ` — ${text("wanted")}: ${day(last.due_on)}`), h("p", {}, text("moreTimeNote", { due: day(page.form.response.due_on) }))));
  const decided = last?.state === "approved" ? text("granted", { day: day(last.granted_on) }) : last?.state === "declined" ? text("refused") : null;
  place.replaceChildren(...[decided && h("div", { class: "note" }, h("p", {}, decided), said), askMoreTime(place)].filter(Boolean));
}

function askMoreTime(place) {
  const wanted = h("input", { type: "date", min: page.form.response.due_on }), why = h("textarea", { maxlength: "2000" }), said = h("div", { role: "status" });
  const ask = async () => {
    if (!wanted.value || !why.value.trim()) return said.replaceChildren(h("p", { class: "fault" }, text("askNone")));
    const body = { due_on: wanted.value, reason: why.value.trim() };
    if (await attempt("POST", `/v1/responses/${page.id}/extension-requests`, { body, headers: { "Idempotency-Key": crypto.randomUUID() } }, said)) drawMoreTime(place);
  };
  return h("details", {}, h("summary", {}, text("moreTime")), field(text("wanted"), wanted), field(text("wantedWhy"), why), h("p", {}, h("button", { type: "button", onclick: ask }, text("ask"))), said);
}

/** A part for a colleague: a link that is shown once, and those that were made before. */
function handOver() {
  if (page.role !== "owner" || !page.form.permitted_actions.includes("save")) return null;
  const list = h("ul", { class: "plain" }), made = h("div", { role: "status" }), whom = h("input", { type: "text", maxlength: "100" });
  const parts = page.form.sections.map(({ code, title }) => h("label", {}, h("input", { type: "checkbox", value: code }), title));
  const make = async () => {
    const sections = parts.map((part) => part.firstChild).filter((box) => box.checked).map((box) => box.value);
    if (!sections.length) return made.replaceChildren(h("p", { class: "fault" }, text("handNone")));
    const link = await attempt("POST", `/v1/responses/${page.id}/links`, { body: { sections, label: whom.value.trim() || null } }, made);
    if (!link) return;
    made.replaceChildren(shownOnce(link.url));
    showLinks(list);
  };
  return h("details", { id: "hand-over", ontoggle: (event) => { if (event.target.open) showLinks(list); } }, h("summary", {}, text("handOver")), h("p", {}, text("handMore")),
    h("div", { class: "choices", role: "group", "aria-label": text("handParts") }, parts), field(text("handWhom"), whom), h("p", {}, h("button", { type: "button", onclick: make }, text("handMake"))), made, list);
}

/** As insist; what the service refuses is told at `place`. */
async function attempt(method, path, options, place) {
  try {
    return await insist(method, path, options, () => alarm(text("away")));
  } catch (fault) {
    if (!(fault instanceof Problem)) throw fault;
    const told = fault.body.errors?.length ? fault.body.errors.map((error) => error.detail) : [fault.message];
    place.replaceChildren(...told.map((words) => h("p", { class: "fault" }, words)));
    return null;
  } finally {
    if (navigator.onLine) alarm("");
  }
}

function shownOnce(url) {
  const box = h("input", { type: "text", readonly: true, id: "handed", onfocus: () => box.select() }), said = h("span", {});
  box.value = url;
  const copy = async () => { box.select(); await navigator.clipboard?.writeText(url); said.textContent = text("copied"); };
  return h("div", { class: "note" }, h("p", {}, text("handMade")), field(text("handUrl"), box), h("p", {}, h("button", { type: "button", onclick: copy }, text("copy")), " ", said));
}

async function showLinks(list) {
  const { data } = await insist("GET", `/v1/responses/${page.id}/links`);
  const titles = new Map(page.form.sections.map(({ code, title }) => [code, title]));
  list.replaceChildren(...data.map((link) => h("li", {}, [link.label, link.sections.map((code) => titles.get(code) ?? code).join(", "), text(link.state === "closed" ? "closedLink" : link.state)].filter(Boolean).join(" — "), " ",
    link.state === "active" ? h("button", { type: "button", onclick: async () => { await attempt("DELETE", `/v1/responses/${page.id}/links/${link.id}`, { headers: { "If-Match": "*" } }, list); showLinks(list); } }, text("revoke")) : null)));
}

// ---- files behind an answer (docs/evidence.md) ----

const OFFICE = "application/vnd.openxmlformats-officedocument.";
const FILES = { pdf: "application/pdf", png: "image/png", jpg: "image/jpeg", jpeg: "image/jpeg", xlsx: `${OFFICE}spreadsheetml.sheet`, docx: `${OFFICE}wordprocessingml.document`,
                pptx: `${OFFICE}presentationml.presentation`, txt: "text/plain", csv: "text/csv" };
const FILE_BYTES = 10 * 1024 * 1024;

async function readFiles() { page.files = (await insist("GET", `/v1/responses/${page.id}/evidence`, {}, () => alarm(text("away")))).data; }

function files(question, can) {
  const mine = page.files.filter((file) => file.codes.includes(question.code));
  if (!can && !mine.length) return null;
  const said = h("div", { role: "status" }), path = `/v1/responses/${page.id}/answers/${question.code}/evidence`;
  const wrong = (words) => said.replaceChildren(h("p", { class: "fault" }, words));
  const reread = async () => { await readFiles(); redraw(); };
  const redraw = () => { const fresh = files(question, can); box.replaceWith(fresh); fresh.open = true; };
  const send = async (file) => {
    const type = FILES[file.name.split(".").pop().toLowerCase()];
    if (!type) return wrong(text("fileWrong"));
    if (file.size > FILE_BYTES) return wrong(text("fileLarge"));
    said.replaceChildren(text("sending"));
    if (await attempt("POST", `${path}?name=${encodeURIComponent(file.name)}`, { file, headers: { "Content-Type": type } }, said)) await reread();
  };
  const remove = async (file) => { if (await attempt("DELETE", `${path}/${file.id}`, { headers: { "If-Match": "*" } }, said)) await reread(); };
  const item = (file) => h("li", { class: ["infected", "refused"].includes(file.state) ? "fault" : null }, `${file.name} — ${text(`file_${file.state}`)}${file.expired ? ` (${text("fileExpired")})` : ""} `,
    can ? h("button", { type: "button", "aria-label": `${text("removeFile")}: ${file.name}`, onclick: () => remove(file) }, text("removeFile")) : null);
  const add = h("input", { type: "file", accept: Object.keys(FILES).map((one) => `.${one}`).join(), onchange: (event) => send(event.target.files[0]) });
  const box = h("details", { class: "files", open: mine.length > 0 }, h("summary", {}, text("files") + (mine.length ? ` (${mine.length})` : "")), h("ul", { class: "plain" }, mine.map(item)),
    can ? [field(text("addFile"), add), h("p", { class: "last" }, text("filesMore"))] : null, said);
  const look = async () => { // nothing moves under a hand that is about to press
    if (!box.isConnected || page.closed) return;
    await readFiles();
    const now = page.files.filter((file) => file.codes.includes(question.code));
    if (JSON.stringify(now) === JSON.stringify(mine) || box.contains(document.activeElement)) watch(); else redraw();
  };
  const watch = () => setTimeout(look, 5000);
  if (mine.some((file) => ["received", "quarantined"].includes(file.state))) watch();
  return box;
}

// ---- submitting ----

function showBlockers(blockers) {
  at("blockers").replaceChildren(h("div", { class: "conflict", role: "alert", tabindex: "-1" }, h("p", {}, text("blocked")), h("ul", {}, blockers.map((blocker) => {
    const question = page.questions.get(blocker.code);
    return h("li", {}, h("a", { href: `#q-${blocker.code}`, onclick: (event) => { event.preventDefault(); page.only = ""; showProgress(); at(`q-${blocker.code}`).scrollIntoView(); at(`q-${blocker.code}`).querySelector("input,textarea,button")?.focus(); } },
      `${question.order} ${question.text}`), ` — ${text(blocker.reason === "required" ? "required_" : blocker.reason)}`);
  }))));
  for (const question of page.questions.values()) at(`q-${question.code}`).classList.toggle("missing", blockers.some((blocker) => blocker.code === question.code));
  at("blockers").firstElementChild.focus();
}

function sure() {
  const dialog = at("ask");
  return new Promise((resolve) => {
    dialog.replaceChildren(h("h2", { id: "ask-title" }, text("submitAsk")), h("p", {}, text("submitNote")), h("div", { class: "end" },
      h("button", { type: "button", class: "main", onclick: () => dialog.close("yes") }, text("yes")), h("button", { type: "button", onclick: () => dialog.close("no") }, text("no"))));
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
    dialog.returnValue = "no";
    dialog.showModal();
  });
}

async function trySubmit() {
  document.activeElement?.blur();
  await Promise.all(busy.values());
  if (page.drafts.size) { const [code] = page.drafts.keys(); at(`q-${code}`).scrollIntoView(); alarm(text("wrong")); return; }
  await readForm();
  if (page.form.blockers.length) return showBlockers(page.form.blockers);
  if (!await sure()) return;
  try {
    await insist("POST", `/v1/responses/${page.id}/submit`, { headers: { "Idempotency-Key": crypto.randomUUID() } }, () => alarm(text("away")));
  } catch (fault) {
    if (fault.body?.code !== "blocked") { await ended(fault); return; }
  }
  await readForm();
  if (page.form.response.state === "submitted") showAll(); else showBlockers(page.form.blockers);
}

// ---- the beginning ----

async function begin() {
  const fresh = location.hash.slice(1);
  page.secret = fresh || (history.state?.secret ?? "");
  history.replaceState({ secret: page.secret }, "", location.pathname);
  showHead();
  if (!page.secret) return showEnd("unknown", "reopen");
  at("main").replaceChildren(h("p", {}, text("loading")));
  try {
    await exchange();
    await readForm();
    await readFiles();
  } catch (fault) {
    if (!(fault instanceof Problem)) throw fault;
    return showEnd(...(fault.status === 410 || fault.status === 401 ? ["closed", "closedMore"] : ["unknown", "unknownMore"]));
  }
  if (page.form.response.locale !== page.language) { page.language = page.form.response.locale; await readForm(); }
  for (const [code, body] of Object.entries(JSON.parse(sessionStorage.getItem(store()) ?? "{}"))) if (page.questions.has(code)) page.drafts.set(code, body);
  showAll();
  for (const [code, body] of [...page.drafts]) change(page.questions.get(code), body);
}

addEventListener("hashchange", () => location.reload());
addEventListener("unhandledrejection", () => alarm(text("plainFault")));
addEventListener("beforeunload", (event) => { if (page.drafts.size && !page.closed) event.preventDefault(); });
begin();
