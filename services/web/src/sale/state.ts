import type { ErrorCode, ErrorDetails, LinkState } from '@onsale/client';
import type { OrderBody } from '@onsale/contracts';
import type { MessageKey } from '../messages/en.ts';
import type { Holdings } from './holdings.ts';

/** Something that the buyer is told once. `id` sets two equal ones apart. */
export type Notice =
  | {
      readonly kind: 'news';
      readonly id: number;
      readonly key: MessageKey;
      readonly seats: readonly number[];
    }
  | {
      readonly kind: 'refusal';
      readonly id: number;
      readonly code: ErrorCode;
      readonly details: ErrorDetails;
      readonly seats: readonly number[];
    };

/** How far paying has come. */
export type Checkout =
  | { readonly kind: 'closed' }
  /** The method is being chosen; `refusal` says why the attempt before was refused. */
  | { readonly kind: 'choosing'; readonly refusal: ErrorCode | null }
  | { readonly kind: 'paying' }
  /** The provider takes its time. */
  | { readonly kind: 'waiting' }
  | { readonly kind: 'paid'; readonly orders: readonly OrderBody[] };

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
  readonly checkout: Checkout;
  /** The browser keeps no cookies: the sale does not know the buyer from one question to the next. */
  readonly isForgotten: boolean;
}
