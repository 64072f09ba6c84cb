import { Counter, Gauge, type Registry } from '@onsale/runtime';
import type { ChargeStatus } from './charge.ts';
import type { DeliveryEnd } from './delivery.ts';

export interface SandboxMetrics {
  onChange(state: ChargeStatus['state']): void;
  onDelivery(end: DeliveryEnd): void;
}

/** Registers the sandbox's figures. */
export function createSandboxMetrics(registry: Registry, messagesOnTheirWay: () => number): SandboxMetrics {
  const registers = [registry];
  const changes = new Counter({
    name: 'sandbox_charge_changes_total',
    help: 'Charges that came into each state.',
    labelNames: ['state'],
    registers,
  });
  const deliveries = new Counter({
    name: 'sandbox_webhooks_total',
    help: 'Messages about charges, by how they ended.',
    labelNames: ['end'],
    registers,
  });
  new Gauge({
    name: 'sandbox_webhooks_on_their_way',
    help: 'Messages that are being delivered or wait for their next try.',
    registers,
    collect() {
      this.set(messagesOnTheirWay());
    },
  });
  return {
    onChange: (state) => changes.inc({ state }),
    onDelivery: (end) => deliveries.inc({ end }),
  };
}
