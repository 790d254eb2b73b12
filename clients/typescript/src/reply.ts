import type { components } from "./schema.js";

export type Problem = components["schemas"]["Problem"];

/** What openapi-fetch answers. */
export type Reply<T> = { data?: T; error?: unknown; response: Response };

/** A refusal of the service (RFC 9457). `message` is written for people, in the language asked for. */
export class RenkeiProblem extends Error {
  constructor(
    /** 400 to 599. */
    readonly status: number,
    /** The document; undefined when something on the way answered in the service's place. */
    readonly problem: Problem | undefined,
    /** Seconds after which to try again, where the reply says so. */
    readonly retryAfter: number | undefined,
  ) {
    super(problem === undefined ? `HTTP ${status}` : `${problem.title}: ${problem.detail}`);
    this.name = "RenkeiProblem";
  }

  /** What went wrong, for programs: `stale`, `validation_failed` … */
  get code(): Problem["code"] | undefined {
    return this.problem?.code;
  }

  /** The faults of a body, parameter or header by their place: `{"#/country": "…"}`. */
  get faults(): Record<string, string> {
    return Object.fromEntries((this.problem?.errors ?? []).map((fault) =>
      [fault.pointer ?? fault.parameter ?? fault.header ?? "", fault.detail]));
  }
}

function isProblem(value: unknown): value is Problem {
  return typeof value === "object" && value !== null && "code" in value && "errors" in value;
}

/** The data of a reply; a refusal is thrown as RenkeiProblem. */
export function ok<T>(reply: Reply<T>): T {
  if (reply.response.ok) {
    return reply.data as T;
  }
  const seconds = Number(reply.response.headers.get("Retry-After") ?? NaN);
  throw new RenkeiProblem(reply.response.status, isProblem(reply.error) ? reply.error : undefined,
    Number.isFinite(seconds) ? seconds : undefined);
}

/** The revision of what was read or written, for If-Match. */
export function etag(reply: { response: Response }): string {
  const tag = reply.response.headers.get("ETag");
  if (tag === null) {
    throw new Error(`no ETag in the reply of ${reply.response.url}`);
  }
  return tag;
}
