import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { until } from '../faults/pause.ts';
import { freePort } from '../servers/free-port.ts';

const readyMsMax = 20_000;

export interface ApiProxy {
  readonly url: string;
  stop(): Promise<void>;
}

/** A port of this machine that leads to the API server, as whoever KUBECONFIG says. */
export async function startApiProxy(): Promise<ApiProxy> {
  const port = await freePort();
  const child: ChildProcess = spawn('kubectl', ['proxy', '--port', String(port)], { stdio: 'ignore' });
  const url = `http://127.0.0.1:${port}`;
  const answers = async () =>
    fetch(`${url}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    );
  const stop = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill();
    await once(child, 'exit');
  };
  if (await until(answers, readyMsMax, 100)) return { url, stop };
  await stop();
  throw new Error('kubectl proxy does not answer');
}
