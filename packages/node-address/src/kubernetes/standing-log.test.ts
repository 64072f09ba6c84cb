import { beforeEach, describe, expect, it } from 'vitest';
import type { Standing } from './follower.ts';
import { ApiFault } from './resource.ts';
import { createStandingLog } from './standing-log.ts';

const following: Standing = { kind: 'following' };
const lost = (failures: number, fault = new ApiFault('connect ECONNREFUSED', null)): Standing => ({
  kind: 'lost',
  failures,
  fault,
  heardMs: 0,
});
const never = (failures: number, fault: ApiFault | null = null): Standing => ({
  kind: 'never',
  failures,
  fault,
});
const somewhere = { url: 'http://10.0.0.1', node: 'node-1', zone: null, connections: null };

describe('what discovery says in the log', () => {
  let lines: { level: string; message: string; details: object }[];
  const log = {
    info: (details: object, message: string) => void lines.push({ level: 'info', message, details }),
    warn: (details: object, message: string) => void lines.push({ level: 'warn', message, details }),
  };
  beforeEach(() => {
    lines = [];
  });
  const messages = () => lines.map(({ level, message }) => `${level}: ${message}`);

  it('is nothing when a connection is cut and back at once', () => {
    const standingLog = createStandingLog(log, null);
    for (const nodes of [never(0), following, lost(1), following]) standingLog.take({ nodes });
    expect(lines).toEqual([]);
  });

  it('is one line when the API server is lost, and one when it is back, for all that is followed', () => {
    const standingLog = createStandingLog(log, 'https://rt.example.com');
    standingLog.take({ endpointslices: following, nodes: lost(2) });
    standingLog.take({ endpointslices: lost(2), nodes: lost(3) });
    standingLog.take({ endpointslices: lost(3), nodes: following });
    expect(messages()).toEqual([
      'warn: the Kubernetes API cannot be asked for nodes: what it said last stays in use',
    ]);
    expect(lines[0]?.details).toEqual({ resource: 'nodes', status: null, reason: 'connect ECONNREFUSED' });
    standingLog.take({ endpointslices: following, nodes: following });
    expect(messages().slice(1)).toEqual([
      'info: the Kubernetes API answers again: node addresses are followed',
    ]);
    standingLog.take({ endpointslices: lost(2), nodes: following });
    expect(lines).toHaveLength(3);
  });

  it.each([
    [
      403,
      'https://rt.example.com',
      'the service account may not list and watch nodes: buyers are sent to https://rt.example.com',
    ],
    [401, null, 'the service account may not list and watch nodes: no node address can be offered'],
    [500, null, 'the Kubernetes API cannot be asked for nodes: no node address can be offered'],
  ])('names what is wrong when nothing was ever known: %d', (status, fallbackUrl, message) => {
    createStandingLog(log, fallbackUrl).take({ nodes: never(2, new ApiFault('no', status)) });
    expect(messages()).toEqual([`warn: ${message}`]);
    expect(lines[0]?.details).toMatchObject({ status, reason: 'no' });
  });

  it('says once why nothing can be offered, and again when it happens again', () => {
    const standingLog = createStandingLog(log, null);
    const none = { endpoints: [], leftOut: new Map([['noAddress', 3]] as const) };
    const some = { endpoints: [somewhere], leftOut: new Map() };
    for (const offers of [some, none, none, some, none]) standingLog.takeOffers(offers, 1);
    expect(messages()).toEqual(Array(2).fill('warn: no realtime pod can be offered to buyers'));
    expect(lines[0]?.details).toEqual({ slices: 1, leftOut: { noAddress: 3 }, fallback: null });
  });

  it('asks for the service when there are no slices of it', () => {
    createStandingLog(log, null).takeOffers({ endpoints: [], leftOut: new Map() }, 0);
    expect(messages()[0]).toMatch(/^warn: the realtime service has no endpoint slices/);
  });
});
