import { readFile, writeFile } from 'node:fs/promises';
import { MlflowError } from './mlflow-error.ts';
import type { Happening, Tracker } from './tracker.ts';

export interface MlflowOptions {
  /** The server's address, such as MLFLOW_TRACKING_URI has. */
  readonly address: string;
  readonly experiment: string;
  readonly runName: string;
  /** What does not change: the configuration. @default none */
  readonly parameters?: Readonly<Record<string, string | number | boolean>> | undefined;
  /** A file that keeps the run's id, so that a training that goes on goes on there. */
  readonly idFile: string;
  /** Hears, once, that the server does not answer: a training does not end for that. */
  readonly onTrouble: (message: string) => void;
  /** Sends the requests. @default the global `fetch` */
  readonly fetch?: typeof fetch | undefined;
}

/** The most that a request may hold (MLflow: REST API, log-batch). */
const metricsOfRequest = 1000;
const parametersOfRequest = 100;
const longestParameter = 6000;
const millisecondsBetweenRequests = 2000;
const requestTimeout = 30_000;

const states = { finished: 'FINISHED', stopped: 'KILLED', failed: 'FAILED' } as const;

/**
 * Logs scalars and pictures to an MLflow server over its REST interface, every few seconds, behind the training's back.
 *
 * @throws MlflowError where the server refuses at the start, fetch's own error where it does not answer
 */
export async function mlflow(options: MlflowOptions): Promise<Tracker> {
  const { address, experiment, runName, parameters = {}, idFile, onTrouble, fetch: request = fetch } = options;
  const base = address.replace(/\/+$/, '');
  const call = async (method: string, path: string, body?: object): Promise<Record<string, never>> => {
    const response = await request(`${base}/api/2.0/mlflow/${path}`, {
      method,
      signal: AbortSignal.timeout(requestTimeout),
      headers: { 'content-type': 'application/json', ...authorization() },
      ...(body && { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new MlflowError(path, response.status, await response.text());
    return (await response.json()) as Record<string, never>;
  };

  const run = (await resumedRun()) ?? (await newRun());
  const entries = Object.entries(parameters).map(([key, value]) => ({
    key,
    value: String(value).slice(0, longestParameter),
  }));
  for (let at = 0; at < entries.length; at += parametersOfRequest)
    await call('POST', 'runs/log-batch', { run_id: run, params: entries.slice(at, at + parametersOfRequest) }).catch(
      // A parameter may not change: a training that goes on for longer says so in its own files.
      (error: unknown) => {
        if (!(error instanceof MlflowError && error.status === 400)) throw error;
      },
    );

  let metrics: { key: string; value: number; step: number; timestamp: number }[] = [];
  let pictures: { path: string; png: Uint8Array }[] = [];
  let troubled = false;
  let sending = Promise.resolve();
  const send = (): Promise<void> => {
    const [some, shown] = [metrics, pictures];
    [metrics, pictures] = [[], []];
    sending = sending.then(async () => {
      try {
        for (let at = 0; at < some.length; at += metricsOfRequest)
          await call('POST', 'runs/log-batch', { run_id: run, metrics: some.slice(at, at + metricsOfRequest) });
        for (const { path, png } of shown) await putArtifact(path, png);
      } catch (error) {
        if (!troubled) onTrouble(`MLflow: ${(error as Error).message}; the training goes on without it`);
        troubled = true;
      }
    });
    return sending;
  };
  const timer = setInterval(() => void send(), millisecondsBetweenRequests).unref();

  return {
    write: ({ step, scalars = {}, pictures: shown = {} }: Happening) => {
      const timestamp = Date.now();
      // MLflow allows these characters in names, and takes a slash for a group.
      const name = (text: string): string => text.replace(/[^\w\-. /]/g, '_');
      for (const [key, value] of Object.entries(scalars))
        if (Number.isFinite(value)) metrics.push({ key: name(key), value, step, timestamp });
      for (const [key, { png }] of Object.entries(shown))
        pictures.push({ path: `${name(key)}/step-${String(step).padStart(8, '0')}.png`, png });
    },
    close: async (how = 'finished') => {
      clearInterval(timer);
      await send();
      const state = { run_id: run, status: states[how], end_time: Date.now() };
      await call('POST', 'runs/update', state).catch(
        (error: Error) => troubled || onTrouble(`MLflow: ${error.message}`),
      );
    },
  };

  async function resumedRun(): Promise<string | undefined> {
    const id = await readFile(idFile, 'utf8').then(
      (text) => text.trim(),
      () => undefined,
    );
    if (id === undefined) return undefined;
    // The server may be another than the one that knew it.
    return call('POST', 'runs/update', { run_id: id, status: 'RUNNING' }).then(
      () => id,
      (error: unknown) => {
        if (error instanceof MlflowError) return undefined;
        throw error;
      },
    );
  }

  async function newRun(): Promise<string> {
    const query = `experiments/get-by-name?experiment_name=${encodeURIComponent(experiment)}`;
    const found = await call('GET', query).then(
      (answer) => (answer['experiment'] as { experiment_id: string }).experiment_id,
      async (error: unknown) => {
        if (!(error instanceof MlflowError && error.status === 404)) throw error;
        return (await call('POST', 'experiments/create', { name: experiment }))['experiment_id'] as string;
      },
    );
    const made = await call('POST', 'runs/create', { experiment_id: found, run_name: runName, start_time: Date.now() });
    const id = (made['run'] as { info: { run_id: string } }).info.run_id;
    await writeFile(idFile, `${id}\n`);
    return id;
  }

  /** Pictures go through the server, where it serves artifacts (its default); elsewhere they stay in the run folder. */
  async function putArtifact(path: string, png: Uint8Array): Promise<void> {
    const { run: found } = await call('GET', `runs/get?run_id=${run}`);
    const uri = (found as { info: { artifact_uri: string } }).info.artifact_uri;
    const place = /^mlflow-artifacts:\/*(.*)$/.exec(uri)?.[1];
    if (place === undefined) return;
    const target = `${base}/api/2.0/mlflow-artifacts/artifacts/${place}/${path.split('/').map(encodeURIComponent).join('/')}`;
    const response = await request(target, {
      method: 'PUT',
      signal: AbortSignal.timeout(requestTimeout),
      headers: { 'content-type': 'image/png', ...authorization() },
      body: Uint8Array.from(png),
    });
    if (!response.ok) throw new MlflowError(path, response.status);
  }
}

/** What MLflow's own clients read from the environment. */
function authorization(): Record<string, string> {
  const {
    MLFLOW_TRACKING_TOKEN: token,
    MLFLOW_TRACKING_USERNAME: user,
    MLFLOW_TRACKING_PASSWORD: password,
  } = process.env;
  if (token) return { authorization: `Bearer ${token}` };
  if (user) return { authorization: `Basic ${Buffer.from(`${user}:${password ?? ''}`).toString('base64')}` };
  return {};
}
