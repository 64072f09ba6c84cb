import { until } from './pause.ts';
import type { readRows } from './rows.ts';
import type { Viewers } from './viewers.ts';

/** The limit of [L3]. */
const healMsMax = 2_000;
/** How long is waited beyond it, to say how late it was. */
const waitMsMax = 20_000;
/** How many of the maps that are not right are named. */
const namedMax = 3;

/** Says that something is not as it must be. */
export type Blame = (problem: string) => void;

/**
 * Waits until every map has come as far as the database was at the call, and blames what took longer than the limit.
 * Answers how long it took, in milliseconds; null when it did not happen.
 */
export async function awaitHealing(viewers: Viewers, blame: Blame): Promise<number | null> {
  const healMs = await viewers.catchUp(waitMsMax);
  if (healMs !== null && healMs <= healMsMax) return healMs;
  const behind = healMs === null ? await viewers.behind() : [];
  const named = behind.slice(0, namedMax).join(', ');
  blame(`[L3] the maps took ${healMs ?? `more than ${waitMsMax}`} ms; ${named}`);
  return healMs;
}

/** With the load gone, every map must equal the database's rows within the limit. */
export async function awaitEqualMaps(
  viewers: Viewers,
  read: () => ReturnType<typeof readRows>,
  blame: Blame,
): Promise<void> {
  let differing: string[] = [];
  const areEqual = await until(
    async () => {
      differing = viewers.differing(await read());
      return differing.length === 0;
    },
    healMsMax,
    100,
  );
  if (!areEqual)
    blame(`[L3] maps differ from the database at the end: ${differing.slice(0, namedMax).join(', ')}`);
}
