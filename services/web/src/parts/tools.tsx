import type { JSX } from 'preact';
import type { Room } from '../sale/room.ts';
import { useWords } from '../words-context.ts';
import { SeatIcon } from './seat-icon.tsx';

/** The ways to choose seats. */
export type Way = 'map' | 'list' | 'best';

interface ToolsProps {
  room: Room;
  way: Way;
  hasMap: boolean;
  onWay: (way: Way) => void;
  areFiltersOpen: boolean;
  onFilters: (areOpen: boolean) => void;
}

const wayKeys = { map: 'viewMap', list: 'viewList', best: 'viewBest' } as const;
const iconsMax = 5;

/** How to choose, and on a narrow screen the way to prices and filters, which have no room of their own there. */
export function Tools({ room, way, hasMap, onWay, areFiltersOpen, onFilters }: ToolsProps): JSX.Element {
  const words = useWords();
  return (
    <div class="tools">
      <fieldset class="ways">
        <legend class="unseen">{words.text('views')}</legend>
        {(['map', 'list', 'best'] as const).map((each) => (
          <button
            key={each}
            type="button"
            disabled={each === 'map' && !hasMap}
            aria-pressed={way === each}
            data-testid={`way-${each}`}
            onClick={() => onWay(each)}
          >
            {words.text(wayKeys[each])}
          </button>
        ))}
      </fieldset>
      <button
        type="button"
        class="button filters"
        aria-expanded={areFiltersOpen}
        aria-controls="legend"
        data-testid="filters"
        onClick={() => onFilters(!areFiltersOpen)}
      >
        {words.text('filters')}
        <span class="icons" aria-hidden="true">
          {room.prices.slice(0, iconsMax).map(({ id }, index) => (
            <SeatIcon key={id} kind="available" price={index} />
          ))}
        </span>
      </button>
    </div>
  );
}
