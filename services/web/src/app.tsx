import type { Http } from '@onsale/client';
import type { JSX } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { createWords } from './messages/format.ts';
import { chooseLanguage, directionOf, type Language } from './messages/language.ts';
import { Later } from './pages/later.tsx';
import { NowherePage } from './pages/nowhere-page.tsx';
import { OrdersPage } from './pages/orders-page.tsx';
import { ShowPage } from './pages/show-page.tsx';
import { ShowsPage } from './pages/shows-page.tsx';
import { Header } from './parts/header.tsx';
import { SkipLinks } from './parts/skip-links.tsx';
import { type Place, usePlace } from './router.ts';
import { WordsContext } from './words-context.ts';

const languageKey = 'onsale.language';

/** Storage may be forbidden; the choice then lasts as long as the page. */
function storedLanguage(): string | null {
  try {
    return localStorage.getItem(languageKey);
  } catch {
    return null;
  }
}

function storeLanguage(language: Language): void {
  try {
    localStorage.setItem(languageKey, language);
  } catch {
    // See above.
  }
}

export function App({ http }: { http: Http }): JSX.Element {
  const place = usePlace();
  const [language, setLanguage] = useState(() =>
    chooseLanguage(new URLSearchParams(location.search).get('lang'), storedLanguage(), navigator.languages),
  );
  const words = useMemo(() => createWords(language), [language]);
  useEffect(() => {
    document.documentElement.lang = language;
    document.documentElement.dir = directionOf(language);
  }, [language]);
  const choose = (chosen: Language): void => {
    storeLanguage(chosen);
    setLanguage(chosen);
  };
  return (
    <WordsContext.Provider value={words}>
      {place.kind === 'show' && <SkipLinks />}
      <Header onLanguage={choose} isWithin={place.kind !== 'shows'} />
      <Page place={place} http={http} />
    </WordsContext.Provider>
  );
}

/** Tickets and their codes are of no use to whoever is choosing seats. */
const loadOrderPage = async () => (await import('./pages/order-page.tsx')).OrderPage;

function Page({ place, http }: { place: Place; http: Http }): JSX.Element {
  switch (place.kind) {
    case 'shows':
      return <ShowsPage http={http} />;
    case 'show':
      return <ShowPage key={place.id} http={http} id={place.id} />;
    case 'orders':
      return <OrdersPage http={http} />;
    case 'order':
      return <Later key={place.id} load={loadOrderPage} props={{ http, id: place.id }} />;
    case 'nowhere':
      return <NowherePage />;
  }
}
