/** The share `index` (from 0) of `count` equal shares. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

/** Variables by which MPI launchers give a process its rank, and how many there are. */
const launchers = [
  { rank: 'OMPI_COMM_WORLD_RANK', size: 'OMPI_COMM_WORLD_SIZE' },
  { rank: 'PMI_RANK', size: 'PMI_SIZE' },
  { rank: 'SLURM_PROCID', size: 'SLURM_NTASKS' },
];

/**
 * Which share of the work this process takes: "i/n" (i from 1), or what its launcher says, or all.
 *
 * @throws RangeError if the text is no share, or the launcher does not say which of how many shares this is
 */
export function readShard(text: string | undefined, environment: NodeJS.ProcessEnv = process.env): Shard {
  if (text !== undefined) {
    const match = /^(\d+)\/(\d+)$/.exec(text);
    const [part, count] = match ? [Number(match[1]), Number(match[2])] : [0, 0];
    if (part < 1 || part > count) throw new RangeError(`shard: expected i/n with 1 <= i <= n, found "${text}"`);
    return { index: part - 1, count };
  }
  const array = arrayShard(environment);
  if (array) return array;
  for (const { rank, size } of launchers) {
    const [index, count] = [Number(environment[rank]), Number(environment[size])];
    if (environment[rank] === undefined || !(count > 1)) continue;
    if (!(Number.isInteger(index) && index >= 0 && index < count))
      throw new RangeError(
        `shard: expected ${rank} of 0 to ${count - 1}, as ${size} says, found "${environment[rank]}"`,
      );
    return { index, count };
  }
  return { index: 0, count: 1 };
}

/**
 * The share of a task of a Slurm array. `--array=0-9` and, with a step, `--array=1-9:2` say it; a list, or some tasks of an
 * array that are done again, do not: their numbers do not tell how many shares there were.
 */
function arrayShard(environment: NodeJS.ProcessEnv): Shard | undefined {
  const read = (name: string): number | undefined => {
    const value = environment[`SLURM_ARRAY_TASK_${name}`];
    return value === undefined || value === '' ? undefined : Number(value);
  };
  const [id, count] = [read('ID'), read('COUNT')];
  if (id === undefined || count === undefined || !(count > 1)) return undefined;
  const [first, step] = [read('MIN') ?? 0, read('STEP') ?? 1];
  const last = read('MAX') ?? first + (count - 1) * step;
  const index = (id - first) / step;
  if ((last - first) / step + 1 === count && Number.isInteger(index) && index >= 0 && index < count)
    return { index, count };
  throw new RangeError(
    `shard: expected i/n, for Slurm's array does not say which share this is: found task ${id} of ${count} from ${first} to ${last} in steps of ${step}`,
  );
}

/** Round robin over a frozen order: shares differ by one item at most. */
export function shareOf<T>(items: readonly T[], { index, count }: Shard): T[] {
  return items.filter((_, i) => i % count === index);
}
