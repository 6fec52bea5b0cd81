import { importBuiltin, isNode } from './node-modules.ts';

/** Runs in a worker: an instance of the module on its own stack, that takes pieces of work until the process ends. */
const program = `
const start = ({ module, memory, stack, index }, ready) => {
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  exports.__stack_pointer.value = stack;
  ready();
  exports.work(index);
};`;
const nodeProgram = `${program}
const { parentPort, workerData } = require('node:worker_threads');
start(workerData, () => parentPort.postMessage('ready'));`;
const browserProgram = `${program}
onmessage = ({ data }) => start(data, () => postMessage('ready'));`;

const stackBytes = 1 << 20;

export interface Workers {
  /** How many are alive: the first ones, for a worker is told apart by its index. */
  count(): number;
}

/** Starts `count` workers on the module's memory and waits until they are ready. They do not keep a process alive. */
export async function startWorkers(
  module: WebAssembly.Module,
  memory: WebAssembly.Memory,
  count: number,
  allocate: (bytes: number) => number,
): Promise<Workers> {
  const alive = new Array<boolean>(count).fill(false);
  await Promise.all(
    alive.map(async (_, index) => {
      const stack = (allocate(stackBytes) + stackBytes) >>> 0;
      const data = { module, memory, stack, index };
      try {
        await (isNode ? startInNode(data, () => (alive[index] = false)) : startInBrowser(data));
        alive[index] = true;
      } catch {
        // Fewer threads then: the results are the same.
      }
    }),
  );
  return {
    count: () => {
      const dead = alive.indexOf(false);
      return dead < 0 ? alive.length : dead;
    },
  };
}

async function startInNode(workerData: unknown, onExit: () => void): Promise<void> {
  const { Worker } = await importBuiltin<typeof import('node:worker_threads')>('worker_threads');
  const worker = new Worker(nodeProgram, { eval: true, workerData, stdout: false, stderr: false, execArgv: [] });
  await new Promise<void>((resolve, reject) => {
    worker.once('message', () => resolve());
    worker.once('error', reject);
    worker.once('exit', () => {
      onExit();
      reject(new Error('a worker ended before it was ready'));
    });
  });
  worker.unref();
}

async function startInBrowser(data: unknown): Promise<void> {
  const address = URL.createObjectURL(new Blob([browserProgram], { type: 'text/javascript' }));
  const worker = new Worker(address);
  await new Promise<void>((resolve, reject) => {
    worker.onmessage = () => resolve();
    worker.onerror = (event) => reject(new Error(event.message));
    worker.postMessage(data);
  });
  URL.revokeObjectURL(address);
}
