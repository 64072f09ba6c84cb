import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TappedLine } from './tapped-line.ts';

let server: Server;
let heard: string[];
let line: TappedLine;
const clients: Socket[] = [];

/** Answers each packet with the same in capitals. */
beforeEach(async () => {
  heard = [];
  server = createServer((socket) => {
    socket.on('error', () => {});
    socket.on('data', (chunk: Buffer) => {
      heard.push(chunk.toString());
      socket.write(chunk.toString().toUpperCase());
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  line = await TappedLine.open(`tcp://127.0.0.1:${address.port}`);
});
afterEach(async () => {
  for (const client of clients.splice(0)) client.destroy();
  await line.close();
  server.close();
  await once(server, 'close');
});

async function dial(): Promise<Socket> {
  const client = connect(Number(new URL(line.url).port), '127.0.0.1');
  client.on('error', () => {});
  clients.push(client);
  await once(client, 'connect');
  return client;
}

async function ask(client: Socket, text: string): Promise<string> {
  client.write(text);
  const [answer] = (await once(client, 'data')) as [Buffer];
  return answer.toString();
}

describe('a tapped line', () => {
  it('lets everything pass', async () => {
    const client = await dial();
    expect(await ask(client, 'one')).toBe('ONE');
    expect(await ask(client, 'two')).toBe('TWO');
  });

  it('loses a question, and its connection, before it passes', async () => {
    const [client, other] = [await dial(), await dial()];
    const sprung = line.set({ asks: /pay/, answers: null }, async () => 'lose');
    expect(await ask(client, 'hold')).toBe('HOLD');
    client.write('pay');
    await Promise.all([sprung, once(client, 'close')]);
    expect(heard).toEqual(['hold']);
    expect(await ask(other, 'pay again')).toBe('PAY AGAIN');
  });

  it('loses the answer to a question that has passed', async () => {
    const [client, other] = [await dial(), await dial()];
    const sprung = line.set({ asks: /pay/, answers: /./s }, async () => 'lose');
    expect(await ask(other, 'hold')).toBe('HOLD');
    client.write('pay');
    await Promise.all([sprung, once(client, 'close')]);
    expect(heard).toEqual(['hold', 'pay']);
  });

  it('acts on an answer by what it says alone', async () => {
    const client = await dial();
    const sprung = line.set({ asks: null, answers: /SOLD/ }, async () => 'lose');
    expect(await ask(client, 'held')).toBe('HELD');
    client.write('sold');
    await Promise.all([sprung, once(client, 'close')]);
  });

  it('lets a packet wait for the test, and pass then', async () => {
    const client = await dial();
    const gate = Promise.withResolvers<'pass'>();
    const sprung = line.set({ asks: /pay/, answers: null }, () => gate.promise);
    const answer = ask(client, 'pay');
    expect(await ask(await dial(), 'hold')).toBe('HOLD');
    expect(heard).toEqual(['hold']);
    gate.resolve('pass');
    await sprung;
    expect(await answer).toBe('PAY');
  });

  it('tells the test of what failed in its trap', async () => {
    const client = await dial();
    const sprung = line.set({ asks: /pay/, answers: null }, async () => {
      throw new Error('no victim');
    });
    client.write('pay');
    await expect(sprung).rejects.toThrow('no victim');
  });
});
