import { describe, expect, it } from 'vitest';
import { parseKeyring } from './keyring.ts';

const secretOf = (byte: number, bytes = 32) => Buffer.alloc(bytes, byte).toString('base64url');

describe('a keyring', () => {
  it('signs with the first key and knows every one', () => {
    const ring = parseKeyring(`second:${secretOf(2)}, first:${secretOf(1)}`);
    expect(ring.signing.id).toBe('second');
    expect(ring.keys.map(({ id }) => id)).toEqual(['second', 'first']);
    expect(ring.signing.secret).toEqual(new Uint8Array(32).fill(2));
    expect(ring.find('first')?.secret).toEqual(new Uint8Array(32).fill(1));
    expect(ring.find('second')).toBe(ring.signing);
    expect(ring.find('third')).toBeUndefined();
    expect(ring.find('')).toBeUndefined();
  });

  it('takes a secret with padding, and one that is longer', () => {
    expect(parseKeyring(`key:${secretOf(3, 40)}==`).signing.secret).toHaveLength(40);
  });

  const malformed = 'each session key must be written id:base64url';
  it.each([
    ['nothing', '', malformed],
    ['a comma at the end', `first:${secretOf(1)},`, malformed],
    ['a key without an id', `:${secretOf(1)}`, malformed],
    ['a key without a secret', 'first:', malformed],
    ['a secret alone', secretOf(1), malformed],
    ['a key of three parts', `first:${secretOf(1)}:more`, malformed],
    ['an id that is a secret in the wrong place', `${secretOf(1)}:first`, malformed],
    ['an id with a blank', `my key:${secretOf(1)}`, malformed],
    ['a secret in the other base64 alphabet', `first:${'+/'.repeat(22)}`, malformed],
    ['a secret with a stray character', `first:${secretOf(1)}*`, malformed],
    ['a secret of 31 bytes', `first:${secretOf(1, 31)}`, 'session key first must have at least 32 bytes'],
    ['an id named twice', `a:${secretOf(1)},a:${secretOf(2)}`, 'session key a is named twice'],
  ])('is refused with %s, in a sentence that tells no secret', (_, text, sentence) => {
    expect(() => parseKeyring(text)).toThrow(new RangeError(sentence));
  });
});
