import { randomBytes } from 'node:crypto';
import { link, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { PipelineError } from '../error.ts';

/** Who holds a run folder. */
interface Holder {
  readonly host: string;
  readonly pid: number;
  /** When the process began, in the kernel's ticks: a process number comes back. Absent where the system does not tell. */
  readonly began?: string | undefined;
  /** Tells two locks of one process apart. */
  readonly token: string;
}

const lockFile = '.training.lock';

/** How often a holder says that it lives, and after how long without that one on another host is taken for gone. */
const beat = { everyMs: 60_000, lostMs: 20 * 60_000 };

/**
 * Holds a run folder for one training at a time. The lock of a process that was killed does not count: on this host the process
 * is looked for, on another one its lock is touched once a minute as long as it lives.
 *
 * @returns what gives the folder free
 * @throws PipelineError of kind 'run' where another training holds it
 */
export async function lockRun(root: string): Promise<() => Promise<void>> {
  const path = join(root, lockFile);
  const token = randomBytes(8).toString('hex');
  const own: Holder = { host: hostname(), pid: process.pid, began: await beginningOf(process.pid), token };
  const fresh = `${path}.${token}.tmp`;
  await writeFile(fresh, `${JSON.stringify(own)}\n`, { flag: 'wx' });
  try {
    while (!(await place(fresh, path))) {
      const holder = await readHolder(path);
      if (holder && (await isAlive(holder, path))) throw held(root, holder);
      await discard(path, holder, token);
    }
  } finally {
    await rm(fresh, { force: true });
  }
  const timer = setInterval(() => void utimes(path, new Date(), new Date()).catch(() => undefined), beat.everyMs);
  timer.unref();
  return async () => {
    clearInterval(timer);
    if ((await readHolder(path))?.token === token) await rm(path, { force: true });
  };
}

/** Gives a file its name, whole and only if the name is free. */
async function place(fresh: string, path: string): Promise<boolean> {
  try {
    await link(fresh, path);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return false;
    // File systems without links: the name is made first, its content comes a moment later.
    return writeFile(path, await readFile(fresh), { flag: 'wx' }).then(
      () => true,
      (reason: NodeJS.ErrnoException) => {
        if (reason.code === 'EEXIST') return false;
        throw reason;
      },
    );
  }
}

async function readHolder(path: string): Promise<Holder | undefined> {
  const text = await readFile(path, 'utf8').catch(() => '');
  try {
    const { host, pid, began, token } = JSON.parse(text.slice(0, 1000)) as Partial<Holder>;
    return typeof host === 'string' && Number.isInteger(pid) && typeof token === 'string'
      ? { host, pid: pid as number, began: typeof began === 'string' ? began : undefined, token }
      : undefined;
  } catch {
    return undefined;
  }
}

async function isAlive({ host, pid, began }: Holder, path: string): Promise<boolean> {
  if (host !== hostname()) {
    const touched = await stat(path).then(
      ({ mtimeMs }) => mtimeMs,
      () => 0,
    );
    return Date.now() - touched < beat.lostMs;
  }
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  return began === undefined || began === (await beginningOf(pid));
}

/** Field 22 of /proc/PID/stat, behind the name in brackets; undefined where there is no such file. */
async function beginningOf(pid: number): Promise<string | undefined> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return text.slice(text.lastIndexOf(')') + 2).split(' ')[19];
}

/** Takes a lock that does not count away; where another process was quicker and holds the folder by now, its lock is put back. */
async function discard(path: string, seen: Holder | undefined, token: string): Promise<void> {
  const aside = `${path}.${token}.old`;
  try {
    await rename(path, aside);
  } catch {
    return; // Another process took it away.
  }
  const found = await readHolder(aside);
  if (found?.token !== seen?.token) await link(aside, path).catch(() => undefined);
  await rm(aside, { force: true });
}

function held(root: string, { host, pid }: Holder): PipelineError {
  return new PipelineError('run', {
    field: root,
    expected: 'a run folder that no other training writes to',
    found: `one that process ${pid} on ${host} holds`,
    advice: `if no such process runs, remove ${lockFile} in it`,
  });
}
