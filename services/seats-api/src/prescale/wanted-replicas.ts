/** How early pods are to be there before a show's on-sale time, and how long they stay after it. */
export interface OnSaleWindow {
  readonly leadMs: number;
  readonly holdMs: number;
}

/** Whether the time lies in the window around one of the on-sale times; all in milliseconds since 1970. */
export function isAroundOnSale(
  onSaleTimesMs: readonly number[],
  nowMs: number,
  window: OnSaleWindow,
): boolean {
  return onSaleTimesMs.some(
    (onSaleAtMs) => nowMs >= onSaleAtMs - window.leadMs && nowMs < onSaleAtMs + window.holdMs,
  );
}

/** What an autoscaler says of itself, by its annotations: the fewest pods on usual days, and around an on-sale time. */
export interface ReplicaPlan {
  readonly usual: number;
  readonly onSale: number;
}

const usualAnnotation = 'onsale/usual-replicas';
const onSaleAnnotation = 'onsale/on-sale-replicas';

/** Null for an autoscaler that is not to be pre-scaled. Throws a RangeError for annotations that say nothing of use. */
export function replicaPlanOf(annotations: Readonly<Record<string, string>>): ReplicaPlan | null {
  const usual = annotations[usualAnnotation];
  const onSale = annotations[onSaleAnnotation];
  if (usual === undefined && onSale === undefined) return null;
  return { usual: replicas(usualAnnotation, usual), onSale: replicas(onSaleAnnotation, onSale) };
}

function replicas(annotation: string, text: string | undefined): number {
  if (text === undefined || !/^[1-9]\d{0,5}$/.test(text))
    throw new RangeError(`the annotation ${annotation} is ${text ?? 'absent'}: it must be a number of pods`);
  return Number(text);
}
