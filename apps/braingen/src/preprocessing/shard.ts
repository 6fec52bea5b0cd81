import { Failure } from '../failure.ts';

/** The share `index` (from 0) of `count` equal shares. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

/** Variables by which schedulers and MPI launchers give a process its rank, and how many there are. */
const launchers = [
  { rank: 'SLURM_ARRAY_TASK_ID', first: 'SLURM_ARRAY_TASK_MIN', size: 'SLURM_ARRAY_TASK_COUNT' },
  { rank: 'OMPI_COMM_WORLD_RANK', size: 'OMPI_COMM_WORLD_SIZE' },
  { rank: 'PMI_RANK', size: 'PMI_SIZE' },
  { rank: 'SLURM_PROCID', size: 'SLURM_NTASKS' },
];

/**
 * Which share of the scans this process takes: `--shard i/n` (i from 1), or what its launcher says, or all.
 *
 * @throws Failure if the text is no share
 */
export function readShard(text: string | undefined, environment: NodeJS.ProcessEnv = process.env): Shard {
  if (text !== undefined) {
    const match = /^(\d+)\/(\d+)$/.exec(text);
    const [part, count] = match ? [Number(match[1]), Number(match[2])] : [0, 0];
    if (part < 1 || part > count) throw new Failure(`--shard: expected i/n with 1 <= i <= n, found "${text}"`);
    return { index: part - 1, count };
  }
  for (const { rank, first, size } of launchers) {
    const count = Number(environment[size]);
    if (environment[rank] === undefined || !(count > 1)) continue;
    return { index: Number(environment[rank]) - Number((first && environment[first]) ?? 0), count };
  }
  return { index: 0, count: 1 };
}

/** Round robin over a frozen order: shares differ by one item at most. */
export function shareOf<T>(items: readonly T[], { index, count }: Shard): T[] {
  return items.filter((_, i) => i % count === index);
}
