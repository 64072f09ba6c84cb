export * from './bus-contract.ts';
export * from './fixtures.ts';
export * from './id-maker.ts';
export * from './memory-store.ts';
export * from './random.ts';
export * from './replay.ts';
export * from './store-contract.ts';
