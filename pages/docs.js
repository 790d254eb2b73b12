/* The documentation page: swagger-ui with the document of this service. It asks nobody else, and keeps a token only as long as it is open. */
const WORDS = {
  en: { hint: "To try an operation, press Authorize and paste a token (of ./dev env, or of your identity provider).", languages: "Language", failed: "The document could not be read. Is the service running?" },
  ja: { hint: "操作を試すには「Authorize」を押し、トークン（./dev env またはご利用の ID 基盤が発行）を貼り付けてください。", languages: "言語", failed: "文書を読み込めませんでした。サービスが動いているかご確認ください。" },
};
const NAMES = { ja: "日本語", en: "English" };

/* By the address, so that a link to the page in one language can be passed on; else by the browser. */
function chosen() {
  const asked = new URLSearchParams(location.search).get("lang");
  return asked in WORDS ? asked : navigator.language.startsWith("ja") ? "ja" : "en";
}

/* Another language is another document: the page is opened anew, at the same operation. */
function speak(language) {
  const there = new URL(location);
  there.searchParams.set("lang", language);
  location.assign(there);
}

function button(name, language) {
  const made = document.createElement("button");
  made.type = "button";
  made.lang = name;
  made.textContent = NAMES[name];
  made.setAttribute("aria-pressed", String(name === language));
  made.addEventListener("click", () => speak(name));
  return made;
}

function head(language, words) {
  const hint = document.createElement("p");
  const languages = document.createElement("nav");
  hint.textContent = words;
  languages.setAttribute("aria-label", WORDS[language].languages);
  languages.append(...Object.keys(NAMES).map((name) => button(name, language)));
  document.documentElement.lang = language;
  document.getElementById("head").replaceChildren(hint, languages);
}

const language = chosen();
const document_ = await fetch(`/openapi.json?lang=${language}`).then((reply) => reply.ok ? reply.json() : null, () => null);
head(language, WORDS[language][document_ ? "hint" : "failed"]);
if (document_)
  SwaggerUIBundle({ spec: document_, domNode: document.getElementById("reader"), presets: [SwaggerUIBundle.presets.apis], layout: "BaseLayout",
    validatorUrl: null, docExpansion: "none", deepLinking: true, filter: true, defaultModelsExpandDepth: -1, displayRequestDuration: true, persistAuthorization: false,
    requestInterceptor: (request) => { request.headers["Accept-Language"] ??= language; return request; } });
