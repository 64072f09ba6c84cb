import type { SaleRoom } from '@onsale/booking';
import { createLogger, createRegistry, markOf } from '@onsale/runtime';
import type { SaleTracing } from '@onsale/telemetry';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type CommandRegistrar, createRegistrar } from './answering.ts';
import { createCommandMeter } from './command-meter.ts';
import type { RealtimeDependencies } from './dependencies.ts';
import { fakeDependencies } from './testing/fake-dependencies.ts';
import { FakeServer } from './testing/fake-server.ts';

const anything = z.looseObject({});
const buyer = '3f0c9b8e-5d2a-4c7b-9e1f-0a1b2c3d4e5f';

async function open(level: string, more: Partial<RealtimeDependencies> = {}) {
  const lines: string[] = [];
  const logger = createLogger('realtime', level, { write: (line) => void lines.push(line) });
  const socket = await new FakeServer().open(buyer);
  const { dependencies } = fakeDependencies({} as SaleRoom, { logger, ...more });
  const commands = createRegistrar(dependencies);
  register(commands);
  commands.serve(socket.socket);
  const facts = () => lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  return { socket, lines, facts };
}

function register(commands: CommandRegistrar): void {
  commands.on('watch', anything, async () => ({ ok: true }));
  commands.on('hold', anything, async () => ({ ok: false, error: { code: 'SEAT_TAKEN' } }));
  commands.on('pay', anything, () => Promise.reject(new Error(`a defect about ${buyer}`)));
}

describe('a command that is refused', () => {
  it('leaves one line at debug with an id of its own, its event, its code and the mark of its buyer', async () => {
    const { socket, facts } = await open('debug');
    await socket.ask('watch', {});
    await socket.ask('hold', { secret: 'hunter2' });
    await socket.ask('hold', {});
    expect(facts()).toMatchObject([
      { level: 'debug', buyer: markOf(buyer), event: 'hold', code: 'SEAT_TAKEN', msg: 'refused' },
      { event: 'hold' },
    ]);
    const ids = facts().map(({ requestId }) => requestId);
    expect(ids).toEqual([`${socket.id}-1`, `${socket.id}-2`]);
  });

  it('leaves none at info', async () => {
    const { socket, lines } = await open('info');
    await socket.ask('hold', {});
    await socket.ask('nothing', {});
    expect(lines).toEqual([]);
  });

  it('by a defect leaves its error too, at any level, without the buyer that it quotes', async () => {
    const { socket, lines, facts } = await open('info');
    await socket.ask('pay', { ticket: 'hunter2' });
    expect(facts()).toMatchObject([
      {
        level: 'error',
        requestId: `${socket.id}-0`,
        event: 'pay',
        err: { message: `a defect about ~${markOf(buyer)}` },
      },
    ]);
    expect(lines.join('')).not.toContain(buyer);
  });
});

describe('the figures of commands', () => {
  it('are by event and code, and know no event that strangers make up', async () => {
    const registry = createRegistry('realtime');
    const { socket } = await open('silent', { onAnswered: createCommandMeter(registry) });
    await socket.ask('watch', {});
    await socket.ask('hold', {});
    for (const event of ['a', 'b', '__proto__', 7]) await socket.ask(event, {});
    const text = await registry.getSingleMetricAsString('onsale_realtime_commands_total');
    const series = [...text.matchAll(/event="(\w+)",code="(\w+)",.*\} (\d+)/g)].map((match) =>
      match.slice(1),
    );
    expect(series).toEqual([
      ['watch', 'OK', '1'],
      ['hold', 'SEAT_TAKEN', '1'],
      ['unknown', 'UNKNOWN_EVENT', '4'],
    ]);
    const counts = await registry.getSingleMetricAsString('onsale_realtime_command_duration_seconds');
    expect(counts).toMatch(/_count\{app="realtime",event="hold"\} 1/);
  });
});

describe('the traces of commands', () => {
  it('begin where the caller’s did, and are asked for events that exist only', async () => {
    const asked: [name: string, parent: unknown, code: string][] = [];
    const tracing = {
      async command({ name, parent }, work, codeOf) {
        const answer = await work();
        asked.push([name, parent, codeOf(answer)]);
        return answer;
      },
    } as Pick<SaleTracing, 'command'> as SaleTracing;
    const { socket } = await open('silent', { tracing });
    await socket.ask('hold', { trace: '00-1-2-00' });
    await socket.ask('watch', {});
    await socket.ask('nothing', { trace: '00-1-2-00' });
    expect(asked).toEqual([
      ['hold', '00-1-2-00', 'SEAT_TAKEN'],
      ['watch', undefined, 'OK'],
    ]);
  });
});
