import { showsBody } from '@onsale/contracts';

/** The shows' on-sale times and the sale's clock, in milliseconds since 1970. */
export interface OnSaleTimes {
  readonly timesMs: readonly number[];
  readonly nowMs: number;
}

const answerMsMax = 10_000;

/** Asks the seats API. Throws an Error with a sentence when it does not answer as it should. */
export async function fetchOnSaleTimes(apiUrl: string): Promise<OnSaleTimes> {
  const url = `${apiUrl.replace(/\/+$/, '')}/api/shows`;
  const response = await fetch(url, { signal: AbortSignal.timeout(answerMsMax) });
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  const { shows, serverTime } = showsBody.parse(await response.json());
  return { timesMs: shows.map((show) => Date.parse(show.onSaleAt)), nowMs: Date.parse(serverTime) };
}
