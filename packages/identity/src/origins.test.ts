import { describe, expect, it } from 'vitest';
import { parseOrigins } from './origins.ts';

const host = 'sale.example';

describe('a page', () => {
  const rule = parseOrigins(' https://shop.example, http://localhost:8080 ,');

  it.each([
    ['that is listed', 'https://shop.example', host],
    ['that is listed with its port', 'http://localhost:8080', host],
    ['of the same host', 'https://sale.example', host],
    ['of the same host on plain http', 'http://sale.example', host],
    ['of the same host and port', 'http://sale.example:8080', 'sale.example:8080'],
    ['of the same address', 'http://127.0.0.1:8080', '127.0.0.1:8080'],
    ['of the same IPv6 address', 'http://[::1]:8080', '[::1]:8080'],
  ])('[I2] %s may act', (_, origin, ofHost) => {
    expect(rule.isAllowed({ origin, host: ofHost, fetchSite: undefined })).toBe(true);
  });

  it.each([
    ['of another host', 'https://evil.example'],
    ['of a host below a listed one', 'https://a.shop.example'],
    ['of a host below the own', 'https://sub.sale.example'],
    ['of a host above the own', 'https://example'],
    ['whose host begins with a listed one', 'https://shop.example.evil.example'],
    ['whose host ends with a listed one', 'https://evilshop.example'],
    ['of a listed host on another port', 'https://shop.example:8443'],
    ['of a listed host on another scheme', 'http://shop.example'],
    ['of the same host on another port', 'https://sale.example:8443'],
    ['in a sandbox', 'null'],
    ['of no origin at all', ''],
    ['of what is no URL', 'not an origin'],
    ['of a host without a scheme', 'sale.example'],
    ['of a file', 'file:///sale.example'],
    ['of an extension', 'chrome-extension://sale.example'],
    ['whose origin has a path', 'https://sale.example/'],
    ['whose origin names a user', 'https://evil@sale.example'],
    ['of two origins', 'https://shop.example, https://evil.example'],
    ['of a listed origin in other letters', 'HTTPS://SHOP.EXAMPLE'],
  ])('[I2] %s may not act', (_, origin) => {
    expect(rule.isAllowed({ origin, host, fetchSite: undefined })).toBe(false);
  });

  it('[I2] is judged by its origin, whatever else the request says of it', () => {
    expect(rule.isAllowed({ origin: 'https://shop.example', host, fetchSite: 'cross-site' })).toBe(true);
    expect(rule.isAllowed({ origin: 'https://evil.example', host, fetchSite: 'same-origin' })).toBe(false);
  });

  it('[I2] may not act where the host is not known, unless it is listed', () => {
    const nowhere = { host: undefined, fetchSite: undefined };
    expect(rule.isAllowed({ ...nowhere, origin: 'https://sale.example' })).toBe(false);
    expect(rule.isAllowed({ ...nowhere, origin: 'https://shop.example' })).toBe(true);
  });
});

describe('a page of any host on a listed port', () => {
  const rule = parseOrigins('http://*:30080');
  const isAllowed = (origin: string) =>
    rule.isAllowed({ origin, host: '198.51.100.7:30443', fetchSite: undefined });

  it.each(['http://198.51.100.9:30080', 'http://node1.example:30080', 'http://[2001:db8::7]:30080'])(
    '[I2] %s may act',
    (origin) => {
      expect(isAllowed(origin)).toBe(true);
    },
  );

  it.each([
    'https://198.51.100.9:30080',
    'http://198.51.100.9:30081',
    'http://198.51.100.9',
    'http://evil@198.51.100.9:30080',
    'http://198.51.100.9:30080/',
    'http://*:30080/',
    'null',
  ])('[I2] %s may not act', (origin) => {
    expect(isAllowed(origin)).toBe(false);
  });
});

describe('a page that may read what only buyers may', () => {
  const rule = parseOrigins('https://shop.example, http://*:30080');

  it('[I1] is one that is listed by its whole origin', () => {
    expect(rule.isListed('https://shop.example')).toBe(true);
  });

  it.each([
    undefined,
    'null',
    'https://sale.example',
    'http://shop.example',
    'https://shop.example:8443',
    'https://a.shop.example',
    'HTTPS://SHOP.EXAMPLE',
    'http://198.51.100.9:30080',
    'http://*:30080',
  ])('[I1] is not %s', (origin) => {
    expect(rule.isListed(origin)).toBe(false);
  });
});

describe('a request without an Origin header', () => {
  it.each([
    ['from a program such as curl', undefined, true],
    ['from a browser, of a page of this host', 'same-origin', true],
    ['from a browser, of a page of a neighbouring host', 'same-site', false],
    ['from a browser, of another page', 'cross-site', false],
    ['from a browser, of no page', 'none', false],
  ])('[I2] %s', (_, fetchSite, isAllowed) => {
    expect(parseOrigins('').isAllowed({ origin: undefined, host, fetchSite })).toBe(isAllowed);
  });
});

describe('a list of origins', () => {
  it.each(['', ' ', ',', ' , '])('may be empty: %j', (text) => {
    const shop = { origin: 'https://shop.example', host, fetchSite: undefined };
    expect(parseOrigins(text).isAllowed(shop)).toBe(false);
  });

  it.each([
    'shop.example',
    'https://shop.example/',
    'https://shop.example/path',
    'https://Shop.example',
    'https://shop.example:443',
    'https://user@shop.example',
    'https://*.shop.example',
    'https://*',
    'https://*:443',
    'http://*:080',
    'http://*:30080/',
    'https://',
    'data:x',
    'file:///tmp',
    'null',
    '*',
  ])('is refused with %s in it, which it names', (entry) => {
    expect(() => parseOrigins(`https://ok.example, ${entry}`)).toThrow(
      new RangeError(`${entry} is not an origin such as https://shop.example`),
    );
  });
});
