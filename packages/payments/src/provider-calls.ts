/** The most bytes of an answer that are read; a charge has a few hundred. */
const answerBytesMax = 65_536;
/** How often one question is asked within its time: a connection that was closed meanwhile fails at once. */
const triesMax = 2;

export interface ProviderCallsOptions {
  /** The provider's address, without a slash at its end. */
  readonly url: string;
  readonly apiKey?: string | undefined;
  /** How long one question may take, its second try included, in milliseconds. */
  readonly timeoutMs: number;
  /** Hears why there was no answer. */
  readonly onError: (message: string, error: unknown) => void;
  readonly fetch?: typeof fetch;
}

export interface Answer {
  readonly status: number;
  /** The body as JSON; undefined when it is something else. */
  readonly body: unknown;
}

/** Asks the provider; null when it did not answer in time, or not sensibly. Never throws. */
export type AskProvider = (method: 'GET' | 'POST', path: string, body?: object) => Promise<Answer | null>;

/**
 * Calls to the provider, bounded in time and size. Each repeats safely by the charge's id, so that one which
 * breaks off, or meets an error of the provider's own, is tried again once while there is time.
 */
export function createProviderCalls(options: ProviderCallsOptions): AskProvider {
  const send = options.fetch ?? fetch;
  const authorization = options.apiKey === undefined ? {} : { authorization: `Bearer ${options.apiKey}` };

  async function attempt(
    method: string,
    path: string,
    body: object | undefined,
    signal: AbortSignal,
  ): Promise<Answer> {
    const response = await send(options.url + path, {
      method,
      headers: { accept: 'application/json', 'content-type': 'application/json', ...authorization },
      // A redirect would carry the key elsewhere.
      redirect: 'error',
      signal,
      ...(method === 'GET' ? {} : { body: JSON.stringify(body ?? {}) }),
    });
    const answer = { status: response.status, body: parsed(await readText(response)) };
    if (response.status >= 500) throw new Error(`${method} ${path} is answered ${response.status}`);
    return answer;
  }

  return async (method, path, body) => {
    const signal = AbortSignal.timeout(options.timeoutMs);
    for (let tries = 1; ; tries++) {
      try {
        return await attempt(method, path, body, signal);
      } catch (error) {
        if (tries < triesMax && !signal.aborted) continue;
        options.onError('the payment provider did not answer', error);
        return null;
      }
    }
  };
}

async function readText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > answerBytesMax) throw new Error(`an answer of more than ${answerBytesMax} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
