import createClient from "openapi-fetch";

import { ok } from "./reply.js";
import type { paths } from "./schema.js";
import type { Token } from "./token.js";

/**
 * The tokens of whoever opens an answer link: the secret behind the link's `#` is exchanged for a token of
 * a quarter of an hour, and again when that has expired.
 *
 *     const respondent = createRenkei({ baseUrl, token: linkToken(baseUrl, location.hash.slice(1)) });
 */
export function linkToken(baseUrl: string, secret: string): Token {
  const client = createClient<paths>({ baseUrl });
  return async () => ok(await client.POST("/v1/respondent/session", { body: { token: secret } })).access_token;
}
