import { createRandom } from '@onsale/domain/testing';
import { Column } from './column.ts';
import { type Answer, getRequest, HttpConnection } from './http-connection.ts';
import { machineMs } from './machine-clock.ts';

const lookEveryMs = 2;

/** Pages that read one address again and again. */
export interface ReadingPlan {
  readonly url: string;
  readonly connections: number;
  /** Whether they have the newest version already and ask whether it still is. */
  readonly isConditional: boolean;
  /** Requests per second of open arrivals; null for a closed loop. */
  readonly perSecond: number | null;
  /** When the first request may be sent and when the last, by the machine's clock. */
  readonly beginMs: number;
  readonly endMs: number;
  readonly seed: number;
}

export interface ReadingReport {
  readonly startMs: Float64Array;
  readonly endMs: Float64Array;
  /** Answers by status. */
  readonly statuses: Readonly<Record<string, number>>;
  /** Of one answer's body. */
  readonly bodyBytes: number;
  /** Requests that were due and found every connection busy until the end. */
  readonly unanswered: number;
}

/** Carries a reading plan out; resolves when all that was asked is answered. */
export async function readAgain(plan: ReadingPlan): Promise<ReadingReport> {
  const url = new URL(plan.url);
  const connections = await Promise.all(
    Array.from({ length: plan.connections }, (_, index) =>
      HttpConnection.open(url, `127.0.0.${2 + (index % 16)}`),
    ),
  );
  const [first] = connections;
  if (first === undefined) throw new RangeError('nobody reads');
  const plain = { 'Accept-Encoding': 'gzip, deflate, br' };
  const { etag } = await new Promise<Answer>((resolve) => first.ask(getRequest(url, plain), resolve));
  const request = getRequest(url, plan.isConditional ? { ...plain, 'If-None-Match': etag } : plain);
  try {
    return await new Reading(plan, request).run(connections);
  } finally {
    for (const connection of connections) connection.close();
  }
}

class Reading {
  readonly #plan: ReadingPlan;
  readonly #request: Buffer;
  readonly #idle: HttpConnection[] = [];
  /** When requests were due that wait for a connection. */
  readonly #due: number[] = [];
  readonly #startMs = new Column();
  readonly #endMs = new Column();
  readonly #statuses: Record<string, number> = {};
  #bodyBytes = 0;
  #busy = 0;

  constructor(plan: ReadingPlan, request: Buffer) {
    this.#plan = plan;
    this.#request = request;
  }

  async run(connections: readonly HttpConnection[]): Promise<ReadingReport> {
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, this.#plan.beginMs - machineMs())));
    if (this.#plan.perSecond === null) for (const each of connections) this.#ask(each, machineMs());
    else {
      this.#idle.push(...connections);
      this.#arrive(this.#plan.perSecond);
    }
    await this.#untilOver();
    return {
      startMs: this.#startMs.toArray(),
      endMs: this.#endMs.toArray(),
      statuses: this.#statuses,
      bodyBytes: this.#bodyBytes,
      unanswered: this.#due.length,
    };
  }

  #arrive(perSecond: number): void {
    const random = createRandom(this.#plan.seed);
    let dueMs = this.#plan.beginMs;
    const timer = setInterval(() => {
      const nowMs = machineMs();
      while (dueMs <= nowMs && dueMs < this.#plan.endMs) {
        this.#due.push(dueMs);
        dueMs += (-Math.log(1 - random.uint32() / 2 ** 32) * 1_000) / perSecond;
      }
      while (this.#due.length > 0 && this.#idle.length > 0) this.#askNextDue();
      if (dueMs >= this.#plan.endMs) clearInterval(timer);
    }, lookEveryMs);
  }

  #askNextDue(): void {
    const connection = this.#idle.pop();
    const dueMs = this.#due.shift();
    if (connection !== undefined && dueMs !== undefined) this.#ask(connection, dueMs);
  }

  #ask(connection: HttpConnection, startMs: number): void {
    this.#busy++;
    connection.ask(this.#request, ({ status, bytes }, nowMs) => {
      this.#busy--;
      this.#startMs.push(startMs);
      this.#endMs.push(nowMs);
      this.#statuses[status] = (this.#statuses[status] ?? 0) + 1;
      this.#bodyBytes = bytes;
      if (this.#plan.perSecond !== null) {
        this.#idle.push(connection);
        if (this.#due.length > 0) this.#askNextDue();
      } else if (nowMs < this.#plan.endMs) this.#ask(connection, nowMs);
    });
  }

  /** Waits for the end of the time and two seconds more for what is under way. */
  async #untilOver(): Promise<void> {
    const overMs = this.#plan.endMs + 2_000;
    while (machineMs() < this.#plan.endMs || (this.#busy > 0 && machineMs() < overMs))
      await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
