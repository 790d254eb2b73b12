import { ok, type Reply } from "./reply.js";
import type { components } from "./schema.js";

/** A page of any list. */
export type Page<T> = { data: T[]; page: { next_cursor: string | null; has_more: boolean } };

/**
 * Every row of a list, page after page, as they are needed.
 *
 *     for await (const supplier of rows((cursor) => renkei.GET("/v1/suppliers", {
 *       params: { query: { limit: 200, ...cursor } },
 *     }))) { … }
 */
export async function* rows<T>(
  list: (cursor: { cursor?: string }) => Promise<Reply<Page<T>>>,
): AsyncGenerator<T, void, undefined> {
  let cursor: string | null = null;
  do {
    const { data, page }: Page<T> = ok(await list(cursor === null ? {} : { cursor }));
    yield* data;
    cursor = page.has_more ? page.next_cursor : null;
  } while (cursor !== null);
}

type EventList = components["schemas"]["EventList"];

/**
 * The change feed from a cursor on, a page at a time, without end: keep the cursor of each page once its
 * events are dealt with, and start there the next time. Ends with the signal.
 */
export async function* follow(
  list: (cursor: { cursor?: string }) => Promise<Reply<EventList>>,
  since?: string,
  options: { signal?: AbortSignal; every?: number } = {},
): AsyncGenerator<{ events: EventList["data"]; cursor: string }, void, undefined> {
  let cursor = since;
  while (!options.signal?.aborted) {
    const { data, page } = ok(await list(cursor === undefined ? {} : { cursor }));
    cursor = page.next_cursor;
    if (data.length > 0) {
      yield { events: data, cursor };
    }
    if (!page.has_more) {
      await idle(options.every ?? 5, options.signal);
    }
  }
}

/** Waits so many seconds, or until the signal. */
function idle(seconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, seconds * 1000);
    signal?.addEventListener("abort", () => { clearTimeout(timer); resolve(); }, { once: true });
  });
}
