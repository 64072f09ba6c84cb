import type { Charge } from './charge.ts';
import { chargeOf } from './charge-lines.ts';
import { type Charges, type ChargesOptions, createCharges } from './charges.ts';
import { memoryJournal, openJournal } from './journal.ts';

/** Opens the books: those of the file, or empty ones that end with the process. */
export async function openCharges(
  file: string | undefined,
  options: Omit<ChargesOptions, 'journal' | 'known'>,
): Promise<Charges> {
  if (file === undefined) return createCharges({ ...options, journal: memoryJournal, known: [] });
  const known = new Map<string, Charge>();
  let lines = 0;
  const journal = await openJournal(file, (line) => {
    lines++;
    try {
      const charge = chargeOf(line);
      known.set(charge.id, charge);
    } catch (cause) {
      throw new Error(`${file}: line ${lines} is no charge`, { cause });
    }
    if (known.size > options.chargesMax) throw new Error(`${file}: more than ${options.chargesMax} charges`);
  });
  return createCharges({ ...options, journal, known: [...known.values()] });
}
