export type { BatchReport } from './batch-report.ts';
export type { Booking } from './booking.ts';
export type { Catalog } from './catalog.ts';
export { createInProcessHub } from './in-process-bus.ts';
export type { SectionMirror } from './mirror.ts';
export type { MirrorStep } from './mirror-step.ts';
export { createSaleRoom, type SaleRoom, type SaleRoomOptions } from './sale-room.ts';
export { createSandboxPayments } from './sandbox-payments.ts';
export { realTimers, type Timers } from './timers.ts';
