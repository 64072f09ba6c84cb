import { describe, expect, it } from 'vitest';
import { parseOrigins } from './origins.ts';

const listed = 'https://shop.example, http://localhost:8080';
const host = 'sale.example';

describe('a request that changes something', () => {
  it.each<[origin: string | undefined, fetchSite: string | undefined, isAllowed: boolean]>([
    ['https://sale.example', undefined, true],
    ['http://sale.example', undefined, true],
    ['https://shop.example', 'cross-site', true],
    ['http://localhost:8080', undefined, true],
    ['https://shop.example.evil.example', undefined, false],
    ['https://evil.example', 'same-origin', false],
    ['https://sale.example:8443', undefined, false],
    ['https://sub.sale.example', undefined, false],
    ['http://shop.example', undefined, false],
    ['null', undefined, false],
    ['', undefined, false],
    ['not an origin', undefined, false],
    // A program such as curl.
    [undefined, undefined, true],
    // A browser that left the Origin out.
    [undefined, 'same-origin', true],
    [undefined, 'cross-site', false],
    [undefined, 'same-site', false],
    [undefined, 'none', false],
  ])('[I2] with Origin %s and Sec-Fetch-Site %s: %s', (origin, fetchSite, isAllowed) => {
    expect(parseOrigins(listed).isAllowed({ origin, host, fetchSite })).toBe(isAllowed);
  });

  it('from a page is refused where the host is not known', () => {
    const request = { origin: 'https://sale.example', host: undefined, fetchSite: undefined };
    expect(parseOrigins('').isAllowed(request)).toBe(false);
  });
});

describe('a list of origins', () => {
  it.each([
    'shop.example',
    'https://shop.example/',
    'https://shop.example/path',
    '*',
    'null',
    'data:x',
    'https://*',
  ])('is refused with %s in it', (entry) => {
    expect(() => parseOrigins(`https://a.example, ${entry}`)).toThrow(RangeError);
  });
});
