import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

type Recognise = (entries: readonly string[], folder: string) => boolean | Promise<boolean>;

const holdsOneOf =
  (...names: readonly string[]): Recognise =>
  (entries) =>
    entries.some((entry) => names.includes(entry));

/** A folder that braingen wrote, by what it holds. */
export const isRun: Recognise = holdsOneOf('config.yaml', 'checkpoints', 'preprocessed', 'phantoms');
/** A run without a report, which would be overwritten. */
export const isUnreported: Recognise = (entries, folder) => !entries.includes('report.json') && isRun(entries, folder);

/** What a BIDS folder says of itself, as far as it matters here. */
interface Description {
  readonly GeneratedBy?: readonly { readonly Name?: string }[];
  /** Of samples alone. */
  readonly Synthetic?: unknown;
}

async function describe(folder: string): Promise<Description | undefined> {
  try {
    return JSON.parse(await readFile(join(folder, 'dataset_description.json'), 'utf8')) as Description;
  } catch {
    return undefined;
  }
}

const isBy = (maker: string, { GeneratedBy }: Description = {}): boolean =>
  Array.isArray(GeneratedBy) && GeneratedBy.some(({ Name }: { Name?: string }) => Name === maker);

/** Nothing but samples and what describes them, which must be ours. */
export const isSamples: Recognise = async (entries, folder) => {
  const others = entries.filter((entry) => !/^sample-\d+[._]/.test(entry));
  if (others.some((entry) => !['dataset_description.json', 'README.md'].includes(entry))) return false;
  const description = await describe(folder);
  return others.length === 0 || (isBy('braingen', description) && description?.Synthetic !== undefined);
};

export const isDerivative: Recognise = async (_, folder) => {
  const description = await describe(folder);
  return isBy('braingen', description) && description?.Synthetic === undefined;
};

export const isPhantoms: Recognise = async (_, folder) => isBy('@braingen/phantom', await describe(folder));
