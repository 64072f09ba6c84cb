export { ConfigError, commonSettings, parsedSetting, readConfig } from './config.ts';
export { createHealthRoutes, type HealthOptions, type ReadyCheck } from './health.ts';
export { closeHttpServer, createHttpServer } from './http-server.ts';
export { createLifecycle, type Lifecycle } from './lifecycle.ts';
export { createLogger, type Logger } from './logger.ts';
export { Counter, createRegistry, Gauge, Histogram, type Registry } from './metrics.ts';
export { createRefusalCounter, registerBusMetrics, registerSaleMetrics } from './sale-metrics.ts';
