import type { Http } from '@onsale/client';
import type { LayoutFile, ShowBody } from '@onsale/contracts';
import { useEffect, useState } from 'preact/hooks';
import type { Surroundings } from '../surroundings.ts';
import { openRoom, type Room } from './room.ts';

/** What is read before a show can be opened. */
export interface Opened {
  readonly show: ShowBody;
  readonly layout: LayoutFile;
}

export async function openDoors(http: Http, id: string): Promise<Opened> {
  const show = await http.show(id);
  return { show, layout: await http.layout(show.layout) };
}

/**
 * Opens the show with the part that uses this and closes it with that; wakes it when the page is looked at again.
 * `surroundings` must be the same from render to render.
 */
export function useRoom(http: Http, { show, layout }: Opened, surroundings: Surroundings): Room | null {
  const [room, setRoom] = useState<Room | null>(null);
  useEffect(() => {
    const opened = openRoom(http, show, layout, surroundings);
    setRoom(opened);
    const wake = (): void => {
      if (document.visibilityState === 'visible') opened.sale.wake();
    };
    addEventListener('online', wake);
    addEventListener('pageshow', wake);
    document.addEventListener('visibilitychange', wake);
    return () => {
      removeEventListener('online', wake);
      removeEventListener('pageshow', wake);
      document.removeEventListener('visibilitychange', wake);
      opened.close();
      setRoom(null);
    };
  }, [http, show, layout, surroundings]);
  return room;
}
