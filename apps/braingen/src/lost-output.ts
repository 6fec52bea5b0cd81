import { closeSync } from 'node:fs';
import { isatty } from 'node:tty';

/** Nobody reads any more, or there is no room: what a command makes is in its files, so it goes on. */
export function outliveLostOutput(): void {
  for (const output of [process.stdout, process.stderr]) output.on('error', ignoreLoss);
  const terminals = [0, 1, 2].filter((fd) => isatty(fd));
  process.on('exit', () => leaveClosed(terminals));
}

/** As it ends, Node resets its terminal, and aborts with status 134 where that was closed; what is no longer open it passes over. */
function leaveClosed(terminals: readonly number[]): void {
  for (const fd of terminals) if (!isatty(fd)) closeSync(fd);
}

function ignoreLoss(error: NodeJS.ErrnoException): void {
  if (!['EPIPE', 'EIO', 'ENOSPC', 'EBADF'].includes(error.code ?? '')) throw error;
}
