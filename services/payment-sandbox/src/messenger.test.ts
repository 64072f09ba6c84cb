import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Charge, ChargeStatus } from './charge.ts';
import { createDelivery, type Delivery, type DeliveryEnd } from './delivery.ts';
import { createMessenger, type Messenger } from './messenger.ts';
import { type Switches, switchesDefault } from './switches.ts';
import { type Receiver, startReceiver } from './testing/receiver.ts';

const secret = `whsec_${randomBytes(32).toString('base64')}`;

let receiver: Receiver;
let ends: DeliveryEnd[];
let delivery: Delivery;
let messenger: Messenger;
let webhooks: Switches['webhooks'];

interface Options {
  readonly backOffMs?: number;
  readonly messagesMax?: number;
  readonly secret?: string | null;
  readonly url?: string | null;
}

function open(options: Options = {}): void {
  delivery = createDelivery({
    triesMax: 3,
    backOffMs: options.backOffMs ?? 20,
    tryMsMax: 2_000,
    messagesMax: options.messagesMax ?? 100,
    onEnd: (end) => ends.push(end),
  });
  messenger = createMessenger({
    delivery,
    secret: options.secret === undefined ? secret : options.secret,
    url: options.url === undefined ? receiver.url : options.url,
    switches: () => ({ ...switchesDefault, webhooks }),
    heldMsMax: 200,
  });
}

const about = { currency: 'EUR', method: 'sandbox-card', returnUrl: null, expiresAtMs: null };

function chargeThat(state: ChargeStatus['state'], changes: Partial<Charge> = {}): Charge {
  const content = { ...about, amount: 50_00, webhookUrl: null };
  const status: ChargeStatus = state === 'pending' ? { state, succeedsAtMs: 0 } : { state };
  return { id: '01980000-0000-7000-8000-000000000001', createdAtMs: 0, content, status, ...changes };
}

const ended = (count: number) => vi.waitFor(() => expect(ends).toHaveLength(count), { timeout: 5_000 });
const types = () => receiver.received.map(({ type }) => type);

beforeEach(async () => {
  receiver = await startReceiver(secret);
  ends = [];
  webhooks = 'sent';
  open();
});
afterEach(async () => {
  messenger.stop();
  await receiver.close();
});

describe('a message', () => {
  it('is signed and sent once when it is accepted', async () => {
    messenger.tell(chargeThat('succeeded'));
    await ended(1);
    expect(ends).toEqual(['delivered']);
    expect(receiver.received).toMatchObject([{ type: 'charge.succeeded', isGenuine: true }]);
  });

  it('goes where the charge says, before where the settings say', async () => {
    open({ url: 'http://127.0.0.1:1' });
    const content = { ...about, amount: 1, webhookUrl: `${receiver.url}?own=1` };
    messenger.tell(chargeThat('declined', { content }));
    await ended(1);
    expect(types()).toEqual(['charge.declined']);
  });

  it('is tried again, ever later and signed afresh, until it is accepted', async () => {
    receiver.answer = (before) => (before < 2 ? 503 : 200);
    messenger.tell(chargeThat('succeeded'));
    await ended(1);
    expect(ends).toEqual(['delivered']);
    const [first, second, third] = receiver.received;
    if (first === undefined || second === undefined || third === undefined) throw new Error('too few tries');
    expect(new Set([first.id, second.id, third.id]).size).toBe(1);
    expect([second.isGenuine, third.isGenuine]).toEqual([true, true]);
    expect(second.atMs - first.atMs).toBeGreaterThanOrEqual(19);
    expect(third.atMs - second.atMs).toBeGreaterThanOrEqual(39);
  });

  it('is given up after its tries, also when nobody listens or the answer is a redirect', async () => {
    receiver.answer = () => 302;
    messenger.tell(chargeThat('succeeded'));
    await ended(1);
    expect(receiver.received).toHaveLength(3);
    open({ url: 'http://127.0.0.1:1' });
    messenger.tell(chargeThat('succeeded'));
    await ended(2);
    expect(ends).toEqual(['refused', 'refused']);
  });

  it('is dropped when too many are on their way', async () => {
    open({ messagesMax: 1 });
    const { promise, resolve } = Promise.withResolvers<number>();
    receiver.answer = () => promise;
    messenger.tell(chargeThat('pending'));
    messenger.tell(chargeThat('succeeded'));
    expect(ends).toEqual(['dropped']);
    expect(delivery.count()).toBe(1);
    resolve(200);
    await ended(2);
    expect(types()).toEqual(['charge.pending']);
  });

  it('is not sent about a tombstone, nor without an address or a secret', async () => {
    messenger.tell(chargeThat('declined', { content: null }));
    open({ url: null });
    messenger.tell(chargeThat('succeeded'));
    open({ secret: null });
    messenger.tell(chargeThat('succeeded'));
    expect(delivery.count()).toBe(0);
    open();
    messenger.tell(chargeThat('refunded'));
    await ended(1);
    expect(types()).toEqual(['charge.refunded']);
  });

  it('waits no longer once the sandbox stops', async () => {
    open({ backOffMs: 60_000 });
    receiver.answer = () => 503;
    messenger.tell(chargeThat('succeeded'));
    await vi.waitFor(() => expect(receiver.received).toHaveLength(1));
    messenger.stop();
    await ended(1);
    expect(ends).toEqual(['stopped']);
  });
});

describe('the switches', () => {
  it('send a message twice', async () => {
    webhooks = 'duplicated';
    messenger.tell(chargeThat('succeeded'));
    await ended(2);
    expect(types()).toEqual(['charge.succeeded', 'charge.succeeded']);
    expect(new Set(receiver.received.map(({ id }) => id)).size).toBe(1);
  });

  it('let a later message about a charge overtake the one before', async () => {
    webhooks = 'reordered';
    messenger.tell(chargeThat('pending'));
    messenger.tell(chargeThat('succeeded'));
    await ended(2);
    expect(types()).toEqual(['charge.succeeded', 'charge.pending']);
  });

  it('hold back a message for a while only', async () => {
    webhooks = 'reordered';
    messenger.tell(chargeThat('succeeded'));
    messenger.tell(chargeThat('declined', { id: '01980000-0000-7000-8000-000000000002' }));
    expect(delivery.count()).toBe(0);
    await ended(2);
    expect(types().toSorted()).toEqual(['charge.declined', 'charge.succeeded']);
  });

  it('sign with a key that is not the secret', async () => {
    webhooks = 'forged';
    messenger.tell(chargeThat('succeeded'));
    await ended(1);
    expect(receiver.received).toMatchObject([{ type: 'charge.succeeded', isGenuine: false }]);
  });

  it('lose a message', async () => {
    webhooks = 'lost';
    messenger.tell(chargeThat('succeeded'));
    webhooks = 'sent';
    messenger.tell(chargeThat('refunded'));
    await ended(1);
    expect(types()).toEqual(['charge.refunded']);
  });
});
