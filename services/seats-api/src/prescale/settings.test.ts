import { expect, it } from 'vitest';
import { readPrescaleSettings } from './settings.ts';

const environment = {
  API_URL: 'http://onsale-seats-api:8081',
  PRESCALE_TARGETS: 'sale/onsale-realtime, sale/onsale-seats-api',
  KUBERNETES_SERVICE_HOST: '10.96.0.1',
};

it('names autoscalers by namespace and name', () => {
  expect(readPrescaleSettings(environment).PRESCALE_TARGETS).toEqual([
    { namespace: 'sale', name: 'onsale-realtime' },
    { namespace: 'sale', name: 'onsale-seats-api' },
  ]);
});

it.each(['onsale-realtime', 'sale/', '/a', 'a/b/c', 'sale/Onsale', 'a/..', Array(21).fill('a/b').join(',')])(
  'refuses the autoscaler %s',
  (targets) => {
    expect(() => readPrescaleSettings({ ...environment, PRESCALE_TARGETS: targets })).toThrow(
      'PRESCALE_TARGETS',
    );
  },
);

it('names what is missing', () => {
  expect(() => readPrescaleSettings({})).toThrow(/API_URL.*PRESCALE_TARGETS.*KUBERNETES_SERVICE_HOST/);
});
