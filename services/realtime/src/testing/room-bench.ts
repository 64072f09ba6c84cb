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
import { registerCommands } from '../commands.ts';
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
  readonly #textbook;
  readonly #watching;

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
    this.#watching = createWatching(this.fake.dependencies, createBroadcaster(this.server.tell));
    this.#textbook = createTextbook(this.server.io, this.fake.dependencies);
  }

  /** The database's clock. */
  get nowMs(): number {
    return dayOneMs + this.timers.monotonicMs();
  }

  /** A buyer's socket with its commands. */
  async open(buyer: string, rooms: readonly string[] = []): Promise<FakeSocket> {
    const socket = await this.server.open(buyer, rooms);
    registerCommands(socket.socket, this.fake.dependencies, this.#watching, this.#textbook);
    return socket;
  }

  /** The states of all seats as they are stored. */
  states(): string {
    return [0, 1]
      .map((section) => this.store.snapshotNow({ show: 'test-show', section })?.states.join(''))
      .join('|');
  }
}
