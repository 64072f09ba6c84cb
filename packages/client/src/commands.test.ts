import { describe, expect, it } from 'vitest';
import { createCommands } from './commands.ts';
import { OnsaleError } from './errors.ts';
import type { Commands, Http } from './http.ts';
import type { Link } from './link.ts';
import type { Timing } from './retry.ts';
import { holdBody } from './testing/fake-sale.ts';

const timing: Timing = { nowMs: () => 0, pause: async () => undefined, random: () => 0 };
const wished = { id: holdBody().id, show: 'hamlet', best: { count: 2, sections: ['stalls'] } };

/** Both ways of a command, and what was asked over each. */
function openWays(answer: () => ReturnType<Link['hold']>) {
  const asked: [way: 'link' | 'http', request: unknown][] = [];
  const link: Pick<Link, 'hold'> = {
    hold: (request) => {
      asked.push(['link', request]);
      return answer();
    },
  };
  const once: Pick<Commands, 'holdBest'> = {
    holdBest: async (command) => {
      asked.push(['http', command]);
      return holdBody();
    },
  };
  return { asked, commands: (hasLink: boolean) => commandsOf(once, hasLink ? link : null) };
}

function commandsOf(once: Pick<Commands, 'holdBest'>, link: Pick<Link, 'hold'> | null): Commands {
  return createCommands({ once } as unknown as Http, () => link as Link | null, timing);
}

describe('a hold of the best seats', () => {
  it('goes over the connection with the wish alone', async () => {
    const { asked, commands } = openWays(async () => ({ ok: true, hold: holdBody() }));
    await expect(commands(true).holdBest(wished)).resolves.toEqual(holdBody());
    expect(asked).toEqual([['link', wished]]);
  });

  it('goes over HTTP while there is no connection', async () => {
    const { asked, commands } = openWays(async () => ({ ok: true, hold: holdBody() }));
    await expect(commands(false).holdBest(wished)).resolves.toEqual(holdBody());
    expect(asked).toEqual([['http', wished]]);
  });

  it('[H5] [A1] is asked again over HTTP by the same id when the ack does not come', async () => {
    const { asked, commands } = openWays(() => Promise.reject(new OnsaleError('UNKNOWN')));
    await expect(commands(true).holdBest(wished)).resolves.toEqual(holdBody());
    expect(asked).toEqual([
      ['link', wished],
      ['http', wished],
    ]);
  });

  it('is not asked again when there are not enough seats', async () => {
    const error = { code: 'NOT_ENOUGH_SEATS', message: 'none' } as const;
    const { asked, commands } = openWays(async () => ({ ok: false, error }));
    await expect(commands(true).holdBest(wished)).rejects.toMatchObject({ code: 'NOT_ENOUGH_SEATS' });
    expect(asked).toHaveLength(1);
  });
});

describe('a payment with a contact', () => {
  const attempt = { hold: holdBody().id, id: 'p', method: 'sandbox-card' } as const;
  const contact = { name: 'Ann', email: 'ann@example.com' };

  /** The commands over a connection that refuses contacts with these faults, and what was asked over it. */
  function openRefusing(...faults: string[]) {
    const asked: object[] = [];
    const pay = async (request: { contact?: object }) => {
      asked.push(request);
      const error = { code: 'BAD_REQUEST', message: 'why', details: { faults } } as const;
      return request.contact === undefined ? { ok: true, order: {}, hold: holdBody() } : { ok: false, error };
    };
    const commands = createCommands({} as Http, () => ({ pay }) as unknown as Link, timing);
    return { asked, commands };
  }

  it('goes without it to a process of the version before, which knows none', async () => {
    const { asked, commands } = openRefusing('contact: is not a known field');
    await expect(commands.pay({ ...attempt, contact })).resolves.toMatchObject({ hold: holdBody() });
    expect(asked).toEqual([{ ...attempt, contact }, attempt]);
  });

  it('is refused where the contact itself is at fault', async () => {
    const { asked, commands } = openRefusing('contact.email: Invalid email address');
    await expect(commands.pay({ ...attempt, contact })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    expect(asked).toHaveLength(1);
  });
});
