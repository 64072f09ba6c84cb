import type { MirrorStep, SaleRoom } from '@onsale/booking';
import type { LogEntry, Notice } from '@onsale/domain';
import { describe, expect, it } from 'vitest';
import { startNotices } from './notices.ts';
import { roomOf } from './socket-types.ts';
import { FakeMirror } from './testing/fake-mirror.ts';
import { FakeServer } from './testing/fake-server.ts';

const untilMs = Date.UTC(2040, 0, 1);
const noticeOf = (buyer: string, more: Partial<Notice> = {}): Notice => ({
  buyer,
  hold: `hold of ${buyer}`,
  state: 'active',
  seats: [0],
  untilMs,
  ...more,
});

function entryOf(section: number, ...notices: readonly Notice[]): LogEntry {
  return { show: 'test-show', section, version: 1, changes: [], notices };
}

class NoticesBench {
  readonly server = new FakeServer();
  readonly mirrored = new Set<number>();
  step: (step: MirrorStep) => void = () => {};
  entries: (entries: readonly LogEntry[]) => void = () => {};

  constructor() {
    const room = {
      onStep: (listener: (step: MirrorStep) => void) => {
        this.step = listener;
      },
      onEntries: (listener: (entries: readonly LogEntry[]) => void) => {
        this.entries = listener;
      },
      mirrors: { peek: (_: string, section: number) => (this.mirrored.has(section) ? {} : undefined) },
    } as unknown as SaleRoom;
    startNotices(this.server.io, room);
  }

  /** What the buyer was told on his sockets. */
  told(buyer: string): unknown[] {
    return [...this.server.sockets.sockets.values()]
      .filter(({ data }) => data.buyer === buyer)
      .flatMap(({ sent }) => sent.filter(([event]) => event === 'hold').map(([, payload]) => payload));
  }
}

describe('a buyer', () => {
  it('[I1] is told of his own hold, on each of his sockets, and of nobody else’s', async () => {
    const bench = new NoticesBench();
    await bench.server.open('ann', [roomOf.buyer('ann')]);
    await bench.server.open('bob', [roomOf.buyer('bob')]);
    bench.entries([entryOf(0, noticeOf('ann', { order: 'order-1', state: 'paid' }))]);
    expect(bench.told('ann')).toEqual([
      {
        id: 'hold of ann',
        show: 'test-show',
        state: 'paid',
        seats: [0],
        expiresAt: '2040-01-01T00:00:00.000Z',
        order: 'order-1',
      },
    ]);
    expect(bench.told('bob')).toEqual([]);
  });

  it('who has no socket here costs nothing', () => {
    const bench = new NoticesBench();
    bench.entries([entryOf(0, noticeOf('ann'))]);
    expect(bench.server.sent).toEqual([]);
  });

  it('is told once of a hold in a mirrored section: when its mirror gets there', async () => {
    const bench = new NoticesBench();
    await bench.server.open('ann', [roomOf.buyer('ann')]);
    bench.mirrored.add(0);
    const entry = entryOf(0, noticeOf('ann'));
    bench.entries([entry]);
    expect(bench.told('ann')).toEqual([]);
    bench.step(new FakeMirror(4).step([], { entries: [entry] }));
    expect(bench.told('ann')).toHaveLength(1);
  });

  it('is told every notice of a step, in the order of the log', async () => {
    const bench = new NoticesBench();
    await bench.server.open('ann', [roomOf.buyer('ann')]);
    const entries = [
      entryOf(0, noticeOf('ann'), noticeOf('ann', { state: 'released', seats: [] })),
      entryOf(0, noticeOf('ann', { hold: 'another' })),
    ];
    bench.step(new FakeMirror(4).step([], { versions: 2, entries }));
    expect(bench.told('ann')).toMatchObject([
      { state: 'active', order: null },
      { state: 'released', seats: [] },
      { id: 'another' },
    ]);
  });
});
