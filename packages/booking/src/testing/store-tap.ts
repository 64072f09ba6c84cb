import type { SaleStore } from '@onsale/domain';

export type StoreCall = keyof SaleStore;

/** Runs around a call: a promise delays it, a throw makes it fail. */
type Hook = (call: StoreCall) => Promise<void> | void;

/** A store whose calls the test counts, delays and makes fail. */
export class StoreTap {
  readonly store: SaleStore;
  /** The calls so far, in their order. */
  readonly calls: StoreCall[] = [];
  /** Before a call reaches the store: what fails here had no effect. */
  before: Hook = () => {};
  /** After a call had its effect: what fails here loses the answer, and what waits here answers late. */
  after: Hook = () => {};

  constructor(inner: SaleStore) {
    const around = async (call: StoreCall, parameters: readonly unknown[]): Promise<unknown> => {
      this.calls.push(call);
      await this.before(call);
      const method = inner[call] as (...parameters: unknown[]) => Promise<unknown>;
      const answer = await method.apply(inner, [...parameters]);
      await this.after(call);
      return answer;
    };
    this.store = new Proxy(inner, {
      get:
        (_inner, call: StoreCall) =>
        (...parameters: readonly unknown[]) =>
          around(call, parameters),
    });
  }

  /** How often that was called. */
  count(call: StoreCall): number {
    return this.calls.filter((name) => name === call).length;
  }
}

/** A promise that the test settles. */
export interface Gate {
  readonly opened: Promise<void>;
  open(): void;
}

export function createGate(): Gate {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { opened: promise, open: resolve };
}
