import type { OnsaleHook } from './automation.ts';

/** What the parts must know of where they are: on the sale's own page, or in an element on somebody else's. */
export interface Surroundings {
  /** The sale's origin, to which relative addresses of sockets refer. */
  readonly saleOrigin: string;
  /** Takes the account of what the canvas shows; null once there is none. */
  readonly expose: (hook: OnsaleHook | null) => void;
  /** Begins anew after what does not end by itself. */
  readonly restart: () => void;
  /**
   * Whether this is the sale's own page: it has a place for each order, may send its buyer to the provider's page and
   * get him back, and may remember who he is.
   */
  readonly isOwnPage: boolean;
}

export function ownPage(): Surroundings {
  return {
    saleOrigin: location.origin,
    expose: (hook) => {
      if (hook === null) delete window.onsale;
      else window.onsale = hook;
    },
    restart: () => location.reload(),
    isOwnPage: true,
  };
}
