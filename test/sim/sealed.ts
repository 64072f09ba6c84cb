import type { Machine } from './machine.ts';
import type { World } from './world.ts';

const names = ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'setImmediate', 'Date'] as const;

/**
 * Closes the world off: until the answered function is called, the globals for time, timers and chance are those of
 * the machine whose event is running. What is simulated may be any code, and cannot reach anything real; outside an
 * event there is no time at all, and asking for it throws.
 */
export function seal(world: World): () => void {
  const real = new Map<string, PropertyDescriptor | undefined>(
    names.map((name) => [name, Object.getOwnPropertyDescriptor(globalThis, name)]),
  );
  const realNow = Object.getOwnPropertyDescriptor(performance, 'now');
  const realRandom = Object.getOwnPropertyDescriptor(Math, 'random');
  const put = (target: object, name: string, value: unknown) =>
    Object.defineProperty(target, name, { value, configurable: true, writable: true, enumerable: true });

  const machine = (): Machine => {
    if (world.current === null) throw new Error('nothing runs outside the events of a simulated world');
    return world.current;
  };
  for (const [name, value] of Object.entries(timersOf(machine))) put(globalThis, name, value);
  put(globalThis, 'Date', dateOf(machine));
  put(performance, 'now', () => machine().monotonicMs());
  put(Math, 'random', () => world.chance.between(0, 1));

  return () => {
    for (const [name, property] of real)
      if (property !== undefined) Object.defineProperty(globalThis, name, property);
    if (realRandom !== undefined) Object.defineProperty(Math, 'random', realRandom);
    if (realNow === undefined) Reflect.deleteProperty(performance, 'now');
    else Object.defineProperty(performance, 'now', realNow);
  };
}

/** What the simulated timers answer, and take to be cancelled. */
interface Timer {
  cancel: () => void;
  ref(): Timer;
  unref(): Timer;
}

function createTimer(cancel: () => void): Timer {
  const timer: Timer = { cancel, ref: () => timer, unref: () => timer };
  return timer;
}

function timersOf(machine: () => Machine) {
  const clear = (timer: Timer | undefined) => timer?.cancel();
  return {
    setTimeout: (work: () => void, delayMs = 0) => createTimer(machine().after(delayMs, 'timer', work)),
    setInterval(work: () => void, everyMs: number) {
      const owner = machine();
      const timer = createTimer(() => {});
      const wait = () => {
        timer.cancel = owner.after(everyMs, 'interval', () => {
          wait();
          work();
        });
      };
      wait();
      return timer;
    },
    setImmediate: (work: () => void) => createTimer(machine().after(0, 'immediate', work)),
    clearTimeout: clear,
    clearInterval: clear,
  };
}

/** The class of dates with the machine's wall clock for those that name no moment. */
function dateOf(machine: () => Machine): DateConstructor {
  const RealDate = Date;
  return new Proxy(RealDate, {
    construct: (_target, parameters: unknown[]) =>
      Reflect.construct(RealDate, parameters.length === 0 ? [machine().wallMs()] : parameters),
    get: (target, name) =>
      name === 'now' ? () => machine().wallMs() : (Reflect.get(target, name) as unknown),
  });
}
