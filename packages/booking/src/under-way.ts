/** Counts the work under way, so that a drain can wait for the last of it. */
export class UnderWay {
  #count = 0;
  #drained: PromiseWithResolvers<void> | null = null;

  get count(): number {
    return this.#count;
  }

  /** From here on nothing may begin. */
  get isDraining(): boolean {
    return this.#drained !== null;
  }

  begin(): void {
    this.#count++;
  }

  end(): void {
    this.#count--;
    if (this.#count === 0) this.#drained?.resolve();
  }

  /** Resolves, for everybody who asks, when nothing is under way. */
  drain(): Promise<void> {
    this.#drained ??= Promise.withResolvers();
    if (this.#count === 0) this.#drained.resolve();
    return this.#drained.promise;
  }
}
