import { describe, expect, it } from 'vitest';
import { createSessionKeys } from '../../services/session-keys.ts';
import { Client } from './client.ts';
import { createOnsaleDialect } from './onsale-dialect.ts';
import { SampledMap } from './sampled-map.ts';
import { Screens } from './screens.ts';
import { createTextbookDialect } from './textbook-dialect.ts';

function clientOf(design: 'onsale' | 'textbook', map: SampledMap | null = null) {
  const screens = new Screens(1, 0);
  const dialect =
    design === 'textbook'
      ? createTextbookDialect(1)
      : createOnsaleDialect({
          show: 'bench',
          sectionCount: 2,
          sessionKeys: createSessionKeys(),
          watches: true,
        });
  const plan = {
    dialect,
    url: new URL('http://127.0.0.1:1'),
    process: 0,
    localAddress: '127.0.0.1',
    sectionCount: 2,
  };
  return { client: new Client({ ...plan, screens, map, onAnswer: () => {} }), screens };
}

function hear(client: Client, packet: string, nowMs: number): void {
  const buffer = Buffer.from(packet);
  client.packet(buffer, 0, buffer.length, buffer.length, nowMs);
}

const seats = (section: string, from: number, to: number, set: number[][] = []) =>
  `42${JSON.stringify(['seats', { show: 'bench', section, from, to, set }])}`;

describe('Client', () => {
  it('notices a frame that does not follow the one before, by section', () => {
    const { client } = clientOf('onsale');
    for (const [section, from, to] of [
      ['s0', 3, 4],
      ['s1', 0, 7],
      ['s0', 4, 6],
      ['s1', 7, 9],
    ] as const)
      hear(client, seats(section, from, to), 1);
    expect(client.gaps).toBe(0);
    hear(client, seats('s0', 7, 8), 1);
    expect(client.gaps).toBe(1);
    hear(client, seats('s1', 7, 9), 1);
    expect(client.gaps).toBe(2);
    expect([...client.versions]).toEqual([8, 9]);
  });

  it('expects no order of messages that have no versions', () => {
    const { client } = clientOf('textbook');
    for (const col of [9, 2, 5])
      hear(client, `42["result",{"row":0,"col":${col},"userId":"u5","actionType":"reserve"}]`, 1);
    expect(client.gaps).toBe(0);
  });

  it('notes when a frame came to the first and to the last screen, and what a sampled one reads in it', () => {
    const map = new SampledMap(20, 2);
    const { client, screens } = clientOf('onsale', map);
    hear(
      client,
      seats('s0', 0, 2, [
        [3, 1],
        [4, 0],
      ]),
      100,
    );
    hear(
      client,
      seats('s0', 0, 2, [
        [3, 1],
        [4, 0],
      ]),
      140,
    );
    hear(client, seats('s0', 2, 3, [[3, 2]]), 200);
    const [records] = screens.records();
    expect(records).toEqual([
      { section: 0, from: 0, to: 2, firstMs: 100, lastMs: 140, receipts: 2, taken: [3] },
      { section: 0, from: 2, to: 3, firstMs: 200, lastMs: 200, receipts: 1, taken: [3] },
    ]);
    expect(map.states[3]).toBe(2);
    expect(map.shownMs[3]).toBe(100);
    // The first tenth of a second after the start has none.
    expect([...screens.deliveries().frames.slice(0, 3)]).toEqual([0, 2, 1]);
  });

  it('counts a read once, however many frames it brought', () => {
    const { client, screens } = clientOf('onsale');
    hear(client, seats('s0', 0, 2), 100);
    hear(client, seats('s1', 0, 1), 100);
    hear(client, seats('s0', 2, 3), 120);
    const { reads, frames } = screens.deliveries();
    expect([frames[1], reads[1]]).toEqual([3, 2]);
  });

  it('counts no read that brought only an answer', () => {
    const { client, screens } = clientOf('onsale');
    hear(client, '431[{"ok":true}]', 100);
    expect(screens.deliveries().reads[1]).toBe(0);
  });
});
