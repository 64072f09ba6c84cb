import type { BuyerId, Refusal } from '@onsale/domain';
import { addressKey } from './address-key.ts';
import { createOpenSockets } from './open-sockets.ts';
import { createRate, type Rate } from './rate.ts';

export interface TrafficLimits {
  readonly buyerCommandsPerSecond: number;
  readonly addressCommandsPerSecond: number;
  readonly addressSocketsMax: number;
}

/** Bounds what one buyer and one client address may ask of this process. */
export interface Traffic {
  /** Counts a command. The refusal RATE_LIMITED with the time to wait, or null. */
  command(buyer: BuyerId | null, address: string): Promise<Refusal | null>;
  /** Counts a read, or an attempt to connect. */
  read(address: string): Promise<Refusal | null>;
  /** The refusal when the address has as many sockets open as it may, or null. */
  socketRefusal(address: string): Refusal | null;
  /** Counts a socket of the address until the answered function is called. */
  openSocket(address: string): () => void;
}

/** A page reads more than it asks for: its show, its drawing, its holds, and gaps to mend. */
const readsPerCommand = 5;
/** Sockets close when people leave: sooner than this asking again is in vain. */
const socketRetryAfterMs = 5_000;

export function createTraffic(limits: TrafficLimits): Traffic {
  const buyers = createRate({ perSecond: limits.buyerCommandsPerSecond });
  const addresses = createRate({ perSecond: limits.addressCommandsPerSecond });
  const reads = createRate({ perSecond: limits.addressCommandsPerSecond * readsPerCommand });
  const sockets = createOpenSockets(limits.addressSocketsMax);

  return {
    /** The buyer's own limit comes first: what it refuses does not count against those who share the address. */
    async command(buyer, address) {
      const own = buyer === null ? null : await refusalOf(buyers, buyer);
      return own ?? refusalOf(addresses, addressKey(address));
    },
    read: (address) => refusalOf(reads, addressKey(address)),
    socketRefusal: (address) =>
      sockets.hasRoom(addressKey(address)) ? null : rateLimited(socketRetryAfterMs),
    openSocket: (address) => sockets.open(addressKey(address)),
  };
}

async function refusalOf(rate: Rate, key: string): Promise<Refusal | null> {
  const waitMs = await rate.spend(key);
  return waitMs === null ? null : rateLimited(waitMs);
}

function rateLimited(retryAfterMs: number): Refusal {
  return { code: 'RATE_LIMITED', details: { retryAfterMs } };
}
