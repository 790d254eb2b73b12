/**
 * Where tokens come from: a token, or a function that is asked for one. It is asked again, with the token
 * that was refused, when one has expired.
 */
export type Token = string | ((refused?: string) => string | Promise<string>);

/** Asks once for all requests that wait. */
export class Tokens {
  private current: Promise<string> | undefined;

  constructor(private readonly source: Token) {}

  get(refused?: string): Promise<string> {
    if (typeof this.source === "string") {
      return Promise.resolve(this.source);
    }
    if (this.current === undefined) {
      this.current = this.ask(this.source, refused);
    }
    return this.current;
  }

  /** A new one, unless somebody has renewed the refused one already. Undefined: there is no other. */
  async renew(refused: string): Promise<string | undefined> {
    if (typeof this.source === "string") {
      return undefined;
    }
    if (await this.get() === refused) {
      this.current = this.ask(this.source, refused);
    }
    return this.get();
  }

  private ask(source: Exclude<Token, string>, refused?: string): Promise<string> {
    const asked = Promise.resolve(source(refused));
    asked.catch(() => { this.current = undefined; });
    return asked;
  }
}
