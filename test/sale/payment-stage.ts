import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Order, SaleStore } from '@onsale/domain';
import { loadShowFile } from '@onsale/layouts';
import { migrateMysql, openMysqlStore } from '@onsale/store-mysql';
import { expect, vi } from 'vitest';
import { freePort } from '../servers/free-port.ts';
import { createDatabase } from '../servers/index.ts';
import { OwnProcess } from '../servers/own-process.ts';
import { createSessionKeys } from '../services/session-keys.ts';
import { type RunningSandbox, startSandbox } from '../services/start-sandbox.ts';
import { Buyer } from './buyer.ts';
import { writePaymentShows } from './payment-shows.ts';

const servicesFolder = resolve(import.meta.dirname, '../../services');
/** How long what a crash left open may take to be settled. */
const settledMsMax = 20_000;
const hourMs = 3_600_000;

/** Settles nothing that its own buyers did not ask for. */
export const keepsOut = { SETTLE_AFTER_MS: String(hourMs) };
/** Takes up every order that is open for a moment. */
export const reconciles = { SETTLE_AFTER_MS: '100' };

export interface ServicePlan {
  readonly service: 'seats-api' | 'realtime';
  /** A free one unless given. */
  readonly port?: number;
  /** Settings that differ from the others'. */
  readonly env?: Readonly<Record<string, string>>;
}

/** A process of the sale. */
export interface SaleProcess {
  readonly url: string;
  readonly pid: number | undefined;
  start(): Promise<void>;
  kill(): Promise<void>;
  pause(): Promise<void>;
  resume(): Promise<void>;
  stop(): Promise<void>;
}

export interface StageOptions {
  readonly mysqlUrl: string;
  readonly redisUrl: string;
  /** Settings of the sandbox. */
  readonly sandboxEnv?: Readonly<Record<string, string>>;
}

/** A charge as the sandbox lists it. */
export interface ListedCharge {
  readonly id: string;
  readonly state: 'pending' | 'succeeded' | 'declined' | 'refunded';
  readonly amount: number | null;
  readonly currency: string | null;
}

/** A sale on a database of its own, and a payment sandbox as a real process that only this sale uses. */
export class PaymentStage {
  readonly store: SaleStore;
  readonly databaseUrl: string;
  readonly sandbox: RunningSandbox;
  readonly #env: Readonly<Record<string, string>>;
  readonly #sessionKeys: string;
  readonly #end: () => Promise<void>;
  readonly #processes = new Set<OwnProcess>();

  private constructor(parts: {
    readonly store: SaleStore;
    readonly databaseUrl: string;
    readonly sandbox: RunningSandbox;
    readonly env: Readonly<Record<string, string>>;
    readonly sessionKeys: string;
    readonly end: () => Promise<void>;
  }) {
    this.store = parts.store;
    this.databaseUrl = parts.databaseUrl;
    this.sandbox = parts.sandbox;
    this.#env = parts.env;
    this.#sessionKeys = parts.sessionKeys;
    this.#end = parts.end;
  }

  static async open(options: StageOptions): Promise<PaymentStage> {
    const database = await createDatabase(options.mysqlUrl);
    await migrateMysql(database.url);
    const store = await openMysqlStore({ url: database.url });
    await importShows(store);
    const apiKey = randomBytes(16).toString('hex');
    const secret = `whsec_${randomBytes(32).toString('base64')}`;
    const sandbox = await startSandbox({
      env: { API_KEY: apiKey, WEBHOOK_SECRET: secret, LOG_LEVEL: 'warn', ...options.sandboxEnv },
    });
    const sessionKeys = createSessionKeys();
    return new PaymentStage({
      store,
      databaseUrl: database.url,
      sandbox,
      sessionKeys,
      env: {
        LOG_LEVEL: 'fatal',
        MYSQL_URL: database.url,
        REDIS_URL: options.redisUrl,
        SESSION_KEYS: sessionKeys,
        REALTIME_ENDPOINTS: 'http://127.0.0.1:1',
        BUYER_COMMANDS_PER_SECOND: '0',
        ADDRESS_COMMANDS_PER_SECOND: '0',
        PAYMENT_URL: sandbox.url,
        PAYMENT_API_KEY: apiKey,
        PAYMENT_WEBHOOK_SECRET: secret,
        PAYMENT_TIMEOUT_MS: '10000',
      },
      async end() {
        await sandbox.stop();
        await store.close();
        await database.drop();
      },
    });
  }

  /** A process that is not started yet. */
  async plan({ service, port: given, env = {} }: ServicePlan): Promise<SaleProcess> {
    const port = given ?? (await freePort());
    const url = `http://127.0.0.1:${port}`;
    const process = new OwnProcess({
      name: service,
      command: globalThis.process.execPath,
      args: [join(servicesFolder, service, 'src/main.ts')],
      env: { ...globalThis.process.env, ...this.#env, HOST: '127.0.0.1', PORT: String(port), ...env },
      probe: () => untilReady(url),
    });
    this.#processes.add(process);
    return {
      url,
      get pid() {
        return process.pid;
      },
      start: () => process.start(),
      kill: () => process.kill('SIGKILL'),
      pause: () => process.kill('SIGSTOP'),
      resume: () => process.kill('SIGCONT'),
      stop: () => process.stop(),
    };
  }

  async start(plan: ServicePlan): Promise<SaleProcess> {
    const process = await this.plan(plan);
    await process.start();
    return process;
  }

  /** A new buyer, who asks that API. */
  arrive(apiUrl: string): Promise<Buyer> {
    return Buyer.arrive({
      apiUrls: [apiUrl],
      realtimeUrls: [apiUrl],
      store: this.store,
      sessionKeys: this.#sessionKeys,
      pidOf: () => undefined,
      stop: async () => {},
    });
  }

  async stateOf(order: string): Promise<Order['state'] | 'none'> {
    return (await this.store.order(order))?.state ?? 'none';
  }

  async untilState(order: string, state: Order['state'] | 'none'): Promise<void> {
    await vi.waitFor(async () => expect(await this.stateOf(order)).toBe(state), {
      timeout: settledMsMax,
      interval: 20,
    });
  }

  /** Waits until the order is no longer in that state. */
  async untilNot(order: string, state: Order['state'] | 'none'): Promise<void> {
    await vi.waitFor(async () => expect(await this.stateOf(order)).not.toBe(state), {
      timeout: settledMsMax,
      interval: 20,
    });
  }

  /** Waits until no order is open any more. */
  async untilSettled(): Promise<void> {
    await vi.waitFor(async () => expect(await this.store.openOrders(0, 1_000)).toEqual([]), {
      timeout: settledMsMax,
      interval: 50,
    });
  }

  /** Settles what is open, by a process that is there for that alone. */
  async reconcile(): Promise<void> {
    const process = await this.start({ service: 'seats-api', env: reconciles });
    await this.untilSettled();
    await process.kill();
  }

  /** Asks the sandbox, with its key. */
  async ask(path: string, init: RequestInit = {}): Promise<unknown> {
    const response = await fetch(this.sandbox.url + path, {
      ...init,
      headers: { 'content-type': 'application/json', authorization: `Bearer ${this.#env.PAYMENT_API_KEY}` },
    });
    return response.json();
  }

  async chargeOf(order: string): Promise<ListedCharge['state'] | 'absent'> {
    const body = (await this.ask(`/charges/${order}`)) as Partial<ListedCharge>;
    return body.state ?? 'absent';
  }

  async turn(switches: object): Promise<void> {
    await this.ask('/switches', { method: 'PUT', body: JSON.stringify(switches) });
  }

  async close(): Promise<void> {
    await Promise.all([...this.#processes].map((process) => process.stop()));
    await this.#end();
  }
}

async function importShows(store: SaleStore): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'onsale-payments-'));
  for (const file of await writePaymentShows(folder)) {
    const loaded = await loadShowFile(file);
    if (!loaded.ok) throw new Error(loaded.faults.join('; '));
    await store.importShow(loaded.import);
  }
  await rm(folder, { recursive: true });
}

async function untilReady(url: string): Promise<void> {
  const response = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(1_000) });
  await response.body?.cancel();
  if (!response.ok) throw new Error(`${url}/readyz answers ${response.status}`);
}
