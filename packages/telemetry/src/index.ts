export { registerBusMetrics } from './bus-metrics.ts';
export { readFigures } from './figures.ts';
export { observedParts, observeRoom } from './observe.ts';
export { registerStoreMetrics } from './store-metrics.ts';
export type { SaleTracing } from './tracing.ts';
export { tracingOf, tracingSettings } from './tracing-settings.ts';
