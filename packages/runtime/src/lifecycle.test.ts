import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createLifecycle, type Lifecycle } from './lifecycle.ts';
import type { Logger } from './logger.ts';

const stopMsMax = 5_000;

class StopBench {
  readonly events: string[] = [];
  readonly lifecycle: Lifecycle;

  constructor() {
    const log =
      (level: string) =>
      (...line: readonly unknown[]) => {
        const fields = line.length > 1 ? ` ${JSON.stringify(line[0])}` : '';
        this.events.push(`${level}: ${String(line.at(-1))}${fields}`);
      };
    const logger = { info: log('info'), warn: log('warn'), error: log('error') } as unknown as Logger;
    this.lifecycle = createLifecycle({
      logger,
      stopMsMax,
      exit: (code) => this.events.push(`exit ${code}`),
    });
  }

  /** What the steps did, and how the process ended. */
  get done(): string[] {
    return this.events.filter((event) => !/^(info|warn|error):/.test(event));
  }

  step(name: string): void {
    this.lifecycle.onStop(name, () => void this.events.push(name));
  }
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

describe('a stop', () => {
  it('runs the steps in their order, one after the other, and ends the process', async () => {
    const bench = new StopBench();
    bench.lifecycle.onStop('slow', async () => {
      bench.events.push('slow begins');
      await Promise.resolve();
      await Promise.resolve();
      bench.events.push('slow ends');
    });
    bench.step('quick');
    await bench.lifecycle.stop('test');
    expect(bench.done).toEqual(['slow begins', 'slow ends', 'quick', 'exit 0']);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('ends with the code given', async () => {
    const bench = new StopBench();
    await bench.lifecycle.stop('test', 3);
    expect(bench.done).toEqual(['exit 3']);
  });

  it('goes on when a step throws or fails, and says which', async () => {
    const bench = new StopBench();
    bench.lifecycle.onStop('throws', () => {
      throw new Error('at once');
    });
    bench.lifecycle.onStop('fails', () => Promise.reject(new Error('later')));
    bench.step('last');
    await bench.lifecycle.stop('test');
    expect(bench.done).toEqual(['last', 'exit 0']);
    const errors = bench.events.filter((event) => event.startsWith('error:'));
    expect(errors).toHaveLength(2);
    expect(errors[0]).toContain('"step":"throws"');
    expect(errors[1]).toContain('"step":"fails"');
  });

  it('runs its steps once, however often it is asked for', async () => {
    const bench = new StopBench();
    bench.step('once');
    await Promise.all([bench.lifecycle.stop('a'), bench.lifecycle.stop('b', 7)]);
    await bench.lifecycle.stop('c');
    expect(bench.done).toEqual(['once', 'exit 0']);
  });

  it('runs them once also when a step asks for the stop', async () => {
    const bench = new StopBench();
    bench.lifecycle.onStop('again', () => {
      bench.events.push('again');
      void bench.lifecycle.stop('from within');
    });
    await bench.lifecycle.stop('test');
    expect(bench.done).toEqual(['again', 'exit 0']);
  });

  it('is known from the moment that it was asked for, in its first step too', async () => {
    const bench = new StopBench();
    const known: boolean[] = [bench.lifecycle.isStopping()];
    bench.lifecycle.onStop('first', () => void known.push(bench.lifecycle.isStopping()));
    const stopped = bench.lifecycle.stop('test');
    known.push(bench.lifecycle.isStopping());
    await stopped;
    expect(known).toEqual([false, true, true]);
  });

  it('ends the process with 1 when its time is over, whatever a step still waits for', async () => {
    const bench = new StopBench();
    bench.lifecycle.onStop('hangs', () => new Promise(() => {}));
    bench.step('never');
    void bench.lifecycle.stop('test');
    await vi.advanceTimersByTimeAsync(stopMsMax - 1);
    expect(bench.done).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(bench.done).toEqual(['exit 1']);
  });
});

describe('signals', () => {
  /** The handlers that the lifecycle would have the process call. */
  function handlersOf(lifecycle: Lifecycle): Map<string | symbol, (signal: string) => void> {
    const handlers = new Map<string | symbol, (signal: string) => void>();
    vi.spyOn(process, 'on').mockImplementation((name, handler) => {
      handlers.set(name, handler);
      return process;
    });
    lifecycle.listen();
    return handlers;
  }

  it.each(['SIGTERM', 'SIGINT'])('%s stops in order', async (signal) => {
    const bench = new StopBench();
    bench.step('first');
    handlersOf(bench.lifecycle).get(signal)?.(signal);
    expect(bench.lifecycle.isStopping()).toBe(true);
    await vi.runAllTimersAsync();
    expect(bench.done).toEqual(['first', 'exit 0']);
    expect(bench.events[0]).toBe(`info: stopping {"reason":"${signal}"}`);
  });

  it('are heard only when asked to listen, and are those two', () => {
    const spy = vi.spyOn(process, 'on');
    const { lifecycle } = new StopBench();
    expect(spy).not.toHaveBeenCalled();
    expect([...handlersOf(lifecycle).keys()]).toEqual(['SIGTERM', 'SIGINT']);
  });

  it('that come a second time end the process at once', async () => {
    const bench = new StopBench();
    bench.lifecycle.onStop('hangs', () => new Promise(() => {}));
    const handlers = handlersOf(bench.lifecycle);
    handlers.get('SIGTERM')?.('SIGTERM');
    await vi.advanceTimersByTimeAsync(10);
    expect(bench.done).toEqual([]);
    handlers.get('SIGINT')?.('SIGINT');
    expect(bench.done).toEqual(['exit 130']);
  });
});
