import type { SeatPlan } from '@onsale/domain';
import { parseLayout } from './layout-check.ts';
import type { LayoutFile } from './layout-file.ts';

/** Reads a layout's text as a store keeps it. It was checked at its import; throws a RangeError if it is broken after all. */
export function readStoredLayout(text: string): { readonly layout: LayoutFile; readonly plan: SeatPlan } {
  const parsed = parseLayout(JSON.parse(text));
  if (!parsed.ok) throw new RangeError(`a stored layout is broken: ${parsed.faults[0] ?? ''}`);
  return parsed;
}
