import type { LogEntry } from '../change.ts';
import type { Bus } from '../ports.ts';
import { describeBusContract } from './bus-contract.ts';

type Listener = (entries: readonly LogEntry[]) => void;

/** The plainest bus there can be: it calls its peer's listeners on the next turn. */
class PairedBus implements Bus {
  peer: PairedBus | null = null;
  readonly #listeners: Listener[] = [];
  #open = true;

  publish(entries: readonly LogEntry[]): void {
    if (this.#open) void Promise.resolve().then(() => this.peer?.receive(entries));
  }

  receive(entries: readonly LogEntry[]): void {
    if (this.#open) for (const listener of this.#listeners) listener(entries);
  }

  subscribe(listener: Listener): void {
    this.#listeners.push(listener);
  }

  async close(): Promise<void> {
    this.#open = false;
  }
}

describeBusContract('paired in memory', async () => {
  const [a, b] = [new PairedBus(), new PairedBus()];
  a.peer = b;
  b.peer = a;
  return { a, b, close: async () => void (await Promise.all([a.close(), b.close()])) };
});
