import type { SaleRoom } from '@onsale/booking';
import type { OriginRule, Passes, Tokens } from '@onsale/identity';
import type { Traffic } from '@onsale/limits';
import type { EndpointSource } from '@onsale/node-address';
import type { Logger } from '@onsale/runtime';
import type { SaleTracing } from '@onsale/telemetry';
import type { MiddlewareHandler } from 'hono';

/** Everything that the API needs of its surroundings. */
export interface SeatsApiDependencies {
  readonly room: SaleRoom;
  readonly tokens: Tokens;
  readonly passes: Passes;
  readonly origins: OriginRule;
  readonly traffic: Traffic;
  /** Proxies in front whose word on the client's address is taken. */
  readonly trustedProxyHops: number;
  readonly endpoints: EndpointSource;
  /** The show that the textbook's calls are about. */
  readonly defaultShow: string;
  /** Whether buyers come by https: then the session cookie has the `__Host-` prefix. */
  readonly isSecure: boolean;
  readonly logger: Logger;
  /** Counts and times the requests. */
  readonly meter?: MiddlewareHandler;
  /** Records the way of commands, when somebody wants that. */
  readonly tracing?: SaleTracing | null;
  /** Counts a refusal by its code. */
  readonly onRefused: (code: string) => void;
}
