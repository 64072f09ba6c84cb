import type { JSX } from 'preact';
import { useWords } from '../words-context.ts';

interface StepperProps {
  id: string;
  label: string;
  value: number;
  min: number;
  max: number;
  onChange: (value: number) => void;
}

/** A small whole number: typed, stepped by the arrow keys, or by two buttons large enough for a finger. */
export function Stepper({ id, label, value, min, max, onChange }: StepperProps): JSX.Element {
  const words = useWords();
  const within = (next: number): number => Math.min(max, Math.max(min, next));
  const button = (key: 'stepFewer' | 'stepMore', path: string, next: number): JSX.Element => (
    <button
      type="button"
      class="icon-button"
      aria-label={words.text(key, { what: label })}
      disabled={next < min || next > max}
      data-testid={`${id}-${key}`}
      onClick={() => onChange(next)}
    >
      <svg viewBox="0 0 20 20" aria-hidden="true">
        <path d={path} />
      </svg>
    </button>
  );
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <span class="stepper">
        {button('stepFewer', 'M4 10h12', value - 1)}
        <input
          id={id}
          type="number"
          inputMode="numeric"
          min={min}
          max={max}
          value={value}
          data-testid={id}
          onInput={({ currentTarget }) => {
            // Halfway through typing there may be no number.
            if (!Number.isInteger(currentTarget.valueAsNumber)) return;
            const next = within(currentTarget.valueAsNumber);
            currentTarget.value = String(next);
            onChange(next);
          }}
          onBlur={({ currentTarget }) => {
            currentTarget.value = String(value);
          }}
        />
        {button('stepMore', 'M10 4v12M4 10h12', value + 1)}
      </span>
    </div>
  );
}
