import { pause } from '../faults/pause.ts';
import { seconds } from './figures.ts';
import type { MidSaleScene } from './mid-sale.ts';
import { cut, drain, join } from './nodes.ts';

/** What discovery has to leave out a node that is being emptied; it is asked over HTTP, which takes a while too. */
const leftOutMsMax = 2_000;
/** What clients of a node that is cut off have to be elsewhere. */
const elsewhereMsMax = 10_000;
const askEveryMs = 50;

/** Empties a node: its address is gone at once, and its sockets move. */
export async function drainNode(scene: MidSaleScene, node: string): Promise<void> {
  const { sale, measure, blame } = scene;
  const startMs = performance.now();
  const drained = drain(node);
  const offeredMs = await lastOffered(scene, node, startMs + leftOutMsMax + 2_000);
  measure('address gone', seconds(offeredMs - startMs));
  if (offeredMs > startMs + leftOutMsMax)
    blame(`buyers were sent to the node for ${Math.round(offeredMs - startMs)} ms`);
  await drained;
  measure('drain', seconds(performance.now() - startMs));
  await sale.pods('realtime').settle(2);
}

/** When buyers were last sent to a node, or nowhere; who asks is told two of the addresses at a time. */
async function lastOffered({ discovery }: MidSaleScene, node: string, untilMs: number): Promise<number> {
  let lastMs = 0;
  while (performance.now() < untilMs) {
    const offered = await discovery.refresh().catch(() => []);
    if (offered.length === 0 || offered.some((each) => each.node === node)) lastMs = performance.now();
    await pause(askEveryMs);
  }
  return lastMs;
}

/** Takes a node from the network without a word: its address is gone and its clients are elsewhere in time. */
export async function cutOff(scene: MidSaleScene, node: string): Promise<void> {
  const { sale, measure, blame } = scene;
  await cut(node);
  const cutMs = performance.now();
  const untilMs = cutMs + elsewhereMsMax + 2_000;
  const [offeredMs, nowhereMs] = await Promise.all([
    lastOffered(scene, node, untilMs),
    lastNotLive(scene, untilMs),
  ]);
  measure('address gone', seconds(offeredMs - cutMs));
  measure('elsewhere', seconds(nowhereMs - cutMs));
  if (offeredMs < cutMs || nowhereMs < cutMs) blame(`${node} was not cut off, or nobody was there`);
  if (offeredMs > cutMs + elsewhereMsMax) blame(`buyers were sent to the node after ${elsewhereMsMax} ms`);
  if (nowhereMs > cutMs + elsewhereMsMax) blame(`[L3] clients were nowhere after ${elsewhereMsMax} ms`);
  await join(node);
  await sale.pods('realtime').settle(2);
}

/** When somebody was last without a connection that is of use. */
async function lastNotLive({ viewers }: MidSaleScene, untilMs: number): Promise<number> {
  let lastMs = 0;
  while (performance.now() < untilMs) {
    if (viewers.live < viewers.count) lastMs = performance.now();
    await pause(askEveryMs);
  }
  return lastMs;
}
