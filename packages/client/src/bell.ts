/** Lets one waiter sleep until something happens or time is up. */
export class Bell {
  #wake: (() => void) | null = null;

  /** Wakes the waiter, if there is one. */
  ring(): void {
    this.#wake?.();
  }

  /** Resolves at the next ring, or after `waitMs`; without `waitMs` at the next ring only. */
  wait(waitMs?: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = waitMs === undefined ? undefined : setTimeout(() => this.#wake?.(), waitMs);
      this.#wake = () => {
        clearTimeout(timer);
        this.#wake = null;
        resolve();
      };
    });
  }
}
