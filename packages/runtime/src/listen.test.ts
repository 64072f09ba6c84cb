import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { listen } from './listen.ts';
import { createLogger } from './logger.ts';

const logger = createLogger('test', 'silent');
const servers: Server[] = [];

function server(): Server {
  const made = createServer();
  servers.push(made);
  return made;
}
const portOf = (of: Server) => (of.address() as AddressInfo).port;
const settings = { HOST: '127.0.0.1', PORT: 0, ADMIN_PORT: 0 };

afterEach(() => {
  for (const made of servers.splice(0)) made.close();
});

describe('a service’s ports', () => {
  it('are open when it goes on, that of health first', async () => {
    const [main, admin] = [server(), server()];
    const order: string[] = [];
    main.on('listening', () => order.push('main'));
    admin.on('listening', () => order.push('admin'));
    await listen({ server: main, admin }, settings, logger);
    expect(order).toEqual(['admin', 'main']);
  });

  it.each(['PORT', 'ADMIN_PORT'] as const)('end the process when one of them is taken: %s', async (name) => {
    const taken = server();
    await listen({ server: taken, admin: null }, settings, logger);
    const { promise, resolve } = Promise.withResolvers<number>();
    const ports = { ...settings, [name]: portOf(taken) };
    void listen({ server: server(), admin: server() }, ports, logger, resolve);
    expect(await promise).toBe(1);
  });
});
