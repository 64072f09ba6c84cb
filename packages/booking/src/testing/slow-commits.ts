import type { Batch, Committed, SaleStore } from '@onsale/domain';

/** A batch that the store works on until the test ends it. */
export interface RunningBatch {
  readonly batch: Batch;
  /** Decides it and answers. */
  finish(): void;
  /** Answers an error instead; nothing is in force. */
  fail(error: Error): void;
}

/** A store whose commits take until the test says so. What `decide` throws, the commit fails with. */
export class SlowCommits implements Pick<SaleStore, 'commit'> {
  /** The batches under way, in the order in which they came. */
  readonly running: RunningBatch[] = [];
  readonly #decide: (batch: Batch) => Committed;

  constructor(decide: (batch: Batch) => Committed) {
    this.#decide = decide;
  }

  commit(batch: Batch): Promise<Committed> {
    const { promise, resolve, reject } = Promise.withResolvers<Committed>();
    const leave = () => this.running.splice(this.running.indexOf(running), 1);
    const running: RunningBatch = {
      batch,
      finish: () => {
        leave();
        try {
          resolve(this.#decide(batch));
        } catch (error) {
          reject(error);
        }
      },
      fail: (error) => {
        leave();
        reject(error);
      },
    };
    this.running.push(running);
    return promise;
  }
}
