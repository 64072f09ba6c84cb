import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { moveSockets } from './moving.ts';
import { FakeServer, type FakeSocket } from './testing/fake-server.ts';

const withinMs = 4_000;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

async function openSockets(server: FakeServer, count: number): Promise<FakeSocket[]> {
  const sockets: FakeSocket[] = [];
  for (let index = 0; index < count; index++) sockets.push(await server.open(`buyer-${index}`));
  return sockets;
}

const asked = (sockets: readonly FakeSocket[]) => sockets.filter(({ sent }) => sent.length > 0).length;

describe('moving', () => {
  it('asks every socket once, in twenty slices over the first half of the time', async () => {
    const server = new FakeServer();
    const sockets = await openSockets(server, 100);
    void moveSockets(server.io, withinMs);
    const progress: number[] = [];
    for (let slice = 0; slice < 20; slice++) {
      await vi.advanceTimersByTimeAsync(slice === 0 ? 0 : withinMs / 40);
      progress.push(asked(sockets));
    }
    expect(progress).toEqual(Array.from({ length: 20 }, (_, slice) => 5 * (slice + 1)));
    await vi.advanceTimersByTimeAsync(withinMs);
    for (const { sent } of sockets) expect(sent).toEqual([['move', { withinMs: expect.any(Number) }]]);
  });

  it('tells each what is left of the time', async () => {
    const server = new FakeServer();
    const sockets = await openSockets(server, 20);
    void moveSockets(server.io, withinMs);
    await vi.advanceTimersByTimeAsync(withinMs);
    const told = sockets.flatMap(({ sent }) =>
      sent.map(([, event]) => (event as { withinMs: number }).withinMs),
    );
    const everyMs = withinMs / 40;
    const expected = Array.from({ length: 20 }, (_, slice) => withinMs - slice * everyMs);
    expect(told.sort((a, b) => b - a)).toEqual(expected);
  });

  it('asks also who was let in before and joins since', async () => {
    const server = new FakeServer();
    await openSockets(server, 1);
    void moveSockets(server.io, withinMs);
    await vi.advanceTimersByTimeAsync(withinMs / 2);
    const [late] = await openSockets(server, 1);
    await vi.advanceTimersByTimeAsync(100);
    expect(late?.sent).toEqual([['move', { withinMs: expect.any(Number) }]]);
  });

  it('does not ask in the order in which they came', async () => {
    const server = new FakeServer();
    const sockets = await openSockets(server, 200);
    void moveSockets(server.io, withinMs);
    await vi.advanceTimersByTimeAsync(0);
    const first = sockets.slice(0, 10);
    expect(asked(sockets)).toBe(10);
    // That chance picks just these is as likely as one in 10^16.
    expect(asked(first)).toBeLessThan(10);
  });

  it('ends as soon as all are gone', async () => {
    const server = new FakeServer();
    const sockets = await openSockets(server, 3);
    let isOver = false;
    void moveSockets(server.io, withinMs).then(() => {
      isOver = true;
    });
    await vi.advanceTimersByTimeAsync(withinMs / 2);
    expect(isOver).toBe(false);
    for (const socket of sockets) socket.disconnect();
    await vi.advanceTimersByTimeAsync(50);
    expect(isOver).toBe(true);
  });

  it('ends when the time is over, whoever is still there', async () => {
    const server = new FakeServer();
    await openSockets(server, 3);
    let isOver = false;
    void moveSockets(server.io, withinMs).then(() => {
      isOver = true;
    });
    await vi.advanceTimersByTimeAsync(withinMs - 50);
    expect(isOver).toBe(false);
    await vi.advanceTimersByTimeAsync(100);
    expect(isOver).toBe(true);
  });

  it.each([0, withinMs])('is over at once when nobody is there, within %i ms', async (ms) => {
    const moved = moveSockets(new FakeServer().io, ms);
    await vi.advanceTimersByTimeAsync(0);
    await expect(moved).resolves.toBeUndefined();
  });

  it('asks all at once when there is no time', async () => {
    const server = new FakeServer();
    const sockets = await openSockets(server, 50);
    const moved = moveSockets(server.io, 0);
    await vi.advanceTimersByTimeAsync(100);
    await moved;
    expect(asked(sockets)).toBe(50);
  });
});
