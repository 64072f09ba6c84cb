import { type BestWish, faultOfBest, isSameWish, pricesFor, sectionsFor } from './best-wish.ts';
import { chooseBest, type Wanted } from './choose-best.ts';
import { type Command, type Outcome, refuse } from './command.ts';
import { grantHold, holdRefusal, repeatOf } from './decide-hold.ts';
import type { Draft } from './draft.ts';
import { InvariantBroken } from './errors.ts';
import type { Sale } from './show.ts';

type BestCommand = Extract<Command, { kind: 'best' }>;

/** Holds the best seats of a section for a wish [B1] to [B5], or none [H1], as any other hold [H4] [H6] [H7] [P2]. */
export function decideBest(draft: Draft, command: BestCommand): Outcome {
  const { id, buyer, wish, section } = command;
  const { sale } = draft;
  const fault = faultOfBest(sale, id, wish);
  if (fault !== null) return { ok: false, error: fault };
  const earlier = draft.hold(id);
  if (earlier !== undefined) {
    const isRepeat = earlier.choice?.kind === 'best' && isSameWish(earlier.choice.wish, wish);
    return repeatOf(draft, earlier, buyer, isRepeat);
  }
  const [first] = sectionsFor(sale, wish);
  if (!sectionsFor(sale, wish).includes(section))
    throw new InvariantBroken(`section ${section} was not wished for`);
  const barred = holdRefusal(draft, buyer, wish.count);
  if (barred !== null) return barred;
  const chosen = chooseBest(draft.freeIn(section), wantedOf(sale, wish, command.togetherHere));
  if (chosen === null) return refuse('NOT_ENOUGH_SEATS');
  const { seats, ...found } = chosen;
  const otherSection = wish.sections.length > 0 && section !== first;
  return grantHold(draft, command, seats, { kind: 'best', wish, otherSection, ...found });
}

/** A wish as the choice within one section takes it. */
export function wantedOf(sale: Sale, wish: BestWish, togetherHere: boolean): Wanted {
  return {
    count: wish.count,
    accessible: wish.accessible,
    prices: pricesFor(sale, wish),
    priceIndexes: sale.plan.priceIndexes,
    together: wish.together || togetherHere,
  };
}
