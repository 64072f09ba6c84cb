import type { JSX } from 'preact';
import type { Room } from '../sale/room.ts';
import { useWords } from '../words-context.ts';
import { availability, priceRange } from './section-words.ts';

interface SectionChoiceProps {
  room: Room;
  onChoose: (section: number) => void;
}

export function SectionChoice({ room, onChoose }: SectionChoiceProps): JSX.Element {
  const words = useWords();
  return (
    <ul class="choices">
      {room.geometry.sections.map((section) => (
        <li key={section.id}>
          <button
            type="button"
            class="choice"
            data-testid={`list-section-${section.id}`}
            onClick={() => onChoose(section.index)}
          >
            <strong>{words.local(section.name)}</strong>
            <span>{availability(room, words, section.index)}</span>
            <span class="amount">{priceRange(room, words, section.index)}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
