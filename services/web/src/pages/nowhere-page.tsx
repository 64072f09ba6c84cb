import type { JSX } from 'preact';
import { Link } from '../parts/link.tsx';
import { useWords } from '../words-context.ts';

export function NowherePage(): JSX.Element {
  const words = useWords();
  return (
    <main class="plain">
      <h1>{words.refusal('NOT_FOUND')}</h1>
      <Link class="button" to="/">
        {words.text('backToShows')}
      </Link>
    </main>
  );
}
