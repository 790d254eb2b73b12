import { Tokens, type Token } from "./token.js";

export type Sending = {
  /** A token or where to get one; left out for what needs none. */
  token?: Token;
  /** How often a request is sent at most when the line breaks or the service is busy; 3 unless given. */
  attempts?: number;
  /** The `fetch` to use; the platform's own unless given. */
  fetch?: (request: Request) => Promise<Response>;
};

const BUSY = new Set([429, 502, 503, 504]);
const LONGEST_WAIT = 30;

/**
 * Whether sending twice does what sending once does: reading, replacing, deleting, a change bound to a
 * revision, and a POST with its key.
 */
function mayRepeat(request: Request): boolean {
  return request.method !== "POST" || request.headers.has("Idempotency-Key");
}

function pause(seconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, seconds * 1000));
}

/** What the service asks for, else 0.2, 0.4, 0.8 … seconds. */
function waitBefore(attempt: number, reply: Response | undefined): number {
  const asked = Number(reply?.headers.get("Retry-After") ?? NaN);
  return Math.min(Number.isFinite(asked) ? asked : 0.1 * 2 ** attempt, LONGEST_WAIT);
}

/** The `fetch` of a client: token, key, renewal, repetition. */
export function send(options: Sending): (request: Request) => Promise<Response> {
  const tokens = options.token === undefined ? undefined : new Tokens(options.token);
  const fetch = options.fetch ?? ((request: Request) => globalThis.fetch(request));

  async function authorized(request: Request): Promise<Response> {
    if (tokens === undefined) {
      return fetch(request);
    }
    const token = await tokens.get();
    const spare = request.clone();
    request.headers.set("Authorization", `Bearer ${token}`);
    const reply = await fetch(request);
    const renewed = reply.status === 401 ? await tokens.renew(token) : undefined;
    if (renewed === undefined || renewed === token) {
      return reply;
    }
    spare.headers.set("Authorization", `Bearer ${renewed}`);
    return fetch(spare);
  }

  return async (request) => {
    const attempts = mayRepeat(keyed(request)) ? options.attempts ?? 3 : 1;
    for (let attempt = 1; ; attempt++) {
      const reply = await authorized(request.clone()).catch((failure: unknown) => {
        if (attempt >= attempts || request.signal.aborted) {
          throw failure;
        }
        return undefined;
      });
      if (reply !== undefined && (!BUSY.has(reply.status) || attempt >= attempts)) {
        return reply;
      }
      await pause(waitBefore(attempt, reply));
    }
  };
}

/** Each POST has a key: a new one unless the caller chose it, so that it is done once however often sent. */
function keyed(request: Request): Request {
  if (request.method === "POST" && !request.headers.has("Idempotency-Key")) {
    request.headers.set("Idempotency-Key", crypto.randomUUID());
  }
  return request;
}
