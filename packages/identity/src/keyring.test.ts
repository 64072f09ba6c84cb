import { describe, expect, it } from 'vitest';
import { parseKeyring } from './keyring.ts';

const secret = (byte: number, length = 32) => Buffer.alloc(length, byte).toString('base64url');

describe('a keyring', () => {
  it('signs with the first key and knows them all', () => {
    const keyring = parseKeyring(`b:${secret(2)}, a:${secret(1)}`);
    expect(keyring.signing.id).toBe('b');
    expect(keyring.find('a')?.secret).toEqual(Uint8Array.from(Buffer.alloc(32, 1)));
    expect(keyring.find('c')).toBeUndefined();
    expect(keyring.find('')).toBeUndefined();
  });

  it.each([
    ['', 'id:base64url'],
    ['a', 'id:base64url'],
    [`:${secret(1)}`, 'id:base64url'],
    [`a:${secret(1)}:x`, 'id:base64url'],
    [`a:${secret(1)},`, 'id:base64url'],
    [`a:${secret(1, 31)}`, '32 bytes'],
    [`a:${secret(1)},a:${secret(2)}`, 'named twice'],
  ])('is refused as %s', (text, reason) => {
    expect(() => parseKeyring(text)).toThrow(reason);
  });

  it('does not tell a secret when it is refused', () => {
    const text = `a:${secret(5, 31)}`;
    expect(() => parseKeyring(text)).toThrow(
      expect.not.objectContaining({ message: expect.stringContaining(secret(5, 31)) }),
    );
  });
});
