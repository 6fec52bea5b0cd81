import type { Context } from './action.ts';

/** Loads the kernels of this process with the command's number of threads: the steps then use the same ones. */
export async function startKernels({ threads }: Pick<Context, 'threads'>): Promise<void> {
  const { loadKernels } = await import('@braingen/kernels');
  await loadKernels({ threads });
}
