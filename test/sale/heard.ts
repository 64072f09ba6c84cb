/** What came over a socket, and a way to wait for what will. */
export class Heard<T> {
  readonly all: T[] = [];
  readonly #waiting = new Set<(item: T) => void>();

  add(item: T): void {
    this.all.push(item);
    for (const waiting of this.#waiting) waiting(item);
  }

  /** The first item that fits, whether it came already or comes within the time. */
  first(fits: (item: T) => boolean = () => true, withinMs = 10_000): Promise<T> {
    const known = this.all.find(fits);
    return known === undefined ? this.next(fits, withinMs) : Promise.resolve(known);
  }

  /** The next item that fits and has not come yet. */
  next(fits: (item: T) => boolean = () => true, withinMs = 10_000): Promise<T> {
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    const timer = setTimeout(() => {
      this.#waiting.delete(check);
      const last = JSON.stringify(this.all.slice(-3));
      reject(
        new Error(`nothing that fits came within ${withinMs} ms; the last of ${this.all.length}: ${last}`),
      );
    }, withinMs);
    const check = (item: T) => {
      if (!fits(item)) return;
      clearTimeout(timer);
      this.#waiting.delete(check);
      resolve(item);
    };
    this.#waiting.add(check);
    return promise;
  }
}
