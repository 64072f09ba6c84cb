import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { type Contact, type ContactFault, contactFaults, tidied } from '../sale/contact.ts';
import { remember, remembered } from '../tab-storage.ts';
import { useWords } from '../words-context.ts';

type Faults = Partial<Record<keyof Contact, ContactFault>>;

const contactKey = 'contact';
const fields = [
  { name: 'name', label: 'contactName', keys: 'text', autocomplete: 'name' },
  { name: 'email', label: 'contactEmail', keys: 'email', autocomplete: 'email' },
] as const;

/**
 * The contact as it is typed, remembered by the tab where that may be; `check` answers it tidied, or null after saying
 * what in the form is wrong with it.
 */
export function useContact(mayRemember: boolean): {
  contact: Contact;
  faults: Faults;
  change: (changes: Partial<Contact>) => void;
  check: (form: ParentNode) => Contact | null;
} {
  const [contact, setContact] = useState<Contact>(
    () => (mayRemember ? remembered<Contact>(contactKey) : null) ?? { name: '', email: '' },
  );
  const [faults, setFaults] = useState<Faults>({});
  const change = (changes: Partial<Contact>): void => {
    const next = { ...contact, ...changes };
    setContact(next);
    // What has been called wrong is called right as soon as it is; what has not been looked at is left in peace.
    const now = contactFaults(next);
    setFaults(Object.fromEntries(Object.entries(faults).flatMap(([key]) => stillWrong(key, now))));
  };
  const check = (form: ParentNode): Contact | null => {
    const found = contactFaults(contact);
    setFaults(found);
    const [first] = Object.keys(found);
    if (first !== undefined) form.querySelector<HTMLElement>(`#contact-${first}`)?.focus();
    if (first !== undefined) return null;
    const given = tidied(contact);
    if (mayRemember) remember(contactKey, given);
    return given;
  };
  return { contact, faults, change, check };
}

function stillWrong(key: string, faults: Faults): [string, ContactFault][] {
  const fault = faults[key as keyof Contact];
  return fault === undefined ? [] : [[key, fault]];
}

interface ContactFieldsProps {
  contact: Contact;
  faults: Faults;
  onChange: (changes: Partial<Contact>) => void;
}

/** Whom the tickets are for. */
export function ContactFields({ contact, faults, onChange }: ContactFieldsProps): JSX.Element {
  const words = useWords();
  return (
    <div class="contact">
      {fields.map(({ name, label, keys, autocomplete }) => {
        const fault = faults[name];
        const id = `contact-${name}`;
        return (
          <div key={name} class="field">
            <label for={id}>{words.text(label)}</label>
            <input
              id={id}
              name={name}
              type="text"
              inputMode={keys}
              autocapitalize={name === 'name' ? 'words' : 'none'}
              spellcheck={false}
              autocomplete={autocomplete}
              required
              maxLength={name === 'name' ? 100 : 254}
              value={contact[name]}
              aria-invalid={fault !== undefined}
              aria-describedby={fault === undefined ? undefined : `${id}-fault`}
              data-testid={id}
              onInput={(event) => onChange({ [name]: event.currentTarget.value })}
            />
            {fault !== undefined && (
              <span id={`${id}-fault`} class="fault" data-testid={`${id}-fault`}>
                {words.text(fault)}
              </span>
            )}
          </div>
        );
      })}
    </div>
  );
}
