import type { JSX } from 'preact';
import { Link } from '../parts/link.tsx';
import { useWords } from '../words-context.ts';

export function NowherePage(): JSX.Element {
  const words = useWords();
  return (
    <main class="plain">
      <p>{words.refusal('NOT_FOUND')}</p>
      <Link class="button" to="/">
        {words.text('backToShows')}
      </Link>
    </main>
  );
}
