import { join } from 'node:path';
import { freePort } from '../servers/free-port.ts';
import { OwnProcess } from '../servers/own-process.ts';
import { until } from './pause.ts';
import { FaultProxy } from './proxy.ts';
import { RawSocket } from './raw-socket.ts';
import type { StockResult } from './report.ts';

const openMsMax = 5_000;
const warmMsMax = 10_000;
/** What waits for a client to connect again arrives within this: the last attempts are five seconds apart. */
const deliverMsMax = 8_000;

/** One of two processes of the usual design, with a client that counts the changes that it hears. */
class StockProcess {
  readonly redis: FaultProxy;
  readonly heard = new Set<number>();
  readonly #process: OwnProcess;
  readonly #url: string;
  #client: RawSocket | null = null;

  private constructor(redis: FaultProxy, port: number) {
    this.redis = redis;
    this.#url = `http://127.0.0.1:${port}`;
    this.#process = new OwnProcess({
      name: 'stock adapter',
      command: process.execPath,
      args: [join(import.meta.dirname, 'stock-server.ts')],
      env: { ...process.env, PORT: String(port), REDIS_URL: `redis://127.0.0.1:${redis.port}` },
      probe: () => this.#post('/'),
    });
  }

  static async start(redisPort: number): Promise<StockProcess> {
    const started = new StockProcess(await FaultProxy.open(redisPort), await freePort());
    await started.#process.start();
    await started.listen();
    return started;
  }

  /** Connects the client, after a pause of the process again. */
  async listen(): Promise<void> {
    if (this.#client?.isOpen) return;
    this.#client = await RawSocket.open(
      this.#url,
      {},
      {
        timeoutMs: openMsMax,
        event: (name, payload) => name === 'change' && this.heard.add(payload as number),
      },
    );
  }

  async emit(from: number, to: number): Promise<void> {
    await this.#post(`/emit?from=${from}&to=${to}`);
  }

  pause(): Promise<void> {
    return this.#process.kill('SIGSTOP');
  }

  resume(): Promise<void> {
    return this.#process.kill('SIGCONT');
  }

  async stop(): Promise<void> {
    this.#client?.close();
    this.redis.heal();
    await this.#process.stop();
    await this.redis.close();
  }

  async #post(path: string): Promise<void> {
    const response = await fetch(this.#url + path, {
      method: 'POST',
      signal: AbortSignal.timeout(openMsMax),
    });
    await response.arrayBuffer();
  }
}

/**
 * Two processes of the usual design on the same Redis as the sale: what the one tells, clients of the other should
 * hear. Under the same fault it shows what the stock adapter loses.
 */
export class StockPair {
  readonly teller: StockProcess;
  readonly hearer: StockProcess;
  #sent = 0;
  #forgotten = 0;

  private constructor(teller: StockProcess, hearer: StockProcess) {
    this.teller = teller;
    this.hearer = hearer;
  }

  static async start(redisPort: number): Promise<StockPair> {
    const [teller, hearer] = await Promise.all([
      StockProcess.start(redisPort),
      StockProcess.start(redisPort),
    ]);
    return new StockPair(teller, hearer);
  }

  /** Waits until what the one tells reaches the other, and counts from there on. */
  async warmUp(): Promise<void> {
    // What is told before the other process has first asked Redis is lost, also when all is well.
    const reaches = await until(
      async () => {
        await this.tell(1);
        return this.hearer.heard.size > 0;
      },
      warmMsMax,
      100,
    );
    if (!reaches) throw new Error('the stock adapter delivers nothing although all is well');
    const last = this.#sent - 1;
    await until(() => this.hearer.heard.has(last), deliverMsMax);
    this.hearer.heard.clear();
    this.#forgotten = this.#sent;
  }

  /** Tells changes, whether or not anybody hears them. */
  async tell(count: number): Promise<void> {
    await this.teller.emit(this.#sent, this.#sent + count);
    this.#sent += count;
  }

  /** What never came, after a while in which everything that was kept has arrived. */
  async result(): Promise<StockResult> {
    const sent = this.#sent - this.#forgotten;
    await until(() => this.hearer.heard.size >= sent, deliverMsMax);
    return { sent, lost: sent - this.hearer.heard.size };
  }

  async stop(): Promise<void> {
    await Promise.all([this.teller.stop(), this.hearer.stop()]);
  }
}
