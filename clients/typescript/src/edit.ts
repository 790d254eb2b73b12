import { RenkeiProblem, etag, ok, type Reply } from "./reply.js";

/**
 * Reads, changes, writes with If-Match; when somebody was faster (412), reads again and applies the
 * change to what is there now, so that neither change is lost.
 *
 *     await edit(
 *       () => renkei.GET("/v1/suppliers/{id}", { params: { path: { id } } }),
 *       (supplier, tag) => renkei.PATCH("/v1/suppliers/{id}", {
 *         params: { path: { id }, header: { "If-Match": tag } },
 *         body: { tags: [...supplier.tags, "critical"] },
 *       }));
 */
export async function edit<T, W>(
  read: () => Promise<Reply<T>>,
  write: (current: T, tag: string) => Promise<Reply<W>>,
  attempts = 5,
): Promise<W> {
  for (let attempt = 1; ; attempt++) {
    const current = await read();
    try {
      return ok(await write(ok(current), etag(current)));
    } catch (refusal) {
      if (!(refusal instanceof RenkeiProblem) || refusal.code !== "stale" || attempt >= attempts) {
        throw refusal;
      }
    }
  }
}
