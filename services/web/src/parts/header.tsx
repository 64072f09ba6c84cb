import type { JSX } from 'preact';
import { type Language, languageNames, languages } from '../messages/language.ts';
import { useWords } from '../words-context.ts';
import { Link } from './link.tsx';

interface HeaderProps {
  onLanguage: (language: Language) => void;
  /** Whether the page is within a show, so that a way back is needed. */
  isWithin: boolean;
}

export function Header({ onLanguage, isWithin }: HeaderProps): JSX.Element {
  const words = useWords();
  return (
    <header class="header">
      <Link class="brand" to="/">
        <svg class="brand-mark" viewBox="0 0 32 32" aria-hidden="true">
          <path d="M7 11q9-5 18 0" />
          <circle cx="8" cy="21" r="3.2" />
          <circle class="brand-chosen" cx="16" cy="20" r="4" />
          <circle cx="24" cy="21" r="3.2" />
        </svg>
        <span>{words.text('brand')}</span>
      </Link>
      {isWithin && (
        <Link class="back" to="/">
          {words.text('backToShows')}
        </Link>
      )}
      <Link class="back orders" to="/orders">
        {words.text('myOrders')}
      </Link>
      <fieldset class="languages">
        <legend class="unseen">{words.text('language')}</legend>
        {languages.map((language) => (
          <button
            key={language}
            type="button"
            lang={language}
            aria-pressed={language === words.language}
            data-testid={`language-${language}`}
            onClick={() => onLanguage(language)}
          >
            {languageNames[language]}
          </button>
        ))}
      </fieldset>
    </header>
  );
}
