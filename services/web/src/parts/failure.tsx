import type { OnsaleError } from '@onsale/client';
import type { JSX } from 'preact';
import { useWords } from '../words-context.ts';
import { Link } from './link.tsx';

/** Why something could not be shown, and what can be done about it. */
export function Failure({ error, onRetry }: { error: OnsaleError; onRetry: () => void }): JSX.Element {
  const words = useWords();
  return (
    <main class="plain" data-testid="failure" data-code={error.code}>
      <div role="alert">
        <h1>{words.refusal(error.code, { seat: '', cap: '' })}</h1>
      </div>
      <div class="row">
        <button type="button" class="button primary" onClick={onRetry}>
          {words.text('retry')}
        </button>
        <Link class="button" to="/">
          {words.text('backToShows')}
        </Link>
      </div>
    </main>
  );
}
