import type { ErrorCode } from '@onsale/client';
import { en, type MessageKey, type Messages } from './en.ts';
import { ko } from './ko.ts';
import type { Language } from './language.ts';

/** What is counted: `…_one` and `…_other` are texts. */
export type CountKey =
  | 'seats'
  | 'matching'
  | 'available'
  | 'stillHeld'
  | 'days'
  | 'bestFind'
  | 'bestParts'
  | 'leavesSingle'
  | 'paySteps'
  | 'orderGoOn'
  | 'returnTitle';

export type Values = Readonly<Record<string, string | number>>;

/** A text in the languages that a promoter gave. */
export type LocalText = { readonly en: string } & { readonly [language: string]: string };

/** The page's words, numbers and dates in one language. */
export interface Words {
  readonly language: Language;
  text(key: MessageKey, values?: Values): string;
  /** Chooses between `…_one` and `…_other`. */
  count(key: CountKey, count: number): string;
  number(value: number): string;
  /** Why an action was refused. */
  refusal(code: ErrorCode, values?: Values): string;
  local(text: LocalText): string;
  /** An amount in the currency's minor unit. */
  money(amount: number, currency: string): string;
  dateTime(iso: string): string;
  /** A span of time that has passed, in seconds or minutes: "3 seconds ago". */
  ago(spanMs: number): string;
}

const messagesByLanguage: Record<Language, Messages> = { en, ko };

export function createWords(language: Language): Words {
  const messages = messagesByLanguage[language];
  const plural = new Intl.PluralRules(language);
  const numbers = new Intl.NumberFormat(language);
  const dates = new Intl.DateTimeFormat(language, {
    weekday: 'short',
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    // Buyers may be elsewhere than the venue; a time without its zone would be taken for the venue's.
    timeZoneName: 'short',
  });
  const ages = new Intl.RelativeTimeFormat(language, { numeric: 'always' });
  const currencies = new Map<string, Intl.NumberFormat>();
  const text = (key: MessageKey, values: Values = {}): string => fill(messages[key], values);
  return {
    language,
    text,
    count: (key, count) =>
      text(`${key}_${plural.select(count) === 'one' ? 'one' : 'other'}`, { count: numbers.format(count) }),
    number: (value) => numbers.format(value),
    refusal: (code, values) => text(`error${code}`, values),
    local: (texts) => texts[language] ?? texts.en,
    money: (amount, currency) => {
      let format = currencies.get(currency);
      if (format === undefined) {
        format = new Intl.NumberFormat(language, { style: 'currency', currency });
        currencies.set(currency, format);
      }
      // How many digits the minor unit has is known to Intl: 2 for EUR, 0 for KRW, 3 for KWD.
      return format.format(amount / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
    },
    ago: (spanMs) => {
      const seconds = Math.max(1, Math.round(spanMs / 1_000));
      return seconds < 60
        ? ages.format(-seconds, 'second')
        : ages.format(-Math.round(seconds / 60), 'minute');
    },
    dateTime: (iso) => dates.format(new Date(iso)),
  };
}

/** Puts values in place of `{name}`; a name without a value stays visible. */
export function fill(template: string, values: Values): string {
  return template.replace(/\{(\w+)\}/g, (placeholder, name: string) => String(values[name] ?? placeholder));
}

/** A span of time as 4:05, or 1:04:05 from an hour on; a started second counts as whole. Never below 0:00. */
export function clockText(spanMs: number): string {
  const seconds = Math.max(0, Math.ceil(spanMs / 1_000));
  const pad = (part: number): string => String(part).padStart(2, '0');
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}:${pad(seconds % 60)}`;
  return `${Math.floor(minutes / 60)}:${pad(minutes % 60)}:${pad(seconds % 60)}`;
}
