/** Who may hold a lock: a transaction, which is told when it gets one. */
export interface LockOwner {
  readonly id: number;
}

interface Lock {
  owner: LockOwner;
  readonly waiting: { readonly owner: LockOwner; readonly granted: () => void }[];
}

/** Row locks with fair queues, as a database keeps them. */
export class RowLocks {
  readonly #locks = new Map<string, Lock>();

  /** Grants the lock, at once or when those before have let go of it. */
  take(key: string, owner: LockOwner, granted: () => void): void {
    const lock = this.#locks.get(key);
    if (lock === undefined) {
      this.#locks.set(key, { owner, waiting: [] });
      granted();
    } else if (lock.owner === owner) granted();
    else lock.waiting.push({ owner, granted });
  }

  /** Lets go of every lock of the owner, and of his places in the queues. */
  leave(owner: LockOwner): void {
    for (const [key, lock] of this.#locks) {
      const place = lock.waiting.findIndex((waiter) => waiter.owner === owner);
      if (place !== -1) lock.waiting.splice(place, 1);
      if (lock.owner !== owner) continue;
      const next = lock.waiting.shift();
      if (next === undefined) this.#locks.delete(key);
      else {
        lock.owner = next.owner;
        next.granted();
      }
    }
  }

  /** Forgets everything: the database has died. */
  clear(): void {
    this.#locks.clear();
  }
}
