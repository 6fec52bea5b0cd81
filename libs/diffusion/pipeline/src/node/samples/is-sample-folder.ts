import { originOf } from '@braingen/provenance/node';

/**
 * Whether a folder holds nothing but samples and what describes them, by its entries: what `checkOutputFolder` of
 * @braingen/volume/node asks for. A description must be one that `writeSamples` wrote.
 */
export async function isSampleFolder(entries: readonly string[], folder: string): Promise<boolean> {
  const others = entries.filter((entry) => !/^sample-\d+[._]/.test(entry));
  if (others.some((entry) => !['dataset_description.json', 'README.md'].includes(entry))) return false;
  const { generators, isSynthetic } = await originOf(folder);
  return others.length === 0 || (generators.includes('braingen') && isSynthetic);
}
