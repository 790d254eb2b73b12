// What the answer page and the console share: elements, and how a page calls the service (docs/console.md).

export const at = (id) => document.getElementById(id);
export const wait = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

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

/** What the service says no with: status, body (RFC 9457), and how many seconds to wait. */
export class Problem extends Error {
  constructor(status, body, retryAfter = 0) {
    super(body.detail ?? body.title ?? String(status));
    Object.assign(this, { status, body, retryAfter });
  }
}

/** One call: the reply; Problem where the service says no, TypeError where it is not reached. `body` is sent as JSON, `file` as it is. */
export async function send(method, path, { body, file, headers = {}, accept, language, token } = {}) {
  const reply = await fetch(path, {
    method, credentials: "omit", cache: "no-store", body: file ?? (body && JSON.stringify(body)),
    headers: { "Accept-Language": language, ...(accept && { Accept: accept }), ...(body && { "Content-Type": "application/json" }), ...(token && { Authorization: `Bearer ${token}` }), ...headers } });
  if (reply.ok) return reply;
  throw new Problem(reply.status, await reply.json().catch(() => ({})), Number(reply.headers.get("Retry-After")) || 0);
}

/** What a reply says; nothing of one without a body. */
export const told = async (reply) => reply.status === 204 ? {} : reply.json();

/** Hands a file over to the browser. */
export function save(blob, name) {
  const link = h("a", { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}
