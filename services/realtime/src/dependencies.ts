import type { SaleRoom } from '@onsale/booking';
import type { OriginRule, Tokens } from '@onsale/identity';
import type { Traffic } from '@onsale/limits';
import type { Logger, Registry } from '@onsale/runtime';
import type { SaleTracing } from '@onsale/telemetry';

/** Everything that the realtime service needs of its surroundings. */
export interface RealtimeDependencies {
  readonly room: SaleRoom;
  readonly tokens: Tokens;
  readonly origins: OriginRule;
  readonly traffic: Traffic;
  /** Proxies in front whose word on the client's address is taken. */
  readonly trustedProxyHops: number;
  /** The show that the textbook's events are about. */
  readonly defaultShow: string;
  readonly logger: Logger;
  readonly registry: Registry;
  /** Records the way of commands, when somebody wants that. */
  readonly tracing?: SaleTracing | null;
  /** Hears of each answer: the event, its code, `OK` when accepted, and how long it took in milliseconds. */
  readonly onAnswered?: (event: string, code: string, ms: number) => void;
  /** Counts a refusal by its code. */
  readonly onRefused: (code: string) => void;
  /** How often heads are told. @default 1000 */
  readonly headsEveryMs?: number;
  /** How long a connection may take until it has joined the sale. @default 10000 */
  readonly connectMsMax?: number;
}
