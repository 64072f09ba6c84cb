import { OnsaleError } from '@onsale/client';
import type { ComponentType, JSX } from 'preact';
import { useLoading } from '../loading.ts';
import { Failure } from '../parts/failure.tsx';
import { useWords } from '../words-context.ts';

/** A page whose code is fetched when somebody goes there; `load` must be the same function from render to render. */
export function Later<P extends object>({
  load,
  props,
}: {
  load: () => Promise<ComponentType<P>>;
  props: P;
}): JSX.Element {
  const words = useWords();
  const [page, retry] = useLoading(load);
  if (page.kind === 'failed') return <Failure error={new OnsaleError('UNAVAILABLE')} onRetry={retry} />;
  if (page.kind === 'loaded') return <page.value {...props} />;
  return (
    <main class="plain" aria-busy="true">
      <p class="muted">{words.text('loading')}</p>
    </main>
  );
}
