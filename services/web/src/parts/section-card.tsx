import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Marked } from '../map/map-source.ts';
import { useLooks } from '../sale/hooks.ts';
import type { Room } from '../sale/room.ts';
import { useWords } from '../words-context.ts';
import { placeCard } from './place-card.ts';
import { availability, priceRange } from './section-words.ts';

interface SectionCardProps {
  room: Room;
  marked: Marked & { kind: 'section' };
}

/** What a section has left and what it costs, while its seats are too small to be pointed at. */
export function SectionCard({ room, marked }: SectionCardProps): JSX.Element | null {
  const words = useWords();
  useLooks(room.looks);
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (element.current !== null) placeCard(element.current, marked);
  }, [marked]);
  const section = room.geometry.sections[marked.section];
  if (section === undefined) return null;
  return (
    <div class="seat-card" ref={element} data-testid="section-card" data-section={section.id}>
      <strong>{words.local(section.name)}</strong>
      <span>{availability(room, words, marked.section)}</span>
      <span class="amount">{priceRange(room, words, marked.section)}</span>
      <span class="muted hint">{words.text('hintCloser')}</span>
    </div>
  );
}
