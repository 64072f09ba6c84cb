import type { ErrorCode, ErrorDetails, LinkState } from '@onsale/client';
import type { HoldBody, OrderBody } from '@onsale/contracts';
import type { MessageKey } from '../messages/en.ts';
import type { Holdings } from './holdings.ts';

/** Something that the buyer is told once. `id` sets two equal ones apart. */
export type Notice =
  | {
      readonly kind: 'news';
      readonly id: number;
      readonly key: MessageKey;
      readonly seats: readonly number[];
      /** The hold that was made, when there is more to say of it than which seats it has. */
      readonly held?: HoldBody;
      readonly isOfSearch?: boolean;
    }
  | {
      readonly kind: 'refusal';
      readonly id: number;
      readonly code: ErrorCode;
      readonly details: ErrorDetails;
      readonly seats: readonly number[];
      /** Whether it answers a search for the best seats, which says so itself while it is on the screen. */
      readonly isOfSearch?: boolean;
    };

/** How far paying has come. */
export type Checkout =
  | { readonly kind: 'closed' }
  /** The method is being chosen; `refusal` says why the attempt before was refused. */
  | { readonly kind: 'choosing'; readonly refusal: ErrorCode | null }
  | { readonly kind: 'paying' }
  /** The provider takes its time. */
  | { readonly kind: 'waiting' }
  /** The browser goes to the provider's page. */
  | { readonly kind: 'leaving' }
  | { readonly kind: 'paid'; readonly orders: readonly OrderBody[] };

/** What became of the last search for the best seats. */
export type Search =
  | { readonly kind: 'none' }
  | { readonly kind: 'asking' }
  /** The hold as it was made. */
  | { readonly kind: 'found'; readonly hold: HoldBody }
  | { readonly kind: 'refused'; readonly code: ErrorCode; readonly details: ErrorDetails };

/** How up to date the map is, in the words of the banner. */
export type Banner = 'none' | 'connecting' | 'stale' | 'reconnecting' | 'polling' | 'failed' | 'liveAgain';

/** Everything about the sale that the page shows beside the map. A new object at every change. */
export interface SaleState {
  readonly link: LinkState;
  readonly banner: Banner;
  readonly holdings: Holdings;
  /** Seats whose command is under way. */
  readonly pending: ReadonlySet<number>;
  readonly notice: Notice | null;
  readonly search: Search;
  readonly checkout: Checkout;
  /** Whether holds are being extended. */
  readonly isExtending: boolean;
  /** The browser keeps no cookies: the sale does not know the buyer from one question to the next. */
  readonly isForgotten: boolean;
}
