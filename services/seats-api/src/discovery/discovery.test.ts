import { ConfigError } from '@onsale/runtime';
import { describe, expect, it } from 'vitest';
import { readSettings } from '../settings.ts';

const needed = {
  MYSQL_URL: 'mysql://onsale:hunter2@db:3306/onsale',
  REDIS_URL: 'redis://:hunter2@cache:6379',
  SESSION_KEYS: `first:${Buffer.alloc(32, 1).toString('base64url')}`,
};
const kubernetes = {
  REALTIME_DISCOVERY: 'kubernetes',
  REALTIME_SERVICE: 'onsale-realtime',
  REALTIME_PORT: '30443',
};

const discoveryOf = (environment: Record<string, string>) =>
  readSettings({ ...needed, ...environment }).discovery;

function faultOf(environment: Record<string, string>): string {
  try {
    discoveryOf(environment);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  throw new Error('the settings were taken');
}

/** What a discovery that asks nobody answers. */
function urlsOf(environment: Record<string, string>): string[] {
  const discovery = discoveryOf(environment);
  if (discovery.kind !== 'fixed') throw new Error('this discovery asks a cluster');
  return discovery.source.list().map(({ url }) => url);
}

describe('discovery', () => {
  it('is the list of the settings, unless they say otherwise', () => {
    const REALTIME_ENDPOINTS = 'http://localhost:8082, https://rt.example.com';
    const expected = ['http://localhost:8082', 'https://rt.example.com'];
    expect(urlsOf({ REALTIME_ENDPOINTS })).toEqual(expected);
    expect(urlsOf({ REALTIME_ENDPOINTS, REALTIME_DISCOVERY: 'static' })).toEqual(expected);
  });

  it('asks the cluster for a service’s pods and offers the nodes’ port', () => {
    expect(discoveryOf(kubernetes)).toEqual({
      kind: 'kubernetes',
      service: 'onsale-realtime',
      namespace: null,
      offer: {
        exposure: 'nodePort',
        port: 30_443,
        isSecure: false,
        addressTypes: ['ExternalDNS', 'ExternalIP', 'InternalDNS', 'InternalIP'],
      },
      fallback: null,
    });
  });

  it('takes everything that can be said of it', () => {
    const discovery = discoveryOf({
      ...kubernetes,
      REALTIME_NAMESPACE: 'sale',
      REALTIME_EXPOSURE: 'hostPort',
      REALTIME_NAME_TEMPLATE: '{ip-dashed}.rt.example.com',
      REALTIME_TLS: 'true',
      REALTIME_ADDRESS_TYPES: 'ExternalIP, InternalIP',
      REALTIME_FALLBACK_URL: 'https://rt.example.com/',
    });
    expect(discovery).toEqual({
      kind: 'kubernetes',
      service: 'onsale-realtime',
      namespace: 'sale',
      offer: {
        exposure: 'hostPort',
        port: 30_443,
        isSecure: true,
        addressTypes: ['ExternalIP', 'InternalIP'],
        nameTemplate: '{ip-dashed}.rt.example.com',
      },
      fallback: { url: 'https://rt.example.com', node: 'ingress', zone: null, connections: null },
    });
  });

  it('by an ingress asks nobody', () => {
    const ingress = { REALTIME_DISCOVERY: 'kubernetes', REALTIME_EXPOSURE: 'ingress' };
    for (const url of ['https://rt.example.com', '/'])
      expect(urlsOf({ ...ingress, REALTIME_FALLBACK_URL: url })).toEqual([url]);
  });

  it.each<[what: string, environment: Record<string, string>, fault: RegExp]>([
    ['no list', {}, /REALTIME_ENDPOINTS: is needed with REALTIME_DISCOVERY=static$/],
    ['an empty list', { REALTIME_ENDPOINTS: ',' }, /REALTIME_ENDPOINTS: /],
    ['another kind', { REALTIME_DISCOVERY: 'dns' }, /REALTIME_DISCOVERY: /],
    [
      'a list for a cluster',
      { ...kubernetes, REALTIME_ENDPOINTS: 'http://localhost:8082' },
      /REALTIME_ENDPOINTS: is for REALTIME_DISCOVERY=static$/,
    ],
    [
      'what is for a cluster beside a list',
      { REALTIME_ENDPOINTS: '/', REALTIME_SERVICE: 'realtime', REALTIME_EXPOSURE: 'nodePort' },
      /REALTIME_EXPOSURE: is for REALTIME_DISCOVERY=kubernetes; REALTIME_SERVICE: is for/,
    ],
    [
      'neither service nor port',
      { REALTIME_DISCOVERY: 'kubernetes' },
      /REALTIME_SERVICE: is needed with .*; REALTIME_PORT: is needed with REALTIME_EXPOSURE=nodePort$/,
    ],
    [
      'an ingress without an address',
      { REALTIME_DISCOVERY: 'kubernetes', REALTIME_EXPOSURE: 'ingress' },
      /REALTIME_FALLBACK_URL: is needed with REALTIME_EXPOSURE=ingress$/,
    ],
    ['another exposure', { ...kubernetes, REALTIME_EXPOSURE: 'loadBalancer' }, /REALTIME_EXPOSURE: /],
    ['no port', { ...kubernetes, REALTIME_PORT: '0' }, /REALTIME_PORT: /],
    ['no name of a service', { ...kubernetes, REALTIME_SERVICE: 'a,b=c' }, /REALTIME_SERVICE: is no name/],
    [
      'no name of a namespace',
      { ...kubernetes, REALTIME_NAMESPACE: '../kube-system' },
      /REALTIME_NAMESPACE: is no name/,
    ],
    [
      'a name for all nodes',
      { ...kubernetes, REALTIME_NAME_TEMPLATE: 'rt.example.com' },
      /REALTIME_NAME_TEMPLATE: must hold/,
    ],
    [
      'a URL for a name',
      { ...kubernetes, REALTIME_NAME_TEMPLATE: 'https://{address}' },
      /REALTIME_NAME_TEMPLATE: must be a host name/,
    ],
    [
      'an unknown kind of address',
      { ...kubernetes, REALTIME_ADDRESS_TYPES: 'ExternalIP,Public' },
      /REALTIME_ADDRESS_TYPES: must be kinds/,
    ],
    [
      'names of IP addresses of nodes that have none',
      { ...kubernetes, REALTIME_NAME_TEMPLATE: '{ip-dashed}.example', REALTIME_ADDRESS_TYPES: 'ExternalDNS' },
      /REALTIME_ADDRESS_TYPES: has no IP address for \{ip-dashed\}/,
    ],
    [
      'a fallback that is no URL',
      { ...kubernetes, REALTIME_FALLBACK_URL: 'rt.example.com' },
      /REALTIME_FALLBACK_URL: /,
    ],
    ['neither yes nor no', { ...kubernetes, REALTIME_TLS: 'perhaps' }, /REALTIME_TLS: /],
  ])('is refused by name: %s', (_, environment, fault) => {
    expect(faultOf(environment)).toMatch(fault);
    expect(faultOf(environment)).toMatch(/^bad settings: /);
    expect(faultOf(environment)).not.toContain('hunter2');
  });
});
