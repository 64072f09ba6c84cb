import { createLogger } from '@onsale/runtime';
import { createApp } from '../app.ts';
import { createCharges } from '../charges.ts';
import type { SandboxDependencies } from '../dependencies.ts';
import { memoryJournal } from '../journal.ts';
import { createSwitchBoard } from '../switch-board.ts';
import { type SwitchChanges, switchesDefault } from '../switches.ts';

export interface BenchOptions extends Partial<Pick<SandboxDependencies, 'apiKey' | 'callsMax'>> {
  readonly switches?: SwitchChanges;
  readonly chargesMax?: number;
}

/** The sandbox's API with its books in memory. */
export class Bench {
  readonly stopping = new AbortController();
  readonly charges: SandboxDependencies['charges'];
  readonly #app: ReturnType<typeof createApp>;
  #ids = 0;

  constructor(options: BenchOptions = {}) {
    const switches = createSwitchBoard(switchesDefault);
    switches.turn(options.switches ?? {});
    this.charges = createCharges({
      journal: memoryJournal,
      known: [],
      chargesMax: options.chargesMax ?? 100,
      onChange: () => {},
      onBroken: () => {},
    });
    this.#app = createApp({
      charges: this.charges,
      switches,
      apiKey: options.apiKey ?? null,
      callsMax: options.callsMax ?? 10,
      stopping: this.stopping.signal,
      logger: createLogger('payment-sandbox', 'silent'),
    });
  }

  newId(): string {
    this.#ids++;
    return `01980000-0000-7000-8000-${String(this.#ids).padStart(12, '0')}`;
  }

  fetch(request: Request): Response | Promise<Response> {
    return this.#app.fetch(request);
  }

  /** Sends JSON; answers the status and the body as JSON. */
  async ask(
    method: string,
    path: string,
    body?: unknown,
    init: { headers?: Record<string, string>; signal?: AbortSignal } = {},
  ): Promise<{ status: number; body: unknown }> {
    const json = body === undefined ? {} : { 'content-type': 'application/json' };
    const response = await this.#app.request(path, {
      method,
      headers: { ...json, ...init.headers },
      body: typeof body === 'string' || body === undefined ? (body ?? null) : JSON.stringify(body),
      signal: init.signal ?? null,
    });
    return { status: response.status, body: await response.json() };
  }

  post(method = 'sandbox-card', changes: object = {}) {
    const content = { id: this.newId(), amount: 50_00, currency: 'EUR', method, ...changes };
    return this.ask('POST', '/charges', content);
  }
}
