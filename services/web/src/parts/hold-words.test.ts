import type { HoldBody, ShowBody } from '@onsale/contracts';
import { expect, it } from 'vitest';
import { createWords } from '../messages/format.ts';
import { holdWords } from './hold-words.ts';

const room = {
  show: { sections: [{ id: 'left', name: { en: 'Stalls left', ko: '1층 왼쪽' } }] } as unknown as ShowBody,
};
const best = { together: true, parts: 1, section: 'left', otherSection: false, restrictedView: false };
const said = (changes: Partial<HoldBody>, language: 'en' | 'ko' = 'en') =>
  holdWords(room, createWords(language), { seats: [1, 2, 3], ...changes } as HoldBody);

it('[B5] says in how many parts the seats are, of which section, with which view, and what is left single', () => {
  expect(said({ best })).toEqual(['All side by side.']);
  const far = { ...best, together: false, parts: 2, otherSection: true, restrictedView: true };
  expect(said({ best: far, singles: [9] })).toEqual([
    'In 2 places: there were not enough seats side by side.',
    'The section that you chose did not have them: these are in Stalls left.',
    'Not all of them have a full view.',
    'That leaves 1 seat beside yours on its own.',
  ]);
  expect(said({ best: far }, 'ko')[1]).toContain('1층 왼쪽');
});

it('[O1] says of picked seats only what they leave single', () => {
  expect(said({})).toEqual([]);
  expect(said({ singles: [4, 9] })).toEqual(['That leaves 2 seats beside yours on their own.']);
});

it('says nothing of neighbours where there is one seat', () => {
  expect(said({ best, seats: [1] })).toEqual([]);
});
