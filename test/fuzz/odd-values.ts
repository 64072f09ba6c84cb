import type { Random } from '@onsale/domain/testing';

/** Texts that have broken something somewhere. */
const oddTexts: readonly string[] = [
  '',
  ' ',
  '.',
  '..',
  '../../etc/passwd',
  '__proto__',
  'constructor',
  'toString',
  'null',
  'undefined',
  'NaN',
  '-1',
  '0x10',
  '1e999',
  '9007199254740993',
  "' OR 1=1 --",
  '"; DROP TABLE seats; --',
  '{{7*7}}',
  '<script>alert(1)</script>',
  '\u0000',
  '\r\nset-cookie: a=b',
  '좌석',
  '😀'.repeat(16),
  'e\u0301'.repeat(32),
  '\u202e\u2066',
  '\ufffd\ufffe\uffff',
  'a'.repeat(63),
  'a'.repeat(65),
  'a'.repeat(4_000),
  '%',
  '%00',
  '%zz',
  '%ED%A0%80',
  '%2e%2e%2f',
];

const oddNumbers: readonly number[] = [
  -1,
  -0,
  0.5,
  1e21,
  1e308,
  -1e308,
  2 ** 31,
  2 ** 32,
  2 ** 53,
  -(2 ** 53),
  Number.MIN_VALUE,
  999_999_999,
];

export function oddText(random: Random): string {
  return random.pick(oddTexts);
}

/** A value as JSON can carry it, of any type. */
export function oddValue(random: Random, depth = 0): unknown {
  switch (random.below(depth > 2 ? 5 : 8)) {
    case 0:
      return null;
    case 1:
      return random.below(2) === 0;
    case 2:
      return random.pick(oddNumbers);
    case 3:
      return random.below(200) - 20;
    case 4:
      return oddText(random);
    case 5:
      return Array.from({ length: random.below(4) }, () => oddValue(random, depth + 1));
    case 6:
      return deep(random.pick([10, 100, 1_000]));
    default:
      return oddObject(random, depth);
  }
}

function oddObject(random: Random, depth: number): object {
  const keys = Array.from({ length: random.below(4) }, () => oddText(random));
  const entries = keys.map((key) => `${JSON.stringify(key)}:${JSON.stringify(oddValue(random, depth + 1))}`);
  // As text, so that `__proto__` becomes a field of its own.
  return JSON.parse(`{${entries.join(',')}}`) as object;
}

function deep(depth: number): unknown {
  return JSON.parse(`${'['.repeat(depth)}${']'.repeat(depth)}`) as unknown;
}

/** The value with one thing changed: a field set, removed or added, an item changed, or all of it replaced. */
export function changedValue(random: Random, value: unknown): unknown {
  if (Array.isArray(value) && random.below(4) > 0) {
    const copy: unknown[] = [...value];
    const at = random.below(copy.length + 1);
    copy[at] = at < copy.length && random.below(3) > 0 ? changedValue(random, copy[at]) : oddValue(random);
    return random.below(8) === 0 ? Array<number>(1_500).fill(random.below(200)) : copy;
  }
  if (typeof value === 'object' && value !== null && random.below(6) > 0) {
    const entries = Object.entries(value);
    const at = random.below(entries.length + 1);
    const [key, inner] = entries[at] ?? [oddText(random), oddValue(random)];
    const change = random.below(3);
    if (change === 0) return Object.fromEntries(entries.filter(([name]) => name !== key));
    return { ...value, [key]: change === 1 ? oddValue(random) : changedValue(random, inner) };
  }
  return oddValue(random);
}

/** The text with some of its characters gone, doubled, swapped for others, or cut off. */
export function changedText(random: Random, text: string): string {
  let changed = text;
  for (let times = 1 + random.below(4); times > 0; times--) {
    const at = random.below(changed.length + 1);
    const [before, after] = [changed.slice(0, at), changed.slice(at)];
    switch (random.below(4)) {
      case 0:
        changed = before + after.slice(1 + random.below(4));
        break;
      case 1:
        changed = before + after.slice(0, 8).repeat(2) + after.slice(8);
        break;
      case 2:
        changed =
          before + String.fromCharCode(random.below(random.pick([128, 256, 65_536]))) + after.slice(1);
        break;
      default:
        changed =
          random.below(3) === 0 ? before : before + random.pick(['"', '{', '[', '\\', ',', '0', '%']) + after;
    }
  }
  return changed;
}

/** Bytes, mostly of no meaning. */
export function oddBytes(random: Random, bytesMax: number): Buffer {
  const bytes = Buffer.alloc(random.below(bytesMax) + 1);
  for (let index = 0; index < bytes.length; index++) bytes[index] = random.below(256);
  return bytes;
}
