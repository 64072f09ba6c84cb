/** Who gets the order's tickets. */
export interface Contact {
  readonly name: string;
  readonly email: string;
}

export type ContactFault = 'nameMissing' | 'emailMissing' | 'emailWrong';

const nameCharactersMax = 100;
const emailCharactersMax = 254;
/** What the sale takes for an address: the rule of its contract, which is too heavy to be part of the page. */
const emailPattern =
  /^(?!\.)(?!.*\.\.)([A-Za-z0-9_'+\-.]*)[A-Za-z0-9_+-]@([A-Za-z0-9][A-Za-z0-9-]*\.)+[A-Za-z]{2,}$/;

/** As it is sent: without blanks at the ends. */
export function tidied({ name, email }: Contact): Contact {
  return { name: name.trim().slice(0, nameCharactersMax), email: email.trim() };
}

/** What is wrong with a contact, by its field; nothing where the sale will take it. */
export function contactFaults(contact: Contact): Partial<Record<keyof Contact, ContactFault>> {
  const { name, email } = tidied(contact);
  return {
    ...(name === '' ? { name: 'nameMissing' } : {}),
    ...(email === ''
      ? { email: 'emailMissing' }
      : email.length > emailCharactersMax || !emailPattern.test(email)
        ? { email: 'emailWrong' }
        : {}),
  };
}
