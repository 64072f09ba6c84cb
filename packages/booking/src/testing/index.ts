export { FakeTimers, settled } from './fake-timers.ts';
export { createGate, type Gate, type StoreCall, StoreTap } from './store-tap.ts';
