/** A repeatable source of random numbers: the same seed gives the same sequence everywhere. */
export interface Random {
  /** The next 32 bits, as an unsigned integer. */
  uint32(): number;
  /** An integer from 0 up to, not including, `below`, which must be 1 to 2^32. */
  below(below: number): number;
  /** One element of a list that is not empty. */
  pick<T>(items: readonly T[]): T;
  /** `count` different elements in random order; all of them when there are fewer. */
  sample<T>(items: readonly T[], count: number): T[];
}

/** Mulberry32 (Tommy Ettinger, public domain): 32 bits of state, good enough to vary tests. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const uint32 = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let bits = Math.imul(state ^ (state >>> 15), state | 1);
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
    return (bits ^ (bits >>> 14)) >>> 0;
  };
  const below = (limit: number): number => Math.floor((uint32() / 0x1_0000_0000) * limit);
  const sample = <T>(items: readonly T[], count: number): T[] => {
    const rest = [...items];
    const taken: T[] = [];
    while (taken.length < count && rest.length > 0) taken.push(...rest.splice(below(rest.length), 1));
    return taken;
  };
  const pick = <T>(items: readonly T[]): T => {
    const item = items[below(items.length)];
    if (item === undefined) throw new RangeError('nothing to pick from');
    return item;
  };
  return { uint32, below, pick, sample };
}
