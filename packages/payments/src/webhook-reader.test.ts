import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';
import { createWebhookReader, toleranceMs } from './webhook-reader.ts';

const secretOf = (byte: number) => `whsec_${Buffer.alloc(32, byte).toString('base64')}`;
/** The sale's clock: far from the machine's, whose word counts for nothing. */
const nowMs = Date.UTC(2031, 4, 1, 12);
const order = '01980000-0000-7000-8000-000000000001';
const body = JSON.stringify({ type: 'charge.succeeded', data: { id: order, state: 'succeeded' } });

interface Message {
  readonly body?: string;
  readonly secret?: string;
  readonly sentAtMs?: number;
}

function headersOf(message: Message = {}): Record<string, string> {
  const sentAt = new Date(message.sentAtMs ?? nowMs);
  const signer = new Webhook(message.secret ?? secretOf(1));
  return {
    'webhook-id': 'msg_1',
    'webhook-timestamp': String(Math.floor(sentAt.getTime() / 1_000)),
    'webhook-signature': signer.sign('msg_1', sentAt, message.body ?? body),
  };
}

const read = createWebhookReader([secretOf(1), secretOf(2)], () => nowMs);

describe('a message of the provider', () => {
  it('is read when it is signed with one of the secrets', () => {
    expect(read(headersOf(), body)).toEqual({ order });
    expect(read(headersOf({ secret: secretOf(2) }), body)).toEqual({ order });
  });

  it('may carry several signatures, one of them genuine', () => {
    const headers = headersOf();
    const genuine = headers['webhook-signature'];
    const forged = headersOf({ secret: secretOf(3) })['webhook-signature'];
    expect(read({ ...headers, 'webhook-signature': `${forged} v2,x ${genuine}` }, body)).toEqual({ order });
  });

  it.each<[what: string, headers: Record<string, string>, text?: string]>([
    ['a key that is none of the secrets', headersOf({ secret: secretOf(3) })],
    ['another body', headersOf(), body.replace('succeeded', 'declined!')],
    ['another id', { ...headersOf(), 'webhook-id': 'msg_2' }],
    ['another time', { ...headersOf(), 'webhook-timestamp': String(nowMs / 1_000 + 1) }],
    ['a signature cut short', { ...headersOf(), 'webhook-signature': 'v1,' }],
    ['a scheme that is not known', { ...headersOf(), 'webhook-signature': 'v1a,AAAA' }],
    ['no signature', { ...headersOf(), 'webhook-signature': '' }],
    ['no id', { ...headersOf(), 'webhook-id': '' }],
    ['no headers', {}],
    ['a time in words', { ...headersOf(), 'webhook-timestamp': 'today' }],
    ['a time with a sign', { ...headersOf(), 'webhook-timestamp': `+${nowMs / 1_000}` }],
    ['a header without end', { ...headersOf(), 'webhook-signature': 'v1,A '.repeat(300) }],
  ])('is not believed with %s', (_, headers, text = body) => {
    expect(read(headers, text)).toBeNull();
  });

  it('is believed for five minutes, before and after, by the sale’s clock', () => {
    const at = (sentAtMs: number) => read(headersOf({ sentAtMs }), body);
    expect([at(nowMs - toleranceMs), at(nowMs + toleranceMs)]).toEqual([{ order }, { order }]);
    expect([at(nowMs - toleranceMs - 1_000), at(nowMs + toleranceMs + 1_000)]).toEqual([null, null]);
  });

  it.each([
    '',
    'null',
    '[]',
    '{',
    '{"data":{}}',
    '{"data":{"id":1}}',
    '{"data":{"id":"../charges"}}',
    '{"data":{"id":"01980000-0000-4000-8000-000000000001"}}',
  ])('says nothing, though signed, when its body is %j', (text) => {
    expect(read(headersOf({ body: text }), text)).toBeNull();
  });

  it('is never believed without a secret', () => {
    expect(createWebhookReader([], () => nowMs)(headersOf(), body)).toBeNull();
  });
});
