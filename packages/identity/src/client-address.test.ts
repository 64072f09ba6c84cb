import { isIP } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clientAddress } from './client-address.ts';

const peer = '10.0.0.1';

describe('the client’s address', () => {
  it.each<[what: string, header: string | undefined, hops: number, address: string]>([
    ['no proxy is trusted: a header is somebody’s claim', '203.0.113.7', 0, peer],
    ['no header', undefined, 1, peer],
    ['an empty header', '', 1, peer],
    ['only commas', ', ,,', 2, peer],
    ['one proxy', '203.0.113.7', 1, '203.0.113.7'],
    ['one proxy, and a forged entry before its own', '198.51.100.66, 203.0.113.7', 1, '203.0.113.7'],
    ['one proxy, and a long forged list', `${'198.51.100.66, '.repeat(500)}203.0.113.7`, 1, '203.0.113.7'],
    ['two proxies', '203.0.113.7, 10.9.9.9', 2, '203.0.113.7'],
    ['two proxies, and a forged entry', '198.51.100.66, 203.0.113.7, 10.9.9.9', 2, '203.0.113.7'],
    ['two proxies, only the inner one was asked', '203.0.113.7', 2, '203.0.113.7'],
    ['no blanks', '198.51.100.66,203.0.113.7,10.9.9.9', 2, '203.0.113.7'],
    ['a port', '203.0.113.7:4711', 1, '203.0.113.7'],
    ['IPv6', '2001:db8::7', 1, '2001:db8::7'],
    ['IPv6 in capitals', '2001:DB8::7', 1, '2001:db8::7'],
    ['IPv6 in brackets', '[2001:db8::7]', 1, '2001:db8::7'],
    ['IPv6 with a port', '[2001:db8::7]:4711', 1, '2001:db8::7'],
    ['IPv6 with a zone', 'fe80::1%eth0', 1, 'fe80::1'],
    ['IPv4 written as IPv6', '::ffff:203.0.113.7', 1, '203.0.113.7'],
    ['a name', 'client.example', 1, peer],
    ['unknown, as RFC 7239 allows', 'unknown', 1, peer],
    ['a number too large', '203.0.113.256', 1, peer],
    ['too few numbers', '203.0.113', 1, peer],
    ['brackets that do not close', '[2001:db8::7', 1, peer],
    ['a port that is none', '203.0.113.7:http', 1, peer],
    ['a long entry', '1'.repeat(5_000), 1, peer],
    ['a long entry that ends like an address', `${'1'.repeat(4_085)}203.0.113.7`, 1, peer],
    ['an empty entry where the proxy’s should be', '203.0.113.7, ', 1, peer],
  ])('with %s', (_what, header, hops, address) => {
    expect(clientAddress(header, peer, hops)).toBe(address);
  });

  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['2001:db8::7', '2001:db8::7'],
    [undefined, 'unknown'],
    ['', 'unknown'],
  ])('without a proxy is the peer’s: %s is %s', (socketAddress, address) => {
    expect(clientAddress(undefined, socketAddress, 0)).toBe(address);
  });

  it('is an address or the peer’s, short and quickly found, whatever the header holds', () => {
    const part = fc.oneof(
      fc.string({ maxLength: 40 }),
      fc.ipV4(),
      fc.ipV6(),
      fc.constantFrom(',', ' ', ':', '::', '[', ']', '%', '0'.repeat(200), '\t', ',,,,'),
    );
    const header = fc.array(part, { maxLength: 200 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(header, fc.integer({ min: 0, max: 16 }), (text, hops) => {
        const address = clientAddress(text, peer, hops);
        expect(isIP(address)).not.toBe(0);
        if (hops === 0) expect(address).toBe(peer);
      }),
      { numRuns: 2_000 },
    );
  });

  it('is never what a client wrote to the left of the trusted proxies’ entries', () => {
    const forged = fc.array(fc.oneof(fc.ipV4(), fc.string()), { maxLength: 50 });
    const trusted = fc.array(fc.ipV4(), { minLength: 1, maxLength: 16 });
    fc.assert(
      fc.property(forged, trusted, (claims, written) => {
        const header = [...claims, ...written].join(', ');
        expect(clientAddress(header, peer, written.length)).toBe(written[0]);
      }),
    );
  });
});
