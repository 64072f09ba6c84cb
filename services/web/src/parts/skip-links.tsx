import type { JSX } from 'preact';
import { useWords } from '../words-context.ts';

/** Asks for the list of seats, by its id. */
export const listHash = '#list';

/** The first stops on a show's page: past the map, to what can be read and pressed. */
export function SkipLinks(): JSX.Element {
  const words = useWords();
  return (
    <>
      <a class="skip" href={listHash} data-testid="skip-to-list">
        {words.text('skipToList')}
      </a>
      <a class="skip" href="#basket" data-testid="skip-to-basket">
        {words.text('skipToBasket')}
      </a>
    </>
  );
}
