import { createRandom } from '@onsale/domain/testing';
import { v7 as uuidV7 } from 'uuid';

/** How many seats of a show are taken by others before somebody looks at it. */
const buyersPerShow = 40;

interface Show {
  readonly seatCount: number;
  readonly cap: number;
}

/** Lets a crowd hold and buy neighbouring seats, so that a picture of the map looks like a sale. */
export async function crowd(url: string, showId: string): Promise<void> {
  const random = createRandom(7);
  const show = (await (await fetch(`${url}/api/shows/${showId}`)).json()) as Show;
  for (let count = 0; count < buyersPerShow; count++) {
    const first = random.below(show.seatCount - show.cap);
    const length = 1 + random.below(show.cap);
    await buy(
      url,
      showId,
      Array.from({ length }, (_, index) => first + index),
      random.below(3) > 0,
    );
  }
}

/** A seat that somebody has already is no fault here: the next buyer looks elsewhere. */
async function buy(url: string, show: string, seats: readonly number[], pays: boolean): Promise<void> {
  const visit = await fetch(`${url}/api/shows/${show}`);
  const cookie = visit.headers.get('set-cookie')?.split(';')[0] ?? '';
  const headers = { cookie, 'content-type': 'application/json' };
  const id = uuidV7();
  const body = JSON.stringify({ seats });
  const held = await fetch(`${url}/api/shows/${show}/holds/${id}`, { method: 'PUT', headers, body });
  if (held.ok && pays) await fetch(`${url}/api/holds/${id}/pay`, { method: 'POST', headers, body: '{}' });
}
