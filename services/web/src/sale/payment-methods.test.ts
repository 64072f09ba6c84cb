import { describe, expect, it } from 'vitest';
import { offeredMethods } from './payment-methods.ts';

const all = ['sandbox-page', 'sandbox-card', 'sandbox-declined'];

describe('the methods of payment that a page offers', () => {
  it('are those that the sale takes', () => {
    const methods = ['sandbox-card', 'sandbox-slow', 'sandbox-declined'];
    expect(offeredMethods({ methods }, true)).toEqual(['sandbox-card', 'sandbox-declined']);
  });

  it('are all that it knows, where an older server does not say', () => {
    expect(offeredMethods({}, true)).toEqual(all);
  });

  it('leave out the provider’s page on another site', () => {
    expect(offeredMethods({ methods: all }, false)).toEqual(['sandbox-card', 'sandbox-declined']);
  });
});
