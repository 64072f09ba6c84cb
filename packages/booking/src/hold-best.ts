import {
  type BestWish,
  type BuyerId,
  type HoldId,
  hasEnough,
  type Outcome,
  type Outlook,
  outlookFor,
  refuse,
  type Sale,
  type SectionIndex,
  sectionsFor,
  wantedOf,
} from '@onsale/domain';
import type { DatabaseClock } from './database-clock.ts';
import type { Lanes } from './lanes.ts';
import type { SectionMirror } from './mirror.ts';
import type { Mirrors } from './mirrors.ts';

export interface HoldBestOptions {
  readonly lanes: Lanes;
  readonly mirrors: Mirrors;
  readonly clock: DatabaseClock;
  /** Whether these sections' mirrors know of every hold that the id could have made: then it is none yet. */
  readonly isFirstAttempt: (sale: Sale, id: HoldId, sections: readonly SectionIndex[]) => boolean;
}

/** Holds the best seats for a wish that is without fault. */
export type HoldBest = (sale: Sale, buyer: BuyerId, id: HoldId, wish: BestWish) => Promise<Outcome>;

/** Sections that one command is decided in at most. */
const triesMax = 8;
const retryAfterMs = 250;

/**
 * Tries the sections one after the other, each under its own lock [B5]: first those that have the seats together, then,
 * where seats apart will do, those that have enough. Which ones have, the mirrors say; they spare the way to the database
 * and never grant. A section that others have emptied meanwhile costs one try.
 */
export function createHoldBest({ lanes, mirrors, clock, isFirstAttempt }: HoldBestOptions): HoldBest {
  return async (sale, buyer, id, wish) => {
    const sections = sectionsFor(sale, wish);
    const [first = 0] = sections;
    const ask = (section: SectionIndex, togetherHere: boolean): Promise<Outcome> =>
      lanes.submit(sale, { command: { kind: 'best', id, buyer, wish, section, togetherHere }, seats: [] });
    const wanted = wantedOf(sale, wish, false);
    const freeIn = (mirror: SectionMirror, nowMs: number) => mirror.freeSeats(sale.plan.seating, nowMs);

    function isSurelyShort(section: SectionIndex): boolean {
      const mirror = mirrors.peek(sale.show.id, section);
      const nowMs = clock.estimateMs();
      return mirror !== undefined && nowMs !== null && !hasEnough(freeIn(mirror, nowMs), wanted);
    }

    async function outlookOf(section: SectionIndex): Promise<Outlook> {
      const mirror = await mirrors.open(sale, section);
      const nowMs = clock.estimateMs();
      if (nowMs === null || !mirrors.isCurrent(sale.show.id, section)) return 'together';
      return outlookFor(freeIn(mirror, nowMs), wanted);
    }

    async function askEach(): Promise<Outcome> {
      let tries = 0;
      for (const outlook of wish.together ? (['together'] as const) : (['together', 'apart'] as const)) {
        for (const section of sections) {
          const seen = await outlookOf(section);
          if (seen === 'none' || (seen === 'apart' && outlook === 'together')) continue;
          if (tries >= triesMax) return refuse('BUSY', { retryAfterMs });
          tries++;
          const outcome = await ask(section, outlook === 'together');
          if (outcome.ok || outcome.error.code !== 'NOT_ENOUGH_SEATS') return outcome;
        }
      }
      // Whoever was not asked about may be a repeat: that is the database's to say [H5].
      if (tries > 0 || isFirstAttempt(sale, id, sections)) return refuse('NOT_ENOUGH_SEATS');
      return ask(first, false);
    }

    if (sections.length > 1) return askEach();
    if (isSurelyShort(first) && isFirstAttempt(sale, id, sections)) return refuse('NOT_ENOUGH_SEATS');
    return ask(first, false);
  };
}
