import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PatternMatcher } from './pattern-matcher.ts';
import { FaultProxy } from './proxy.ts';

let server: Server;
let heard = '';
let proxy: FaultProxy;
const clients: Socket[] = [];

/** Answers whatever it hears in capitals. */
beforeEach(async () => {
  heard = '';
  server = createServer((socket) => {
    socket.on('error', () => {});
    socket.on('data', (chunk) => {
      heard += chunk.toString();
      socket.write(chunk.toString().toUpperCase());
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  proxy = await FaultProxy.open(typeof address === 'object' && address !== null ? address.port : 0);
});

afterEach(async () => {
  for (const client of clients.splice(0)) client.destroy();
  await proxy.close();
  server.close();
});

interface Line {
  readonly socket: Socket;
  answer: string;
  error: string | undefined;
}

function dial(): Line {
  const socket = connect(proxy.port, '127.0.0.1');
  const line: Line = { socket, answer: '', error: undefined };
  socket.on('data', (chunk) => {
    line.answer += chunk.toString();
  });
  socket.on('error', (error: NodeJS.ErrnoException) => {
    line.error = error.code;
  });
  clients.push(socket);
  return line;
}

async function dialled(): Promise<Line> {
  const line = dial();
  line.socket.write('hello ');
  await vi.waitFor(() => expect(line.answer).toBe('HELLO '));
  return line;
}

describe('the fault proxy', () => {
  it('passes everything on while nothing is switched on', async () => {
    const line = await dialled();
    line.socket.write('a'.repeat(1_000_000));
    await vi.waitFor(() => expect(line.answer).toHaveLength(1_000_006));
    line.socket.end();
    await vi.waitFor(() => expect(proxy.connections).toBe(0));
  });

  it('resets every connection when it cuts, and lets new ones in', async () => {
    const line = await dialled();
    proxy.cut();
    await vi.waitFor(() => expect(line.error).toBe('ECONNRESET'));
    await dialled();
    expect(proxy.connections).toBe(1);
  });

  it('resets whoever connects while it refuses', async () => {
    const before = await dialled();
    proxy.refuse();
    const line = dial();
    await vi.waitFor(() => expect(line.error).toBe('ECONNRESET'));
    before.socket.write('still');
    await vi.waitFor(() => expect(before.answer).toBe('HELLO STILL'));
    proxy.heal();
    await dialled();
  });

  it('keeps everything back while it is stalled, and passes it on when healed', async () => {
    const line = await dialled();
    proxy.stall();
    const later = dial();
    later.socket.write('later');
    line.socket.write('more');
    await delay(100);
    expect(heard).toBe('hello ');
    proxy.heal();
    await vi.waitFor(() => expect(line.answer).toBe('HELLO MORE'));
    await vi.waitFor(() => expect(later.answer).toBe('LATER'));
  });

  it('delays in order', async () => {
    const line = await dialled();
    proxy.delay(60);
    const startMs = performance.now();
    for (const letter of 'abcdef') {
      line.socket.write(letter);
      await delay(5);
      if (letter === 'd') proxy.delay(10);
    }
    await vi.waitFor(() => expect(line.answer).toBe('HELLO ABCDEF'));
    expect(performance.now() - startMs).toBeGreaterThan(70);
  });

  it('breaks a connection after so many bytes of its answer', async () => {
    proxy.cutAfter(4);
    const line = dial();
    line.socket.write('hello');
    // Whether the last bytes or the reset comes first is the system's choice.
    await vi.waitFor(() => expect(line.socket.closed).toBe(true));
    expect(line.answer.length).toBeLessThanOrEqual(4);
    expect(heard).toBe('hello');
  });

  it('loses a request with the pattern', async () => {
    proxy.watch({ pattern: 'COMMIT', react: () => 'lose-request' });
    const line = await dialled();
    line.socket.write('insert; COM');
    await vi.waitFor(() => expect(heard).toBe('hello insert; COM'));
    line.socket.write('MIT');
    await vi.waitFor(() => expect(line.error).toBe('ECONNRESET'));
    expect(heard).toBe('hello insert; COM');
  });

  it('loses the answer to a request with the pattern', async () => {
    proxy.watch({ pattern: 'COMMIT', react: () => 'lose-answer' });
    const line = await dialled();
    line.socket.write('insert; COMMIT');
    await vi.waitFor(() => expect(line.error).toBe('ECONNRESET'));
    await vi.waitFor(() => expect(heard).toBe('hello insert; COMMIT'));
    expect(line.answer).toBe('HELLO ');
    await vi.waitFor(() => expect(proxy.connections).toBe(0));
  });

  it('tells of each occurrence of the pattern', async () => {
    const react = vi.fn(() => null);
    proxy.watch({ pattern: 'COMMIT', react });
    const line = await dialled();
    line.socket.write('COMMIT and COMMIT');
    await vi.waitFor(() => expect(line.answer).toContain('COMMIT AND COMMIT'));
    expect(react).toHaveBeenCalledTimes(2);
  });

  it('resets the client when the server cannot be reached', async () => {
    server.close();
    const line = dial();
    await vi.waitFor(() => expect(line.error).toBe('ECONNRESET'));
    await vi.waitFor(() => expect(proxy.connections).toBe(0));
  });
});

describe('the pattern matcher', () => {
  it.each([
    [['ababab'], 'ab', [3]],
    [['a', 'b', 'xa', 'b'], 'ab', [0, 1, 0, 1]],
    [['aaa', 'a'], 'aa', [1, 1]],
    [['CO', 'M', 'MI', 'T;COMMIT'], 'COMMIT', [0, 0, 0, 2]],
    [['nothing'], 'COMMIT', [0]],
  ])('finds in %j the pattern %s %j times', (chunks, pattern, counts) => {
    const matcher = new PatternMatcher(pattern);
    expect(chunks.map((chunk) => matcher.feed(Buffer.from(chunk)))).toEqual(counts);
  });
});
