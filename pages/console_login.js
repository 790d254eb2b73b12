// Signing in at an identity provider: the code flow of OpenID Connect with PKCE (RFC 7636), for a page that has no secret. What is under way lies in this tab alone.

const UNDER_WAY = "renkei.login", HOME = `${location.origin}/console`;

const base64url = (bytes) => btoa(String.fromCharCode(...bytes)).replace(/[+/=]/g, (letter) => ({ "+": "-", "/": "_", "=": "" })[letter]);
const random = () => base64url(crypto.getRandomValues(new Uint8Array(32)));
const challenge = async (verifier) => base64url(new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier))));

/** Where one can sign in; none where the service does not say. */
export async function findLogins() {
  const reply = await fetch("/console/logins", { credentials: "omit" }).catch(() => null);
  return reply?.ok ? (await reply.json()).logins : [];
}

/** Leaves for the provider, which leads back to the page. */
export async function depart({ issuer, client_id, authorization_endpoint, token_endpoint, scope }) {
  const verifier = random(), state = random();
  sessionStorage.setItem(UNDER_WAY, JSON.stringify({ issuer, client_id, token_endpoint, verifier, state, hash: location.hash }));
  location.assign(`${authorization_endpoint}?${new URLSearchParams({ response_type: "code", client_id, redirect_uri: HOME, scope, state,
    code_challenge: await challenge(verifier), code_challenge_method: "S256" })}`);
}

async function exchange({ client_id, token_endpoint, verifier }, code) {
  const reply = await fetch(token_endpoint, { method: "POST", credentials: "omit",
    body: new URLSearchParams({ grant_type: "authorization_code", client_id, code, redirect_uri: HOME, code_verifier: verifier }) });
  const told = await reply.json();
  if (!reply.ok || !told.access_token) throw new Error(told.error_description ?? told.error ?? String(reply.status));
  return told.access_token;
}

/** The token that a sign-in brought, null where none is under way. The address keeps nothing of it. An Error says why it failed; one without words: it was not begun in this tab. */
export async function arrive() {
  const found = new URLSearchParams(location.search), begun = JSON.parse(sessionStorage.getItem(UNDER_WAY));
  if (!found.has("state")) return null;
  sessionStorage.removeItem(UNDER_WAY);
  history.replaceState(null, "", `/console${begun?.hash ?? ""}`);
  if (begun?.state !== found.get("state") || (found.get("iss") ?? begun.issuer) !== begun.issuer) throw new Error("");
  if (found.has("error")) throw new Error(found.get("error_description") ?? found.get("error"));
  return exchange(begun, found.get("code"));
}
