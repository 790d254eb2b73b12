// The client of Renkei: openapi-fetch over the types of the contract, and what every caller needs
// around it. Each helper works with any request; none of them knows a resource.
import createClient, { type Client } from "openapi-fetch";

import type { components, paths } from "./schema.js";
import { send, type Sending } from "./sending.js";

export type { components, operations, paths } from "./schema.js";
export { RenkeiProblem, etag, ok, type Reply } from "./reply.js";
export { edit } from "./edit.js";
export { follow, rows, type Page } from "./paging.js";
export { linkToken } from "./link.js";
export type { Token } from "./token.js";

/** The shapes of the contract by name: `Schemas["Supplier"]`. */
export type Schemas = components["schemas"];

export type Renkei = Client<paths>;

export type Options = Sending & {
  /** Where the service is, e.g. `https://renkei.example.co.jp`. */
  baseUrl: string;
  /** Language of messages and labels; the user's browser decides when it is left out. */
  language?: "ja" | "en";
};

/**
 * A client that sends the token, renews it when it has expired, gives each POST an Idempotency-Key, and
 * repeats what was lost on the way where repeating cannot do harm.
 */
export function createRenkei(options: Options): Renkei {
  return createClient<paths>({
    baseUrl: options.baseUrl,
    fetch: send(options),
    ...(options.language === undefined ? {} : { headers: { "Accept-Language": options.language } }),
  });
}
