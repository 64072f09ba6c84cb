/**
 * Loaded into a process before everything else (`node --import`), gives it a wall clock that is wrong by `CLOCK_SHIFT_MS`
 * milliseconds. Timers and the monotonic clock stay right, as on a machine whose date was set by hand.
 */
const shiftMs = Number(process.env.CLOCK_SHIFT_MS);
const RealDate = Date;
const nowMs = (): number => RealDate.now() + shiftMs;

globalThis.Date = new Proxy(RealDate, {
  apply: () => new RealDate(nowMs()).toString(),
  construct: (target, args: [], newTarget) =>
    Reflect.construct(target, args.length === 0 ? [nowMs()] : args, newTarget) as Date,
  get: (target, key) => (key === 'now' ? nowMs : (Reflect.get(target, key) as unknown)),
});
