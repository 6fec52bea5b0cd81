import { createServer, type Server } from 'node:http';
import { mkdtemp, readdir, readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { csv } from './csv.ts';
import { mlflow, type MlflowOptions } from './mlflow.ts';
import { tensorBoard } from './tensorboard.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trackers-'));
});

/** The records of a folder's event files. */
async function records(path: string): Promise<Buffer[]> {
  const found: Buffer[] = [];
  for (const name of (await readdir(path)).sort()) {
    const bytes = await readFile(join(path, name));
    for (let at = 0; at < bytes.length; ) {
      const length = Number(bytes.readBigUInt64LE(at));
      found.push(bytes.subarray(at + 12, at + 12 + length));
      at += length + 16;
    }
  }
  return found;
}

describe('tensorBoard', () => {
  it('writes one record a happening after its version, and a restart where it goes on', async () => {
    const first = await tensorBoard(folder);
    for (let step = 1; step <= 3; step++) first.write({ step, scalars: { loss: step } });
    await first.close();
    expect(await records(folder)).toHaveLength(4);
    const again = await tensorBoard(folder, { from: 2 });
    await again.close();
    expect((await records(folder)).length).toBeGreaterThanOrEqual(6);
  });
});

describe('csv', () => {
  it('is a table that goes on at its step', async () => {
    const path = join(folder, 'metrics.csv');
    const first = await csv(path);
    for (let step = 1; step <= 3; step++) first.write({ step, scalars: { loss: step / 2, 'a,b': 1 } });
    await first.close();
    const again = await csv(path, 2);
    again.write({ step: 3, scalars: { loss: 9 } });
    await again.close();
    expect((await readFile(path, 'utf8')).split('\n')).toEqual([
      'step,name,value',
      ...['1,loss,0.5', '1,"a,b",1', '2,loss,1', '2,"a,b",1', '3,loss,9'],
      '',
    ]);
  });
});

describe('mlflow', () => {
  interface Call {
    readonly path: string;
    readonly body: Record<string, unknown>;
  }
  let server: Server;
  let calls: Call[];
  let broken: boolean;
  beforeEach(async () => {
    [calls, broken] = [[], false];
    // As little of MLflow's server as its interface takes: REST API 2.0.
    server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const path = request.url!.replace('/api/2.0/', '');
        const text = Buffer.concat(chunks).toString('latin1');
        calls.push({ path, body: text.startsWith('{') ? JSON.parse(text) : {} });
        const answer = path.startsWith('mlflow/experiments/get-by-name')
          ? undefined
          : path === 'mlflow/experiments/create'
            ? { experiment_id: '7' }
            : path === 'mlflow/runs/create' || path.startsWith('mlflow/runs/get')
              ? { run: { info: { run_id: 'abc', artifact_uri: 'mlflow-artifacts:/7/abc/artifacts' } } }
              : {};
        response.statusCode = broken ? 500 : answer ? 200 : 404;
        response.end(JSON.stringify(answer ?? {}));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterEach(() => new Promise((resolve) => server.close(resolve)));

  const options = (): MlflowOptions => ({
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    experiment: 'braingen',
    runName: 'run',
    parameters: { 'training.steps': 900 },
    idFile: join(folder, 'mlflow-run'),
    onTrouble: (message) => troubles.push(message),
  });
  let troubles: string[] = [];
  beforeEach(() => (troubles = []));

  it('makes an experiment and a run, and logs what is written', async () => {
    const tracker = await mlflow(options());
    tracker.write({ step: 1, scalars: { 'loss/training': 0.5, broken: NaN } });
    tracker.write({ step: 2, pictures: { sample: { png: Uint8Array.of(1), width: 1, height: 1 } } });
    await tracker.close('stopped');
    expect(calls.map(({ path }) => path)).toEqual([
      'mlflow/experiments/get-by-name?experiment_name=braingen',
      ...['mlflow/experiments/create', 'mlflow/runs/create', 'mlflow/runs/log-batch', 'mlflow/runs/log-batch'],
      ...['mlflow/runs/get?run_id=abc', 'mlflow-artifacts/artifacts/7/abc/artifacts/sample/step-00000002.png'],
      'mlflow/runs/update',
    ]);
    expect(calls[3].body['params']).toEqual([{ key: 'training.steps', value: '900' }]);
    expect(calls[4].body['metrics']).toMatchObject([{ key: 'loss/training', value: 0.5, step: 1 }]);
    expect(calls.at(-1)?.body).toMatchObject({ run_id: 'abc', status: 'KILLED' });
  });

  it('goes on in the run that it has made', async () => {
    await (await mlflow(options())).close();
    calls = [];
    await (await mlflow(options())).close();
    expect(calls[0]).toMatchObject({ path: 'mlflow/runs/update', body: { run_id: 'abc', status: 'RUNNING' } });
    expect(calls.some(({ path }) => path === 'mlflow/runs/create')).toBe(false);
  });

  it('says once that the server fails, and goes on', async () => {
    const tracker = await mlflow(options());
    broken = true;
    tracker.write({ step: 1, scalars: { loss: 1 } });
    await tracker.close();
    expect(troubles).toHaveLength(1);
    expect(troubles[0]).toContain('500');
  });
});
