/** A page as a payer's browser has it. */
export interface OpenPage {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** What its form carries unseen; empty when it has none. */
  readonly token: string;
}

export interface Decided {
  readonly status: number;
  /** Where the browser is sent; null when it stays. */
  readonly location: string | null;
}

/** Somebody at the payment provider's page, without a browser. */
export class Payer {
  readonly #fetch: (request: Request) => Response | Promise<Response>;
  readonly #headers: Readonly<Record<string, string>>;

  constructor(
    options: {
      /** @default over the network */
      readonly fetch?: (request: Request) => Response | Promise<Response>;
      readonly headers?: Readonly<Record<string, string>>;
    } = {},
  ) {
    this.#fetch = options.fetch ?? fetch;
    this.#headers = options.headers ?? {};
  }

  async open(page: string): Promise<OpenPage> {
    const response = await this.#fetch(new Request(page, { headers: this.#headers }));
    const text = await response.text();
    const token = /name="token" value="([^"]*)"/.exec(text)?.[1] ?? '';
    return { status: response.status, headers: response.headers, text, token };
  }

  /** Sends the page's form, or one that says otherwise. */
  async send(page: string, fields: Readonly<Record<string, string>>): Promise<Decided> {
    const response = await this.#fetch(
      new Request(page, {
        method: 'POST',
        headers: this.#headers,
        body: new URLSearchParams(fields),
        redirect: 'manual',
      }),
    );
    await response.body?.cancel();
    return { status: response.status, location: response.headers.get('location') };
  }

  /** Opens the page and presses one of its buttons. A page that offers none any more is only read. */
  async decide(page: string, decision: 'pay' | 'decline'): Promise<Decided | null> {
    const { token } = await this.open(page);
    return token === '' ? null : this.send(page, { token, decision });
  }
}
