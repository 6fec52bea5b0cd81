/** Nobody reads any more, or there is no room: what a command makes is in its files, so it goes on. */
export function outliveLostOutput(): void {
  for (const output of [process.stdout, process.stderr]) output.on('error', ignoreLoss);
}

function ignoreLoss(error: NodeJS.ErrnoException): void {
  if (!['EPIPE', 'EIO', 'ENOSPC', 'EBADF'].includes(error.code ?? '')) throw error;
}
