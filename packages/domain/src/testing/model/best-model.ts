/** A seat as the model of the best choice sees it. */
export interface ModelSeat {
  readonly free: boolean;
  /** Whether its price and its place will do for the wish, were it free. */
  readonly fits: boolean;
  readonly kind: 'plain' | 'restrictedView' | 'wheelchair' | 'companion';
  /** Whether the next seat is beside it. */
  readonly joined: boolean;
  readonly rank: number;
}

export interface ModelChoice {
  /** Places in the list, ascending. */
  readonly seats: readonly number[];
  readonly parts: number;
  readonly restrictedView: boolean;
  readonly singles: readonly number[];
}

/** The two neighbours of a seat that are beside it. */
function besides(seats: readonly ModelSeat[], seat: number): number[] {
  return [...(seats[seat - 1]?.joined ? [seat - 1] : []), ...(seats[seat]?.joined ? [seat + 1] : [])];
}

/** Free seats for anybody that have none of their like beside them [O1]. */
function singleSeats(seats: readonly ModelSeat[], isFree: (seat: number) => boolean): number[] {
  const isPlain = (seat: number) => ['plain', 'restrictedView'].includes(seats[seat]?.kind ?? '');
  const isOpen = (seat: number) => isFree(seat) && isPlain(seat);
  return [...seats.keys()].filter((seat) => isOpen(seat) && !besides(seats, seat).some(isOpen));
}

/** The seats that are left single when these are taken. */
export function leftSingle(seats: readonly ModelSeat[], taken: readonly number[]): number[] {
  const before = singleSeats(seats, (seat) => seats[seat]?.free === true);
  const after = singleSeats(seats, (seat) => seats[seat]?.free === true && !taken.includes(seat));
  return after.filter((seat) => !before.includes(seat));
}

/**
 * Every choice of so many seats in as few parts as can be, the best first: by trying each there is. Of choices in one
 * part the first is the best by [B2]; of others any has as few parts.
 */
export function bestChoices(
  seats: readonly ModelSeat[],
  { count, accessible, together }: { count: number; accessible: number; together: boolean },
): ModelChoice[] {
  const fitting = [...seats.keys()].filter((seat) => {
    const found = seats[seat];
    return found?.free === true && found.fits;
  });
  const all = subsets(fitting, count)
    .filter((chosen) => chosen.filter((seat) => seats[seat]?.kind === 'wheelchair').length === accessible)
    .map((chosen) => ({
      seats: chosen,
      parts: chosen.filter((seat) => !(chosen.includes(seat - 1) && seats[seat - 1]?.joined)).length,
      restrictedView: chosen.some((seat) => seats[seat]?.kind === 'restrictedView'),
      singles: leftSingle(seats, chosen),
      rank: chosen.reduce((sum, seat) => sum + (seats[seat]?.rank ?? 0), 0),
    }));
  const fewest = Math.min(...all.map(({ parts }) => parts));
  return all
    .filter(({ parts }) => parts === (together ? 1 : fewest))
    .sort(
      (a, b) =>
        Number(a.restrictedView) - Number(b.restrictedView) ||
        a.singles.length - b.singles.length ||
        a.rank - b.rank ||
        (a.seats[0] ?? 0) - (b.seats[0] ?? 0),
    )
    .map(({ rank: _, ...choice }) => choice);
}

function subsets(items: readonly number[], size: number): number[][] {
  if (size === 0) return [[]];
  return items.flatMap((item, index) =>
    subsets(items.slice(index + 1), size - 1).map((rest) => [item, ...rest]),
  );
}
