import type { Language } from './language.ts';

/** An amount in the currency's minor unit, as people write it. */
export function moneyText(amount: number, currency: string, language: Language): string {
  const format = new Intl.NumberFormat(language, { style: 'currency', currency });
  return format.format(amount / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
}

/** A length of time in whole minutes, or in seconds when it is less than two of them. */
export function timeText(ms: number, language: Language): string {
  const seconds = Math.max(0, Math.floor(ms / 1_000));
  const [value, unit] = seconds < 120 ? [seconds, 'second'] : [Math.floor(seconds / 60), 'minute'];
  return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(value);
}
