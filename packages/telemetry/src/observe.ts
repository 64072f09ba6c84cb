import type { SaleRoom, SaleRoomOptions } from '@onsale/booking';
import type { Bus, PaymentProvider } from '@onsale/domain';
import type { Registry } from '@onsale/runtime';
import { meterPayments } from './payment-metrics.ts';
import { registerSaleMetrics } from './sale-metrics.ts';
import type { SaleTracing } from './tracing.ts';

export interface Observers {
  readonly registry: Registry;
  /** Null when there are no traces. */
  readonly tracing: SaleTracing | null;
}

/** The parts that a sale is made of, with the observers in between; without traces only the provider's calls are counted. */
export function observedParts(
  { registry, tracing }: Observers,
  parts: { readonly bus: Bus; readonly payments: PaymentProvider },
): Pick<SaleRoomOptions, 'bus' | 'payments' | 'onQueued'> {
  const payments = meterPayments(registry, parts.payments);
  if (tracing === null) return { bus: parts.bus, payments };
  return { bus: tracing.bus(parts.bus), payments: tracing.payments(payments), onQueued: tracing.onQueued };
}

/** Lets the observers hear of what goes on in a process's share of a sale. */
export function observeRoom({ registry, tracing }: Observers, room: SaleRoom): void {
  registerSaleMetrics(registry, room);
  if (tracing !== null) room.onBatch(tracing.onBatch);
}
