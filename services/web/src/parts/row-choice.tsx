import type { JSX } from 'preact';
import type { SectionShape } from '../map/geometry.ts';
import { looks } from '../map/looks.ts';
import type { Room } from '../sale/room.ts';
import { useWords } from '../words-context.ts';

interface RowChoiceProps {
  room: Room;
  section: SectionShape;
  onChoose: (row: number) => void;
}

export function RowChoice({ room, section, onChoose }: RowChoiceProps): JSX.Element {
  const words = useWords();
  return (
    <ul class="choices">
      {section.rows.map(({ label, first, count }, index) => {
        const states = room.looks.values.subarray(first, first + count);
        const available = states.reduce((sum, look) => sum + Number(look >= looks.available), 0);
        return (
          <li key={label}>
            <button
              type="button"
              class="choice"
              data-testid={`list-row-${label}`}
              onClick={() => onChoose(index)}
            >
              <strong>{words.text('rowName', { row: label })}</strong>
              <span>
                {available === 0 ? words.text('noneAvailable') : words.count('available', available)}
              </span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}
