// Tokens by the client credentials grant, as oauth4webapi and openid-client get them by themselves: they find
// the endpoint by the metadata of the issuer. http instead of https is all that they have to be told.
import "./crypto.js";
import { createPrivateKey } from "node:crypto";
import { readFileSync } from "node:fs";
import * as oauth from "oauth4webapi";
import * as openid from "openid-client";

const { RENKEI_URL, CLIENT_ID, CLIENT_SECRET, CLIENT_KEY } = process.env;
const issuer = new URL(RENKEI_URL);

async function privateKey() {
  const pem = createPrivateKey(readFileSync(CLIENT_KEY));
  const algorithm = { name: "ECDSA", namedCurve: "P-256" };
  const key = await crypto.subtle.importKey("pkcs8", pem.export({ type: "pkcs8", format: "der" }), algorithm, false, ["sign"]);
  return { key, kid: "a" };
}

async function use(name, token) {
  const reply = await fetch(`${RENKEI_URL}/v1/me`, { headers: { authorization: `Bearer ${token}` } });
  if (reply.status !== 200) throw new Error(`${name}: ${reply.status} ${await reply.text()}`);
  console.log(`ok ${name}`);
}

async function withOauth4webapi(name, authentication) {
  const insecure = { [oauth.allowInsecureRequests]: true };
  const found = await oauth.discoveryRequest(issuer, { algorithm: "oauth2", ...insecure });
  const server = await oauth.processDiscoveryResponse(issuer, found);
  const client = { client_id: CLIENT_ID };
  const reply = await oauth.clientCredentialsGrantRequest(server, client, authentication, {}, insecure);
  await use(name, (await oauth.processClientCredentialsResponse(server, client, reply)).access_token);
}

async function withOpenidClient(name, authentication) {
  const options = { algorithm: "oauth2", execute: [openid.allowInsecureRequests] };
  const configuration = await openid.discovery(issuer, CLIENT_ID, CLIENT_SECRET, authentication, options);
  await use(name, (await openid.clientCredentialsGrant(configuration, { scope: "suppliers:read" })).access_token);
}

const key = await privateKey();
await withOauth4webapi("oauth4webapi, Basic", oauth.ClientSecretBasic(CLIENT_SECRET));
await withOauth4webapi("oauth4webapi, form", oauth.ClientSecretPost(CLIENT_SECRET));
await withOauth4webapi("oauth4webapi, key", oauth.PrivateKeyJwt(key));
await withOpenidClient("openid-client", undefined);
await withOpenidClient("openid-client, key", openid.PrivateKeyJwt(key));
