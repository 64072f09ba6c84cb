import { randomInt } from 'node:crypto';
import { holdBody, realtimeBody } from '@onsale/contracts';
import { createRandom, type Random } from '@onsale/domain/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Buyer, codeOf } from '../sale/buyer.ts';
import { HttpSender } from '../sale/http-sender.ts';
import { openStandalone, type Place } from '../sale/place.ts';
import { RawSocket } from '../sale/raw-socket.ts';
import { showIds } from '../sale/shows.ts';
import { faultsOf, truthOf } from '../sale/truth.ts';
import { brokenHttp } from './broken-http.ts';
import { httpRequest, type Known } from './http-requests.ts';
import { joinedPacket, strangePacket } from './packets.ts';
import { sendBytes } from './send-bytes.ts';
import { faultOfCode, judgeAnswer, Tally } from './tally.ts';

const requests = 55_000;
const brokenRequests = 5_000;
const joinedPackets = 35_000;
const strangePackets = 5_000;

/** Requests, or connections, under way at a time. */
const atATime = 24;
/** Together they cannot take all the seats of a show. */
const buyers = 30;
/** Packets that one connection sends before it is closed, and between two waits for their acks. */
const packetsPerSocket = 400;
const packetsPerWait = 20;
const answerMsMax = 20_000;
const memoryBytesMax = 600 * 1024 * 1024;
const fuzzMsMax = 300_000;

const seed = Number(process.env.ONSALE_FUZZ_SEED ?? randomInt(2 ** 31));
/** What is sent at a place depends on the seed and the place only, whatever comes before it. */
const randomAt = (place: number): Random => createRandom(Math.imul(seed ^ place, 0x9e3779b1));

let place: Place;
let known: Known;
const lines: string[] = [];

beforeAll(async () => {
  place = await openStandalone((line) => void lines.push(line));
  const shows = await place.store.shows();
  const arrived = await Promise.all(Array.from({ length: buyers }, () => Buyer.arrive(place)));
  known = {
    cookies: arrived.map(({ cookie }) => cookie),
    layouts: shows.map(({ layoutHash }) => layoutHash),
    ids: [],
  };
}, 60_000);
afterAll(async () => {
  await place?.stop();
}, 30_000);

/** Does work for each of `count` places, some at a time. */
async function forEachPlace(count: number, work: (place: number) => Promise<void>): Promise<void> {
  let next = 0;
  const worker = async () => {
    while (next < count) await work(next++);
  };
  await Promise.all(Array.from({ length: atATime }, worker));
}

/** Answers by the API have codes; the page and Socket.IO speak their own languages. */
function isApi(path: string): boolean {
  const { pathname } = new URL(place.apiUrls[0] + path);
  return /^\/(api\/|seats$|ip$|openapi\.json$)/.test(pathname);
}

async function fuzzHttp(tally: Tally): Promise<void> {
  const sender = new HttpSender(place.apiUrls[0], atATime);
  await forEachPlace(requests, async (at) => {
    const request = httpRequest(randomAt(at), known);
    const { method, path } = request;
    try {
      const { status, text } = await sender.send(request);
      const judged =
        isApi(path) && method !== 'HEAD' ? judgeAnswer(status, text) : { code: String(status), fault: null };
      tally.count(judged.code);
      if (judged.fault !== null || status === 500)
        tally.fault(`${method} ${path.slice(0, 200)} at ${at}: ${judged.fault ?? text}`);
    } catch (error) {
      tally.fault(`${method} ${path.slice(0, 200)} at ${at}: ${error}`);
    }
  });
  sender.close();
}

async function fuzzBrokenHttp(tally: Tally): Promise<void> {
  const { host } = new URL(place.apiUrls[0]);
  await forEachPlace(brokenRequests, async (at) => {
    const bytes = brokenHttp(randomAt(requests + at), host, known.cookies[0] ?? '');
    try {
      const answer = await sendBytes(place.apiUrls[0], bytes);
      const { status, body } = firstAnswer(answer);
      tally.count(status === 0 ? 'nothing' : String(status));
      // Socket.IO answers for itself; what is no request at all has its code like everything else.
      const isOurs = (status === 400 || status === 413) && !bytes.includes('/socket.io/');
      const fault = isOurs ? judgeAnswer(status, body).fault : null;
      if (fault !== null || status >= 500)
        tally.fault(`broken request ${at}: ${fault ?? answer.slice(0, 300)}`);
    } catch (error) {
      tally.fault(`broken request ${at}: ${error}`);
    }
  });
}

/** Of what came over a connection, the first answer's status and body; 0 when there was none. */
function firstAnswer(text: string): { status: number; body: string } {
  const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(text)?.[1] ?? 0);
  const length = Number(/^content-length: (\d+)\r$/im.exec(text)?.[1] ?? 0);
  const start = text.indexOf('\r\n\r\n') + 4;
  return { status, body: text.slice(start, start + length) };
}

/** Sends packets of events over one connection after another, and waits for their acks every now and then. */
async function fuzzJoined(tally: Tally): Promise<void> {
  let sent = 0;
  await onManyConnections(tally, async () => {
    if (sent >= joinedPackets) return null;
    const socket = await openJoined();
    for (
      let own = 0;
      own < packetsPerSocket && socket.isOpen && sent < joinedPackets;
      own += packetsPerWait
    ) {
      const acks: number[] = [];
      while (acks.length < packetsPerWait && socket.isOpen && sent < joinedPackets) {
        const at = sent++;
        const { payload, frame, ack } = joinedPacket(randomAt(10_000_000 + at), known, at);
        socket.send(payload, frame);
        if (ack === null) break;
        acks.push(ack);
      }
      await collectAcks(socket, acks, tally);
    }
    tally.count('connection');
    return socket;
  });
}

/** Sends packets that may end the connection, each when the one before was dealt with. */
async function fuzzStrange(tally: Tally): Promise<void> {
  let sent = 0;
  await onManyConnections(tally, async () => {
    if (sent >= strangePackets) return null;
    const socket = await RawSocket.open(place.realtimeUrls[0]);
    while (socket.isOpen && sent < strangePackets) {
      const at = sent++;
      const { payload, frame } = strangePacket(randomAt(20_000_000 + at), known);
      socket.send(payload, frame);
      // Waiting for the rest of a frame that never comes is all that the server can do.
      if (frame.claimedBytes !== undefined) break;
      // A namespace that does not exist is refused by its name: a sign of life.
      socket.send(`40/echo-${at},`);
      const echo = socket.heard.first((text) => text.startsWith(`44/echo-${at},`), answerMsMax);
      const outcome = await Promise.race([echo.then(() => 'lives on'), socket.ended.then(() => 'ended')]);
      echo.catch(() => {});
      tally.count(outcome);
    }
    return socket;
  });
}

/** Repeats work on a connection of its own, some at a time, until there is none left or it fails. */
async function onManyConnections(tally: Tally, work: () => Promise<RawSocket | null>): Promise<void> {
  const worker = async () => {
    for (;;) {
      const socket = await work();
      if (socket === null) return;
      socket.close();
      await socket.ended;
    }
  };
  const workers = Array.from({ length: atATime }, () =>
    worker().catch((error: unknown) => tally.fault(`a connection failed: ${error}`)),
  );
  await Promise.all(workers);
}

/** [A1] Each has an answer, unless the connection has ended. */
async function collectAcks(socket: RawSocket, acks: readonly number[], tally: Tally): Promise<void> {
  for (const ack of acks) {
    const start = `43${ack}[`;
    const came = socket.heard.first((text) => text.startsWith(start), answerMsMax).catch(() => null);
    const text = await Promise.race([came, socket.ended.then(() => undefined)]);
    if (text === undefined) return tally.count('ended before its ack');
    if (text === null) tally.fault(`packet ${ack} got no ack`);
    else judgeAck(ack, text.slice(start.length - 1), tally);
  }
}

function judgeAck(at: number, text: string, tally: Tally): void {
  const [ack] = JSON.parse(text) as [{ ok: boolean; error?: { code: string } }];
  const code = ack.ok ? 'ok' : (ack.error?.code ?? 'no code');
  const fault = ack.ok ? null : faultOfCode(code);
  tally.count(code);
  if (fault !== null) tally.fault(`packet ${at}: ${fault}`);
}

async function openJoined(): Promise<RawSocket> {
  const headers = { cookie: known.cookies[randomInt(known.cookies.length)] ?? '' };
  const { text } = await askOnce('/api/realtime?show=hall', headers);
  return RawSocket.open(place.realtimeUrls[0], realtimeBody.parse(JSON.parse(text)).ticket);
}

function askOnce(path: string, headers: Record<string, string> = {}) {
  return new HttpSender(place.apiUrls[0]).send({ method: 'GET', path, headers });
}

/** Watches the process's memory and that it answers, until told to stop; resolves with the most bytes seen. */
function watchProcess(): { stop(): Promise<number> } {
  let most = 0;
  let stopped = false;
  const watching = (async () => {
    while (!stopped) {
      const { text } = await askOnce('/metrics');
      const bytes = /^process_resident_memory_bytes\S* (\S+)$/m.exec(text)?.[1];
      most = Math.max(most, Number(bytes));
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  })();
  // Where it fails is told when it is stopped.
  watching.catch(() => {});
  return {
    async stop() {
      stopped = true;
      await watching;
      return most;
    },
  };
}

describe('a hundred thousand requests and packets, random and mutated', () => {
  it(
    `[A1] leave the process alive, its answers in the list and the sale in order (ONSALE_FUZZ_SEED=${seed})`,
    async () => {
      const pid = place.pidOf('standalone');
      const [http, broken, packets, strange] = [new Tally(), new Tally(), new Tally(), new Tally()];
      const watch = watchProcess();
      await Promise.all([fuzzHttp(http), fuzzBrokenHttp(broken), fuzzJoined(packets), fuzzStrange(strange)]);
      const memoryBytes = await watch.stop();
      process.stdout.write(
        [
          `fuzz: seed ${seed}, at most ${Math.round(memoryBytes / 1024 / 1024)} MB`,
          `${requests} requests: ${http}`,
          `${brokenRequests} broken requests: ${broken}`,
          `${joinedPackets} packets: ${packets}`,
          `${strangePackets} strange packets: ${strange}`,
          '',
        ].join('\n'),
      );

      expect([...http.faults, ...broken.faults, ...packets.faults, ...strange.faults]).toEqual([]);
      expect(place.pidOf('standalone')).toBe(pid);
      expect((await askOnce('/healthz')).status).toBe(200);
      expect(memoryBytes).toBeLessThan(memoryBytesMax);
      expect(
        lines.filter((line) => line.includes('"level":"error"') || line.includes('"level":"fatal"')),
      ).toEqual([]);
    },
    fuzzMsMax,
  );

  it('[S1] [H4] [L2] [P1] leave data that keep the rules', async () => {
    for (const show of showIds) expect([show, await faultsOf(place.store, show)]).toEqual([show, []]);
  });

  it('leave a sale in which a buyer can buy', async () => {
    const buyer = await Buyer.arrive(place);
    const socket = await buyer.connect(place.realtimeUrls[0]);
    await socket.watch('hall');
    const { states } = (await truthOf(place.store, 'hall')).left ?? { states: '' };
    const held = await buyer.hold('hall', [states.indexOf('0')]);
    const { id, seats } = holdBody.parse(held.body);
    const sold = socket.frames.first(({ set }) =>
      set.some(([seat, state]) => seat === seats[0] && state === 2),
    );
    expect(codeOf(await buyer.pay(id))).toBe(200);
    await sold;
    socket.close();
  });
});
