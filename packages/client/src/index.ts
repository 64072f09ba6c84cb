/**
 * The typed client of a sale, for the buyer's page and for sites that embed a seat map.
 *
 * ```ts
 * const http = createHttp({ baseUrl: 'https://sale.example.com' });
 * const show = await http.show('hamlet-2030-05-01');
 * const live = openLiveShow({ http, show, ownOrigin: 'https://sale.example.com' });
 * live.subscribe((event) => console.log(event));
 * const hold = await live.hold({ id: newId(live.serverNowMs()), show: show.id, seats: [12, 13] });
 * ```
 *
 * Every promise rejects with an {@link OnsaleError}, whose `code` is from one closed list. Commands are repeated by
 * their id until their true outcome is known. The map repairs itself: whoever listens only sees states that were
 * committed.
 */
export { type ErrorCode, type ErrorDetails, OnsaleError } from './errors.ts';
export {
  type BestCommand,
  type Commands,
  createHttp,
  type ExtendCommand,
  type HoldCommand,
  type Http,
  type HttpOptions,
  type PayCommand,
  type Payment,
  type Realtime,
  type ReleaseCommand,
  type ReturnCommand,
} from './http.ts';
export { newId } from './ids.ts';
export { type Link, type LinkHandlers, type OpenLink, socketLinks } from './link.ts';
export type { LinkState } from './link-keeper.ts';
export {
  type LiveEvent,
  type LiveListener,
  type LiveShow,
  type LiveShowOptions,
  openLiveShow,
} from './live-show.ts';
export type { Timing } from './retry.ts';
export type { SeatmapEvents, SeatmapSeat } from './seatmap-events.ts';
export { type Applied, type SeatDigit, SectionMap } from './section-map.ts';
