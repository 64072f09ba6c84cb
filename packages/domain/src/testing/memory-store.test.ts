import { MemoryStore } from './memory-store.ts';
import { describeStoreContract } from './store-contract.ts';

describeStoreContract('memory', async () => {
  const store = new MemoryStore(Date.now);
  return { store, openSecond: async () => store, close: () => store.close() };
});
