import { textbookSeats } from '@onsale/contracts';
import { describe, expect, it } from 'vitest';
import { openBench } from '../testing/bench.ts';
import { bodyOf, refusalOf } from '../testing/visitor.ts';

describe('GET /seats', () => {
  it('lists the held and sold seats of the default show by row and column', async () => {
    const bench = openBench();
    const buyer = await bench.buyer();
    expect(await bodyOf(await buyer.get('/seats'), 200, textbookSeats)).toEqual([]);
    const [held, paid] = [bench.newId(), bench.newId()];
    await buyer.send('PUT', `/api/shows/test-show/holds/${held}`, { seats: [6] });
    await buyer.send('PUT', `/api/shows/test-show/holds/${paid}`, { seats: [1] });
    await buyer.send('POST', `/api/holds/${paid}/pay`, {});
    await buyer.send('PUT', `/api/shows/other-show/holds/${bench.newId()}`, { seats: [2] });
    expect(await bodyOf(await buyer.get('/seats'), 200, textbookSeats)).toEqual([
      { row: 0, col: 1, actionType: 'pay' },
      { row: 1, col: 2, actionType: 'reserve' },
    ]);
    await buyer.send('DELETE', `/api/holds/${held}`);
    expect(await bodyOf(await buyer.get('/seats'), 200, textbookSeats)).toHaveLength(1);
  });
});

describe('GET /ip', () => {
  it.each([
    [['http://198.51.100.7:30443'], '198.51.100.7'],
    [['https://198-51-100-7.rt.example:30443'], '198-51-100-7.rt.example'],
    [['/'], 'sale.example'],
  ])('for %s is the host name as text', async (endpoints, host) => {
    const bench = openBench({ endpoints });
    const response = await bench.app.request('http://sale.example/ip');
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toContain('text/plain');
    expect(await response.text()).toBe(host);
  });

  it('is UNAVAILABLE while no process is ready', async () => {
    await refusalOf(await openBench({ endpoints: [] }).stranger().get('/ip'), 503, 'UNAVAILABLE');
  });
});
