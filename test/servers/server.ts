/** Where a server came from, as a person reads it: `MYSQL_URL`, `/usr/sbin/mariadbd`, `Docker mariadb:11`. */
interface ServerFacts {
  readonly url: string;
  readonly source: string;
  /** Ends the server when it is a private one and removes its files; a given one is left alone. */
  stop(): Promise<void>;
}

/** A server that somebody else runs and whose address was given: it cannot be stopped for a fault. */
export interface GivenServer extends ServerFacts {
  readonly kind: 'given';
}

/** A private server: it keeps its port and its files when it is killed and started again. */
export interface PrivateServer extends ServerFacts {
  readonly kind: 'private';
  readonly port: number;
  /** The id of its process, `undefined` while it does not run. */
  readonly pid: number | undefined;
  start(): Promise<void>;
  kill(signal: NodeJS.Signals): Promise<void>;
}

export type Server = GivenServer | PrivateServer;

/** Receives one line of progress at a time. */
export type Log = (line: string) => void;

export interface ServerOptions {
  readonly log?: Log;
}

/** What runs a private server: a process of this machine or a container. */
interface Runner {
  readonly pid: number | undefined;
  start(): Promise<void>;
  kill(signal: NodeJS.Signals): Promise<void>;
  stop(): Promise<void>;
}

interface PrivateFacts {
  readonly url: string;
  readonly port: number;
  readonly source: string;
  /** Removes the files of the server, after its end. */
  readonly cleanUp: () => Promise<void>;
}

export function givenServer(url: string, source: string): GivenServer {
  return { kind: 'given', url, source, stop: () => Promise.resolve() };
}

/** Starts a private server; nothing of it is left when it does not come up. */
export async function startPrivateServer(runner: Runner, facts: PrivateFacts): Promise<PrivateServer> {
  const stop = async () => {
    await runner.stop();
    await facts.cleanUp();
  };
  try {
    await runner.start();
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    kind: 'private',
    url: facts.url,
    port: facts.port,
    source: facts.source,
    get pid() {
      return runner.pid;
    },
    start: () => runner.start(),
    kill: (signal) => runner.kill(signal),
    stop,
  };
}
