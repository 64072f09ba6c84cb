export const tickMsMin = 20;
export const tickMsMax = 250;

/** Messages to sockets that a process may send in a millisecond and still be at leisure. */
const deliveriesPerMs = 50;
/** How much longer the tick gets for each millisecond that timers are late. */
const lagWeight = 4;

/**
 * How long changes are gathered before one frame tells them: 20 ms when quiet, longer as deliveries or the
 * event loop's lag grow, 250 ms at most. Changes that come faster then share frames instead of making more.
 */
export function tickMsFor(load: { readonly deliveries: number; readonly lagMs: number }): number {
  const wantedMs =
    Math.max(tickMsMin, load.deliveries / deliveriesPerMs) + lagWeight * Math.max(0, load.lagMs - 2);
  return Math.min(tickMsMax, Math.round(wantedMs));
}
