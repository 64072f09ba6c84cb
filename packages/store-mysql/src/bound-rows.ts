import type { TallyBound } from '@onsale/domain';
import type { RowDataPacket } from 'mysql2/promise';

/** The columns of `buyers` that {@link boundOfRow} reads. */
export const boundColumns = 'buyer, claimed_max, made_max, dropped_max';

export function boundOfRow(row: RowDataPacket): TallyBound {
  const known = (value: unknown) => (value === null ? Number.POSITIVE_INFINITY : Number(value));
  return { claimed: known(row.claimed_max), made: known(row.made_max), dropped: known(row.dropped_max) };
}

/** The values of {@link boundColumns}, but for the buyer. */
export function boundValuesOf({ claimed, made, dropped }: TallyBound): (number | null)[] {
  return [claimed, made, dropped].map((value) => (Number.isFinite(value) ? value : null));
}
