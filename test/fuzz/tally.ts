import { errorBody, isErrorCode, statusByCode } from '@onsale/contracts';

/** What came back, counted, and what should not have. */
export class Tally {
  readonly #counts = new Map<string, number>();
  readonly faults: string[] = [];

  count(what: string): void {
    this.#counts.set(what, (this.#counts.get(what) ?? 0) + 1);
  }

  /** Only the first faults are kept: one is enough to fail, some help to find the cause. */
  fault(sentence: string): void {
    this.count('FAULT');
    if (this.faults.length < 20) this.faults.push(sentence);
  }

  countOf(what: string): number {
    return this.#counts.get(what) ?? 0;
  }

  /** The most frequent first, in one line. */
  toString(): string {
    return [...this.#counts]
      .sort(([, a], [, b]) => b - a)
      .map(([what, count]) => `${what} ${count}`)
      .join(', ');
  }
}

/** Codes that no input may bring about. */
const neverCodes: ReadonlySet<string> = new Set(['INTERNAL', 'UNAVAILABLE', 'UNKNOWN']);

/** Whether a refusal is one of the closed list that input can bring about; answers what is wrong otherwise. */
export function faultOfCode(code: unknown): string | null {
  if (typeof code !== 'string' || !isErrorCode(code))
    return `the code ${JSON.stringify(code)} is not in the list`;
  return neverCodes.has(code) ? `the code is ${code}` : null;
}

/** What is wrong with an answer of the API, and its code. */
export function judgeAnswer(status: number, text: string): { code: string; fault: string | null } {
  if (status < 400) return { code: String(status), fault: null };
  const parsed = errorBody.safeParse(parseJson(text));
  if (!parsed.success)
    return { code: String(status), fault: `status ${status} without the error body: ${text.slice(0, 200)}` };
  const { code } = parsed.data.error;
  if (statusByCode[code] !== status) return { code, fault: `${code} with status ${status}` };
  return { code, fault: faultOfCode(code) };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
