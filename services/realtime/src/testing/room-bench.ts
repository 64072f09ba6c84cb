import { createInProcessHub, createSaleRoom, type SaleRoom } from '@onsale/booking';
import { FakeTimers, StoreTap } from '@onsale/booking/testing';
import { readStoredLayout } from '@onsale/contracts';
import {
  createIdMaker,
  createRandom,
  MemoryStore,
  type TestSaleOptions,
  testShowImport,
} from '@onsale/domain/testing';
import { createBroadcaster } from '../broadcaster.ts';
import { createCommands } from '../commands.ts';
import { createTextbook } from '../textbook.ts';
import { createWatching } from '../watching.ts';
import { type FakeDependencies, fakeDependencies } from './fake-dependencies.ts';
import { FakeServer, type FakeSocket } from './fake-server.ts';

export const dayOneMs = Date.UTC(2031, 0, 1);

/** The commands of the service over a sale in memory, without a network. Time stands still until the test moves it. */
export class RoomBench {
  readonly timers = new FakeTimers();
  readonly store: MemoryStore;
  readonly tap: StoreTap;
  readonly room: SaleRoom;
  readonly server = new FakeServer();
  readonly fake: FakeDependencies;
  readonly newId: () => string;
  readonly #commands;

  constructor(options: TestSaleOptions = {}) {
    this.store = new MemoryStore(() => this.nowMs);
    this.store.importNow(testShowImport(options));
    this.tap = new StoreTap(this.store);
    this.newId = createIdMaker(createRandom(11), () => this.nowMs);
    this.room = createSaleRoom({
      store: this.tap.store,
      bus: createInProcessHub().connect(),
      planOf: (text) => readStoredLayout(text).plan,
      timers: this.timers,
      upkeep: false,
      onError: () => {},
    });
    this.fake = fakeDependencies(this.room);
    const { io, tell } = this.server;
    const { dependencies } = this.fake;
    const watching = createWatching(io, dependencies, createBroadcaster(tell));
    this.#commands = createCommands(dependencies, watching, createTextbook(io, dependencies));
  }

  /** The database's clock. */
  get nowMs(): number {
    return dayOneMs + this.timers.monotonicMs();
  }

  /** A buyer's socket with its commands. */
  async open(buyer: string, rooms: readonly string[] = []): Promise<FakeSocket> {
    const socket = await this.server.open(buyer, rooms);
    this.#commands.serve(socket.socket);
    return socket;
  }

  /** The states of all seats as they are stored. */
  states(): string {
    return [0, 1]
      .map((section) => this.store.snapshotNow({ show: 'test-show', section })?.states.join(''))
      .join('|');
  }
}
