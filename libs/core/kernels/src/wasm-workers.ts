import { importBuiltin, isNode } from './node-modules.ts';

const stackBytes = 1 << 20;

/**
 * What the threads run. A worker is an instance of the module on its own stack that takes pieces of work until the
 * process ends. One more thread, the supervisor, starts them and tells the module when one dies: the thread that calls
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
const supervise = (data, startWorker, report) => {
  const { died } = instance(data);
  const workers = data.stacks.map((stack, index) => {
    const { module, memory } = data;
    let state = 'starting';
    return startWorker({ role: 'worker', module, memory, stack, index }, () => {
      if (state === 'starting') report({ index });
      state = 'ready';
    }, () => {
      died(index);
      if (state === 'starting') report({ index, failed: true });
      state = 'dead';
    });
  });
  return ({ end, after }) => setTimeout(() => workers[end].terminate(), after);
};`;

const nodeProgram = `${roles}
const { Worker, parentPort, workerData } = require('node:worker_threads');
if (workerData.role === 'worker') work(workerData, () => parentPort.postMessage('ready'));
else parentPort.on('message', supervise(workerData, (data, onReady, onDeath) => {
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
  if (data.role !== 'supervisor') return obey(data);
  obey = supervise(data, (given, onReady, onDeath) => {
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

/** What the supervisor says: a worker is ready, or never will be. */
interface Report {
  readonly index: number;
  readonly failed?: boolean;
}

interface Supervisor {
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
  const data = { role: 'supervisor', module, memory, stack: newStack(), stacks };
  const states = new Map<number, boolean>();
  const start = isNode ? startInNode : startInBrowser;
  try {
    let supervisor: Supervisor | undefined;
    await new Promise<void>((resolve, reject) => {
      const hear = ({ index, failed = false }: Report): void => {
        states.set(index, !failed);
        if (states.size === count) resolve();
      };
      start(data, hear, reject).then((started) => (supervisor = started), reject);
    });
    supervisor?.release();
    return {
      count: [...states.values()].filter((isReady) => isReady).length,
      end: (index, after) => supervisor?.post({ end: index, after }),
    };
  } catch {
    return { count: 0, end: () => undefined };
  }
}

type Start = (data: object, hear: (report: Report) => void, fail: (reason: unknown) => void) => Promise<Supervisor>;

const startInNode: Start = async (data, hear, fail) => {
  const { Worker } = await importBuiltin<typeof import('node:worker_threads')>('worker_threads');
  const workerData = { ...data, program: nodeProgram };
  const supervisor = new Worker(nodeProgram, { eval: true, workerData, stdout: false, stderr: true, execArgv: [] });
  supervisor.on('message', hear);
  supervisor.once('error', fail);
  supervisor.once('exit', () => fail(new Error('the supervisor of the workers ended before they were ready')));
  return { post: (message) => supervisor.postMessage(message), release: () => supervisor.unref() };
};

const startInBrowser: Start = (data, hear, fail) => {
  const program = URL.createObjectURL(new Blob([browserProgram], { type: 'text/javascript' }));
  const supervisor = new Worker(program);
  supervisor.onmessage = ({ data: report }) => hear(report as Report);
  supervisor.onerror = (event) => fail(new Error(event.message));
  supervisor.postMessage({ ...data, program });
  return Promise.resolve({ post: (message) => supervisor.postMessage(message), release: () => undefined });
};
