import { importBuiltin, isNode } from './node-modules.ts';

const stackBytes = 1 << 20;

/**
 * What the threads run. A worker is an instance of the module on its own stack that takes pieces of work until the
 * process ends. One more thread, the overseer, starts them and tells the module when one dies: the thread that calls
 * kernels sleeps during a call and would not hear of it.
 */
const roles = `
const instance = ({ module, memory, stack }) => {
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  exports.__stack_pointer.value = stack;
  return exports;
};
const work = (data, ready) => {
  const exports = instance(data);
  ready();
  exports.work(data.index);
};
const oversee = (data, startWorker, tell) => {
  const { died } = instance(data);
  const workers = data.stacks.map((stack, index) => {
    const { module, memory } = data;
    let state = 'starting';
    return startWorker({ role: 'worker', module, memory, stack, index }, () => {
      if (state === 'starting') tell({ index });
      state = 'ready';
    }, () => {
      died(index);
      if (state === 'starting') tell({ index, failed: true });
      state = 'dead';
    });
  });
  return ({ end, after }) => setTimeout(() => workers[end].terminate(), after);
};`;

const nodeProgram = `${roles}
const { Worker, parentPort, workerData } = require('node:worker_threads');
if (workerData.role === 'worker') work(workerData, () => parentPort.postMessage('ready'));
else parentPort.on('message', oversee(workerData, (data, onReady, onDeath) => {
  const options = { eval: true, workerData: data, stdout: false, stderr: true, execArgv: [] };
  const worker = new Worker(workerData.program, options);
  worker.once('message', onReady);
  worker.on('error', onDeath);
  worker.on('exit', onDeath);
  return worker;
}, (message) => parentPort.postMessage(message)));`;

const browserProgram = `${roles}
let obey;
onmessage = ({ data }) => {
  if (data.role === 'worker') return work(data, () => postMessage('ready'));
  if (data.role !== 'overseer') return obey(data);
  obey = oversee(data, (given, onReady, onDeath) => {
    const worker = new Worker(data.program);
    worker.onmessage = onReady;
    worker.onerror = (event) => {
      event.preventDefault();
      onDeath();
    };
    worker.postMessage(given);
    return { terminate: () => (worker.terminate(), onDeath()) };
  }, (message) => postMessage(message));
};`;

export interface Workers {
  /** How many took up work. */
  readonly count: number;
  /** Ends a worker after some milliseconds, also during a call: what a crash would do. */
  end(index: number, after: number): void;
}

/** What the overseer says: a worker is ready, or never will be. */
interface Told {
  readonly index: number;
  readonly failed?: boolean;
}

interface Overseer {
  post(message: unknown): void;
  /** From now on it does not keep a process alive. */
  release(): void;
}

/**
 * Starts `count` workers on the module's memory and waits until they are ready. They do not keep a process alive. One
 * that cannot start is done without: the results are the same.
 */
export async function startWorkers(
  module: WebAssembly.Module,
  memory: WebAssembly.Memory,
  count: number,
  allocate: (bytes: number) => number,
): Promise<Workers> {
  const newStack = (): number => (allocate(stackBytes) + stackBytes) >>> 0;
  const stacks = Array.from({ length: count }, newStack);
  const data = { role: 'overseer', module, memory, stack: newStack(), stacks };
  const states = new Map<number, boolean>();
  const start = isNode ? startInNode : startInBrowser;
  try {
    let overseer: Overseer | undefined;
    await new Promise<void>((resolve, reject) => {
      const hear = ({ index, failed = false }: Told): void => {
        states.set(index, !failed);
        if (states.size === count) resolve();
      };
      start(data, hear, reject).then((started) => (overseer = started), reject);
    });
    overseer?.release();
    return {
      count: [...states.values()].filter((isReady) => isReady).length,
      end: (index, after) => overseer?.post({ end: index, after }),
    };
  } catch {
    return { count: 0, end: () => undefined };
  }
}

type Start = (data: object, hear: (told: Told) => void, fail: (reason: unknown) => void) => Promise<Overseer>;

const startInNode: Start = async (data, hear, fail) => {
  const { Worker } = await importBuiltin<typeof import('node:worker_threads')>('worker_threads');
  const workerData = { ...data, program: nodeProgram };
  const overseer = new Worker(nodeProgram, { eval: true, workerData, stdout: false, stderr: true, execArgv: [] });
  overseer.on('message', hear);
  overseer.once('error', fail);
  overseer.once('exit', () => fail(new Error('the overseer of the workers ended before they were ready')));
  return { post: (message) => overseer.postMessage(message), release: () => overseer.unref() };
};

const startInBrowser: Start = (data, hear, fail) => {
  const program = URL.createObjectURL(new Blob([browserProgram], { type: 'text/javascript' }));
  const overseer = new Worker(program);
  overseer.onmessage = ({ data: told }) => hear(told as Told);
  overseer.onerror = (event) => fail(new Error(event.message));
  overseer.postMessage({ ...data, program });
  return Promise.resolve({ post: (message) => overseer.postMessage(message), release: () => undefined });
};
