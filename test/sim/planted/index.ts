import type { Planted } from './planted.ts';
import { ruleFaults } from './rule-faults.ts';
import { storeFaults } from './store-faults.ts';
import { tellingFaults } from './telling-faults.ts';

/** Every planted fault by its name. */
export const plantedFaults: Readonly<Record<string, Planted>> = {
  ...ruleFaults,
  ...storeFaults,
  ...tellingFaults,
};
