import { describe, expect, it } from 'vitest';
import { parseWebhookSecrets } from './webhook-secrets.ts';

const secretOf = (bytes: number) => `whsec_${Buffer.alloc(bytes, 7).toString('base64')}`;

describe('webhook secrets', () => {
  it('are one or several, with commas between', () => {
    expect(parseWebhookSecrets(secretOf(24))).toEqual([secretOf(24)]);
    expect(parseWebhookSecrets(`${secretOf(32)}, ${secretOf(64)}`)).toEqual([secretOf(32), secretOf(64)]);
  });

  it.each([
    '',
    'secret',
    secretOf(23),
    secretOf(65),
    secretOf(32).slice('whsec_'.length),
    `${secretOf(32)},`,
    `${secretOf(32)} ${secretOf(32)}`,
    `${secretOf(32)}!`,
  ])('are nothing else: "%s"', (text) => {
    expect(() => parseWebhookSecrets(text)).toThrow('must be whsec_ and base64 of 24 to 64 bytes');
  });
});
