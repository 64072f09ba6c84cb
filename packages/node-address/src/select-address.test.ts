import { describe, expect, it } from 'vitest';
import { type AddressType, type NodeAddress, selectAddress } from './select-address.ts';

const externalDns: NodeAddress = { type: 'ExternalDNS', address: 'node-1.example.com' };
const externalIp: NodeAddress = { type: 'ExternalIP', address: '203.0.113.7' };
const internalDns: NodeAddress = { type: 'InternalDNS', address: 'node-1.internal' };
const internalIp: NodeAddress = { type: 'InternalIP', address: '10.0.0.7' };
const hostname: NodeAddress = { type: 'Hostname', address: 'node-1' };
const every = [hostname, internalIp, internalDns, externalIp, externalDns];

describe('the address of a node', () => {
  const cases: [what: string, addresses: NodeAddress[], expected: string | null][] = [
    ['its external name first', every, 'node-1.example.com'],
    ['then its external address', [hostname, internalIp, internalDns, externalIp], '203.0.113.7'],
    ['then its internal name', [hostname, internalIp, internalDns], 'node-1.internal'],
    ['then its internal address', [hostname, internalIp], '10.0.0.7'],
    ['never its mere host name', [hostname], null],
    ['nothing when it reports nothing', [], null],
    [
      'the first of several of a kind',
      [externalIp, { ...externalIp, address: '203.0.113.8' }],
      '203.0.113.7',
    ],
    [
      'the next of a kind when the first is empty',
      [{ ...externalIp, address: '' }, externalIp],
      '203.0.113.7',
    ],
    ['the next kind when one is empty', [{ ...externalDns, address: '' }, internalIp], '10.0.0.7'],
    ['nothing when all are empty', [{ ...externalDns, address: '' }], null],
    ['an IPv6 address as it is', [{ type: 'ExternalIP', address: '2001:db8::7' }, internalIp], '2001:db8::7'],
  ];

  it.each(cases)('is %s', (_, addresses, expected) => {
    expect(selectAddress(addresses)).toBe(expected);
  });

  const orders: [order: AddressType[], expected: string | null][] = [
    [['InternalIP', 'ExternalIP'], '10.0.0.7'],
    [['Hostname'], 'node-1'],
    [[], null],
  ];

  it.each(orders)('is by the order %j, when one is given, %s', (order, expected) => {
    expect(selectAddress(every, order)).toBe(expected);
  });
});
