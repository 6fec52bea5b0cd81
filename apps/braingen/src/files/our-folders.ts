import { originOf } from '@braingen/bids';

type Recognise = (entries: readonly string[], folder: string) => boolean | Promise<boolean>;

const holdsOneOf =
  (...names: readonly string[]): Recognise =>
  (entries) =>
    entries.some((entry) => names.includes(entry));

/** A folder that braingen wrote, by what it holds. */
export const isRun: Recognise = holdsOneOf('config.yaml', 'checkpoints', 'preprocessed', 'phantoms');
/** A run without a report, which would be overwritten. */
export const isUnreported: Recognise = (entries, folder) => !entries.includes('report.json') && isRun(entries, folder);

/** Nothing but samples and what describes them, which must be ours. */
export const isSamples: Recognise = async (entries, folder) => {
  const others = entries.filter((entry) => !/^sample-\d+[._]/.test(entry));
  if (others.some((entry) => !['dataset_description.json', 'README.md'].includes(entry))) return false;
  const { generators, isSynthetic } = await originOf(folder);
  return others.length === 0 || (generators.includes('braingen') && isSynthetic);
};

/** A BIDS folder of phantoms. */
export const isPhantoms: Recognise = async (_, folder) =>
  (await originOf(folder)).generators.includes('@braingen/phantom');
