import { afterAll, beforeAll, describe } from 'vitest';
import type { SaleStore } from '../ports.ts';
import { StoreBench, type StoreUnderTest } from './store-contract/bench.ts';
import { bestCases } from './store-contract/best-cases.ts';
import { deadlineCases } from './store-contract/deadline-cases.ts';
import { extensionCases } from './store-contract/extension-cases.ts';
import { holdCases } from './store-contract/hold-cases.ts';
import { limitCases } from './store-contract/limit-cases.ts';
import { logCases } from './store-contract/log-cases.ts';
import { paymentCases } from './store-contract/payment-cases.ts';
import { paymentRaceCases } from './store-contract/payment-race-cases.ts';
import { raceCases } from './store-contract/race-cases.ts';
import { refundCases } from './store-contract/refund-cases.ts';
import { releaseCases } from './store-contract/release-cases.ts';
import { returnCases } from './store-contract/return-cases.ts';
import { showCases } from './store-contract/show-cases.ts';
import { snapshotCases } from './store-contract/snapshot-cases.ts';

export type { StoreUnderTest } from './store-contract/bench.ts';

const everyCase = [
  showCases,
  holdCases,
  bestCases,
  limitCases,
  releaseCases,
  deadlineCases,
  extensionCases,
  paymentCases,
  refundCases,
  returnCases,
  logCases,
  snapshotCases,
  raceCases,
  paymentRaceCases,
];

/** Past this a case hangs; a slow machine importing an arena stays far below. */
const caseMsMax = 60_000;

/**
 * What every store must do. `open` is called once and must give an empty database; each case brings a show
 * of its own. The clock is the database's, so deadlines are short and awaited. Where the store can have a
 * second instance on the same database (`openSecond`), the races go through both.
 */
export function describeStoreContract(name: string, open: () => Promise<StoreUnderTest>): void {
  describe(`store contract: ${name}`, { timeout: caseMsMax }, () => {
    let opened: StoreUnderTest;
    let second: SaleStore | undefined;
    let bench: StoreBench;

    beforeAll(async () => {
      opened = await open();
      second = await opened.openSecond?.();
      bench = new StoreBench(second === undefined ? [opened.store] : [opened.store, second]);
    }, caseMsMax);
    afterAll(async () => {
      await second?.close();
      await opened.close();
    }, caseMsMax);

    for (const cases of everyCase) cases(() => bench);
  });
}
