import { payRequest } from '@onsale/contracts';
import { expect, it } from 'vitest';
import { contactFaults, tidied } from './contact.ts';

it.each([
  ['ann@example.com', true],
  ['a.n+n_1@mail.example.co.kr', true],
  ["o'neil@example.org", true],
  ['ann@example', false],
  ['ann', false],
  ['ann@@example.com', false],
  ['.ann@example.com', false],
  ['ann..b@example.com', false],
  ['ann@exa mple.com', false],
  ['김@example.com', false],
  [`${'a'.repeat(250)}@example.com`, false],
])('takes %s for an address just as the sale does', (email, isGood) => {
  const contact = tidied({ name: 'Ann', email: ` ${email} ` });
  expect(contactFaults(contact).email === undefined).toBe(isGood);
  expect(payRequest.safeParse({ contact }).success).toBe(isGood);
});

it('says what is missing', () => {
  expect(contactFaults({ name: '  ', email: '' })).toEqual({ name: 'nameMissing', email: 'emailMissing' });
  expect(contactFaults({ name: 'Ann', email: 'ann@' })).toEqual({ email: 'emailWrong' });
});
