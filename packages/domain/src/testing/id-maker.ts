import type { EpochMs } from '../ids.ts';
import type { Random } from './random.ts';

/**
 * Makes UUIDv7s (RFC 9562) that ascend in the order of their making: each one's time is the clock's, or one
 * millisecond more than the last one's when the clock has not moved.
 */
export function createIdMaker(random: Random, nowMs: () => EpochMs): () => string {
  let lastMs = -1;
  return () => {
    lastMs = Math.max(lastMs + 1, nowMs());
    const time = lastMs.toString(16).padStart(12, '0');
    const hex = (digits: number): string => random.uint32().toString(16).padStart(8, '0').slice(-digits);
    const variant = (8 + random.below(4)).toString(16);
    return `${time.slice(0, 8)}-${time.slice(8)}-7${hex(3)}-${variant}${hex(3)}-${hex(8)}${hex(4)}`;
  };
}
