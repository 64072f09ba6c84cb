import type { PaymentMethod, ShowBody } from '@onsale/contracts';

/** The methods that a page knows to explain, the one to begin with first. */
const known = [
  'sandbox-page',
  'sandbox-card',
  'sandbox-declined',
] as const satisfies readonly PaymentMethod[];

export type KnownMethod = (typeof known)[number];

/**
 * How a buyer may pay for a show's seats here. To another site's page the provider would not lead back with the buyer's
 * session; servers that do not say what they take are believed to take everything.
 */
export function offeredMethods({ methods }: Pick<ShowBody, 'methods'>, isOwnPage: boolean): KnownMethod[] {
  return known.filter(
    (method) => (isOwnPage || method !== 'sandbox-page') && methods?.includes(method) !== false,
  );
}
