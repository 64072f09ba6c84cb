import { realtimeBody } from '@onsale/contracts';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { freePort } from '../servers/free-port.ts';
import { ServiceProcess } from '../services/service-process.ts';
import { buyerIn, forgeries, genuine } from './forger.ts';
import { type HttpCall, httpCalls } from './http-calls.ts';
import { type Belongings, type IdentityStage, openIdentityStage } from './identity-stage.ts';
import { type PlainAnswer, pushPast, send } from './plain-request.ts';
import { RawSocket } from './raw-socket.ts';
import { packetOf, type SocketCall, socketCalls } from './socket-calls.ts';

let stage: IdentityStage;
let before: string;
/** Cells of the matrix: what was tried with which identity, and refused without an effect. */
let cells = 0;
/** Pairs that mean nothing, and why. */
const notApplicable = new Set<string>();

beforeAll(async () => {
  stage = await openIdentityStage(inject('mysqlUrl'), inject('redisUrl'));
  before = await stage.rows();
}, 120_000);
afterAll(async () => {
  await stage?.stop();
  const lines = [...notApplicable].map((line) => `  ${line}\n`).join('');
  process.stdout.write(`identity matrix: ${cells} cells refused without effect; not applicable:\n${lines}`);
}, 60_000);

async function expectNoEffect(what: string): Promise<void> {
  expect([what, await stage.rows()]).toEqual([what, before]);
  cells++;
}

/** The processes in turn, so that both are asked everything. */
let turn = 0;
const inTurn = (urls: readonly [string, string]): string => urls[turn++ % 2 === 0 ? 0 : 1];

interface Asking {
  /** The Cookie header's session; null sends none. */
  readonly session: string | null;
  readonly headers?: Readonly<Record<string, string>>;
}

const bodyOf = (call: HttpCall, belongings: Belongings): string | undefined =>
  call.body === undefined ? undefined : JSON.stringify(call.body(belongings));

function ask(
  call: HttpCall,
  { session, headers = {} }: Asking,
  belongings: Belongings = stage,
): Promise<PlainAnswer> {
  const body = bodyOf(call, belongings);
  const type = body === undefined ? {} : { 'content-type': 'application/json' };
  const cookie = session === null ? {} : { cookie: `onsale=${session}` };
  const url = inTurn(stage.apiUrls) + call.path(belongings);
  return send(url, call.method, { ...type, ...cookie, ...headers }, body);
}

const tokenOf = (kind: 'session' | 'ticket') =>
  ({ kind, buyer: stage.victim.id, key: stage.newer, madeAtMs: Date.now() }) as const;

/** The names of the forgeries, which must be known before there is a stage. */
const someKey = { id: 'x', secret: Buffer.alloc(32) };
const namesOf = (kind: 'session' | 'ticket') =>
  Object.keys(forgeries({ kind, buyer: 'x', key: someKey, madeAtMs: 0 }));

const foreignOrigins: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'a foreign Origin': { origin: 'https://evil.example' },
  'an Origin that only begins like ours': { origin: 'http://localhost.evil.example' },
  'the Origin null': { origin: 'null' },
  'no Origin, from a browser on another site': {
    'sec-fetch-site': 'cross-site',
    'sec-fetch-mode': 'no-cors',
  },
  'no Origin, from a browser on a neighbouring host': { 'sec-fetch-site': 'same-site' },
};

describe('over HTTP', () => {
  const identities = ['no session', ...namesOf('session')];

  it.each(identities)(
    '[I1] with a session that is worth nothing, %s: every call is refused',
    async (identity) => {
      const session = identity === 'no session' ? null : (forgeries(tokenOf('session'))[identity] ?? null);
      for (const call of httpCalls) {
        const answer = await ask(call, { session });
        expect([call.name, answer.status, answer.code]).toEqual([call.name, 401, 'NO_SESSION']);
        await expectNoEffect(call.name);
      }
    },
  );

  it.each(identities)(
    '[I1] with a session that is worth nothing, %s: the socket’s ticket is a stranger’s',
    async (identity) => {
      const session = identity === 'no session' ? null : (forgeries(tokenOf('session'))[identity] ?? null);
      const cookie = session === null ? {} : { cookie: `onsale=${session}` };
      const answer = await send(`${inTurn(stage.apiUrls)}/api/realtime?show=demo`, 'GET', cookie);
      const buyer = buyerIn(realtimeBody.parse(JSON.parse(answer.body)).ticket);
      expect([stage.victim.id, stage.other.id]).not.toContain(buyer);
      await expectNoEffect('realtime');
    },
  );

  it('[I1] a genuine session under another cookie’s name is none', async () => {
    for (const name of ['__Host-onsale', 'Onsale', 'session'])
      for (const call of httpCalls) {
        const headers = { cookie: `${name}=${stage.victim.session}` };
        expect((await ask(call, { session: null, headers })).code).toBe('NO_SESSION');
        await expectNoEffect(call.name);
      }
  });

  it('[I1] [H3] as another buyer: what is the victim’s is not to be had', async () => {
    for (const call of httpCalls) {
      if (call.toOthers === null) continue;
      const answer = await ask(call, { session: stage.other.session });
      expect([call.name, answer.code]).toEqual([call.name, call.toOthers]);
      await expectNoEffect(call.name);
    }
    notApplicable.add('hold seats × another buyer: anybody may hold free seats');
  });

  it('[I1] as another buyer: his own list and ticket are his own', async () => {
    const { session, id } = stage.other;
    const cookie = { cookie: `onsale=${session}` };
    const list = await send(`${inTurn(stage.apiUrls)}/api/shows/demo/holds`, 'GET', cookie);
    expect(JSON.parse(list.body)).toEqual({ holds: [] });
    await expectNoEffect('list holds');
    const realtime = await send(`${inTurn(stage.apiUrls)}/api/realtime?show=demo`, 'GET', cookie);
    expect(buyerIn(realtimeBody.parse(JSON.parse(realtime.body)).ticket)).toBe(id);
    await expectNoEffect('realtime');
  });

  it.each(Object.keys(foreignOrigins))(
    '[I1] from %s, with the victim’s session: nothing changes',
    async (from) => {
      const headers = foreignOrigins[from] ?? {};
      for (const call of httpCalls) {
        const answer = await ask(call, { session: stage.victim.session, headers });
        // Whatever the answer to a read is, no page of another origin may see it.
        expect(answer.headers).not.toHaveProperty('access-control-allow-origin');
        if (call.method === 'GET') {
          notApplicable.add(
            `${call.name} × foreign or missing Origin: a read changes nothing, and no page there gets its answer`,
          );
          continue;
        }
        expect([call.name, answer.status, answer.code]).toEqual([call.name, 403, 'FORBIDDEN_ORIGIN']);
        await expectNoEffect(call.name);
      }
    },
  );

  const formTypes = [
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    null,
  ];

  it.each(formTypes)('[I1] as a form sends it, with the content type %s: nothing changes', async (type) => {
    for (const call of httpCalls.filter(({ method }) => method === 'PUT' || method === 'POST')) {
      const url = inTurn(stage.apiUrls) + call.path(stage);
      const cookie = { cookie: `onsale=${stage.victim.session}` };
      const contentType = type === null ? {} : { 'content-type': type };
      const body = bodyOf(call, stage) ?? '{}';
      const bare = await send(url, call.method, { ...cookie, ...contentType }, body);
      expect([call.name, bare.status, bare.code]).toEqual([call.name, 400, 'BAD_REQUEST']);
      await expectNoEffect(call.name);
      const headers = { ...cookie, ...contentType, origin: 'https://evil.example' };
      const foreign = await send(url, call.method, headers, body);
      expect([call.name, foreign.status, foreign.code]).toEqual([call.name, 403, 'FORBIDDEN_ORIGIN']);
      await expectNoEffect(call.name);
    }
  });
});

describe('over a socket', () => {
  /** What somebody hears who joins with this and then gives a command, whatever he was told. */
  async function join(url: string, auth: object, call: SocketCall): Promise<readonly string[]> {
    const raw = await RawSocket.open(url);
    raw.send(`40${JSON.stringify(auth)}`);
    await raw.heard.first((text) => text.startsWith('4'));
    raw.send(packetOf(call, stage));
    await raw.ended;
    return raw.heard.all.filter((text) => text.startsWith('4'));
  }

  const badTicket = [
    expect.stringMatching(/^44\{"message":"BAD_TICKET","data":\{"error":\{"code":"BAD_TICKET"/),
  ];

  async function expectShut(auth: () => object | Promise<object>, url = () => inTurn(stage.realtimeUrls)) {
    for (const call of socketCalls) {
      expect([call.name, ...(await join(url(), await auth(), call))]).toEqual([call.name, ...badTicket]);
      await expectNoEffect(call.name);
    }
  }

  it.each(['no ticket', ...namesOf('ticket')])(
    '[I2] with a ticket that is worth nothing, %s: no way in, no effect',
    async (identity) => {
      const ticket = forgeries(tokenOf('ticket'))[identity];
      await expectShut(() => (ticket === undefined ? {} : { ticket }));
    },
  );

  it.each([
    ['on the same process', 0],
    ['on the other process', 1],
  ] as const)(
    '[I2] with a ticket that was used before, again %s: no way in, no effect',
    async (_where, index) => {
      await expectShut(
        async () => {
          const ticket = stage.token('ticket');
          (await RawSocket.open(stage.realtimeUrls[0], ticket)).close();
          return { ticket };
        },
        () => stage.realtimeUrls[index],
      );
    },
  );

  it('[I2] with a ticket that 60 seconds have passed over: no way in, no effect', async () => {
    const { newer, victim } = stage;
    await expectShut(() => ({
      ticket: genuine({ kind: 'ticket', buyer: victim.id, key: newer, madeAtMs: Date.now() - 61_000 }),
    }));
  });

  it('[I2] one ticket used by many at once, on both processes, lets one in', async () => {
    const ticket = stage.token('ticket');
    const heard = await Promise.all(
      Array.from({ length: 20 }, async () => {
        const raw = await RawSocket.open(inTurn(stage.realtimeUrls));
        raw.send(`40${JSON.stringify({ ticket })}`);
        const answer = await raw.heard.first((text) => text.startsWith('4'));
        raw.close();
        return answer.slice(0, 2);
      }),
    );
    expect(heard.filter((type) => type === '40')).toHaveLength(1);
    expect(heard.filter((type) => type === '44')).toHaveLength(19);
  });

  it.each(Object.keys(foreignOrigins))(
    '[I2] from %s, with a genuine ticket: no way in, no effect',
    async (from) => {
      const ticket = stage.token('ticket');
      for (const call of socketCalls) {
        const packets = [`40${JSON.stringify({ ticket })}`, packetOf(call, stage)];
        const answer = await pushPast(inTurn(stage.realtimeUrls), foreignOrigins[from] ?? {}, packets);
        expect([call.name, answer.status, answer.code]).toEqual([call.name, 403, 'FORBIDDEN_ORIGIN']);
        await expectNoEffect(call.name);
      }
      // The ticket was not used up by that.
      (await RawSocket.open(stage.realtimeUrls[0], ticket)).close();
    },
  );

  it('[I2] the same packets from an allowed origin are heard: the wall is what stops them', async () => {
    const packets = [`40${JSON.stringify({ ticket: stage.token('ticket') })}`, packetOf(watchCall(), stage)];
    const raw = await RawSocket.open(inTurn(stage.realtimeUrls));
    for (const packet of packets) {
      raw.send(packet);
      await raw.heard.next((text) => text.startsWith('4'));
    }
    expect(raw.heard.all.at(-1)).toMatch(/^437\[\{"ok":true/);
    raw.close();
  });

  it('[I1] [H3] as another buyer: what is the victim’s is not to be had, whatever the message says', async () => {
    const raw = await RawSocket.open(inTurn(stage.realtimeUrls), stage.token('ticket', stage.other));
    for (const [index, call] of socketCalls.entries()) {
      if (call.toOthers === null) {
        notApplicable.add(`${call.name} × another buyer: anybody may watch a show`);
        continue;
      }
      raw.send(packetOf(call, stage, index));
      const ack = await raw.heard.first((text) => text.startsWith(`43${index}[`));
      const [answer] = JSON.parse(ack.slice(ack.indexOf('['))) as [{ error?: { code: string } }];
      expect([call.name, answer.error?.code]).toEqual([call.name, call.toOthers]);
      await expectNoEffect(call.name);
    }
    raw.close();
  });

  const watchCall = (): SocketCall => {
    const [watch] = socketCalls;
    if (watch === undefined) throw new Error('there is no such call');
    return watch;
  };
});

describe('keys', () => {
  it('[I1] [I2] a session and a ticket signed with the older key still work', async () => {
    const { older, victim, apiUrls, realtimeUrls } = stage;
    const sign = (kind: 'session' | 'ticket') =>
      genuine({ kind, buyer: victim.id, key: older, madeAtMs: Date.now() });
    for (const api of apiUrls) {
      const cookie = { cookie: `onsale=${sign('session')}` };
      expect((await send(`${api}/api/holds/${stage.hold}`, 'GET', cookie)).status).toBe(200);
    }
    for (const url of realtimeUrls) (await RawSocket.open(url, sign('ticket'))).close();
  });
});

describe('the session cookie', () => {
  const cookieFrom = async (api: string) => {
    const { headers } = await send(`${api}/api/shows`, 'GET');
    return String(headers['set-cookie']);
  };

  it('[I1] is out of reach of scripts and other sites, and plain on http', async () => {
    for (const api of stage.apiUrls)
      expect(await cookieFrom(api)).toMatch(
        /^onsale=[\w.-]+; Path=\/; Max-Age=2592000; HttpOnly; SameSite=Lax$/,
      );
  });

  it('[I1] is bound to the host and to https where buyers come by https', async () => {
    const port = String(await freePort());
    const url = `http://127.0.0.1:${port}`;
    const { mysqlUrl, redisUrl, sessionKeys, victim } = stage;
    const api = new ServiceProcess({
      name: 'seats-api-on-https',
      main: new URL('../../services/seats-api/src/main.ts', import.meta.url).pathname,
      env: {
        ...process.env,
        PORT: port,
        HOST: '127.0.0.1',
        MYSQL_URL: mysqlUrl,
        REDIS_URL: redisUrl,
        SESSION_KEYS: sessionKeys,
        REALTIME_ENDPOINTS: stage.realtimeUrls.join(','),
        SECURE_COOKIES: 'true',
      },
      url,
      log: () => {},
    });
    await api.start();
    try {
      expect(await cookieFrom(url)).toMatch(
        /^__Host-onsale=[\w.-]+; Path=\/; Max-Age=2592000; HttpOnly; SameSite=Lax; Secure$/,
      );
      const look = (name: string) =>
        send(`${url}/api/holds/${stage.hold}`, 'GET', { cookie: `${name}=${victim.session}` });
      expect((await look('__Host-onsale')).status).toBe(200);
      // One without the prefix may have been set by anybody on a neighbouring host, or on plain http.
      expect((await look('onsale')).code).toBe('NO_SESSION');
    } finally {
      await api.stop();
    }
  });
});

describe('the same calls by whom they are about', () => {
  it('[I1] are accepted over HTTP: the matrix varies nothing but the identity', async () => {
    for (const call of httpCalls) {
      const own = await stage.another();
      const answer = await ask(call, { session: own.victim.session }, own);
      expect([call.name, answer.status, answer.code]).toEqual([
        call.name,
        call.method === 'PUT' ? 201 : 200,
        null,
      ]);
    }
  });

  it('[I1] are accepted over a socket', async () => {
    for (const call of socketCalls) {
      const own = await stage.another();
      const raw = await RawSocket.open(inTurn(stage.realtimeUrls), stage.token('ticket', own.victim));
      raw.send(packetOf(call, own));
      const ack = await raw.heard.first((text) => text.startsWith('437['));
      expect([call.name, ack]).toEqual([call.name, expect.stringMatching(/^437\[\{"ok":true/)]);
      raw.close();
    }
  });
});
