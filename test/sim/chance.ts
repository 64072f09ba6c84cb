import { createRandom, type Random } from '@onsale/domain/testing';

/** The one source of everything that is left to chance in a simulated sale. */
export interface Chance extends Random {
  /** True that often, 0 to 1. */
  happens(probability: number): boolean;
  /** A number from `min` up to, not including, `max`; with fractions, so that two moments hardly ever meet. */
  between(min: number, max: number): number;
  /** An integer from `min` to `max`, both included. */
  whole(min: number, max: number): number;
  /** A span around a usual one: mostly near it, now and then several times as long. */
  span(usualMs: number): number;
}

export function createChance(seed: number): Chance {
  const random = createRandom(seed);
  const unit = (): number => random.uint32() / 0x1_0000_0000;
  const between = (min: number, max: number): number => min + unit() * (max - min);
  return {
    ...random,
    between,
    happens: (probability) => unit() < probability,
    whole: (min, max) => min + random.below(max - min + 1),
    span: (usualMs) =>
      unit() < 0.05 ? between(usualMs, 6 * usualMs) : between(0.4 * usualMs, 1.6 * usualMs),
  };
}
