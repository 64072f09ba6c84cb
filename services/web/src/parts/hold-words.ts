import type { HoldBody } from '@onsale/contracts';
import type { Words } from '../messages/format.ts';
import type { Room } from '../sale/room.ts';

/** What must be said of a hold besides its seats: how far the sale went from the wish, and seats left single. */
export function holdWords(room: Pick<Room, 'show'>, words: Words, hold: HoldBody): string[] {
  const { best, singles = [] } = hold;
  const section = room.show.sections.find(({ id }) => id === best?.section);
  return [
    ...(best === undefined || hold.seats.length === 1
      ? []
      : [best.together ? words.text('bestSideBySide') : words.count('bestParts', best.parts)]),
    ...(best?.otherSection && section !== undefined
      ? [words.text('bestOtherSection', { section: words.local(section.name) })]
      : []),
    ...(best?.restrictedView ? [words.text('bestRestricted')] : []),
    ...(singles.length > 0 ? [words.count('leavesSingle', singles.length)] : []),
  ];
}
