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
export const isSamples: Recognise = (entries) => entries.every((entry) => /^sample-\d+[._]/.test(entry));

/** A BIDS folder whose description names `maker` as what generated it. */
const madeBy =
  (maker: string): Recognise =>
  async (_, folder) => {
    try {
      const text = await readFile(join(folder, 'dataset_description.json'), 'utf8');
      const { GeneratedBy } = JSON.parse(text) as { GeneratedBy?: { Name?: string }[] };
      return Array.isArray(GeneratedBy) && GeneratedBy.some(({ Name }) => Name === maker);
    } catch {
      return false;
    }
  };

export const isDerivative: Recognise = madeBy('braingen');
export const isPhantoms: Recognise = madeBy('@braingen/phantom');
