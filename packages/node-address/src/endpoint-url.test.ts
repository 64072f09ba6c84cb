import { describe, expect, it } from 'vitest';
import { dashedIp, endpointUrl, parseNameTemplate } from './endpoint-url.ts';

describe('an address as a name', () => {
  it.each([
    ['198.51.100.7', '198-51-100-7'],
    ['2001:db8::7', '2001-db8--7'],
    ['2001:db8:1:2:3:4:5:6', '2001-db8-1-2-3-4-5-6'],
    // A label of a host name neither begins nor ends with a dash (RFC 1123, 2.1).
    ['::1', '0--1'],
    ['2001:db8::', '2001-db8--0'],
    ['::', '0--0'],
    ['::ffff:198.51.100.7', '0--ffff-198-51-100-7'],
  ])('%s becomes %s', (address, expected) => {
    expect(dashedIp(address)).toBe(expected);
  });
});

describe('the URL of an endpoint', () => {
  const zone = '{ip-dashed}.rt.example.com';
  const cases: [address: string, template: string | undefined, isSecure: boolean, expected: string][] = [
    ['198.51.100.7', undefined, false, 'http://198.51.100.7:30443'],
    ['198.51.100.7', undefined, true, 'https://198.51.100.7:30443'],
    ['2001:db8::7', undefined, false, 'http://[2001:db8::7]:30443'],
    ['node-1.example.com', undefined, true, 'https://node-1.example.com:30443'],
    ['198.51.100.7', zone, true, 'https://198-51-100-7.rt.example.com:30443'],
    ['2001:db8::7', zone, true, 'https://2001-db8--7.rt.example.com:30443'],
    ['::1', zone, true, 'https://0--1.rt.example.com:30443'],
    [
      '198.51.100.7',
      '{ip-dashed}.{ip-dashed}.example',
      false,
      'http://198-51-100-7.198-51-100-7.example:30443',
    ],
    ['node-1', '{address}.rt.example.com', true, 'https://node-1.rt.example.com:30443'],
    ['198.51.100.7', 'rt.example.com', true, 'https://rt.example.com:30443'],
  ];

  it.each(cases)(
    'of %s by the template %s (secure: %s) is %s',
    (address, nameTemplate, isSecure, expected) => {
      const options = nameTemplate === undefined ? { isSecure } : { nameTemplate, isSecure };
      const url = endpointUrl(address, 30_443, options);
      expect(url).toBe(expected);
      expect(new URL(url).origin).toBe(expected);
    },
  );
});

describe('a name template', () => {
  it.each(['{ip-dashed}.rt.example.com', 'node-{ip-dashed}.example', '{address}', '{address}.Example.com'])(
    'may be %s',
    (template) => {
      expect(parseNameTemplate(template)).toBe(template);
    },
  );

  it.each(['rt.example.com', '{ip}.rt.example.com', ''])(
    'is refused without a node in it: %j',
    (template) => {
      expect(() => parseNameTemplate(template)).toThrow(/^must hold \{ip-dashed\} or \{address\}/);
    },
  );

  it.each([
    'https://{address}',
    '{ip-dashed}.rt.example.com:443',
    '{ip-dashed}/path',
    '{ip-dashed} .example',
    '{ip-dashed}.{zone}',
  ])('is refused when it makes no host name: %s', (template) => {
    expect(() => parseNameTemplate(template)).toThrow(/^must be a host name/);
  });
});
