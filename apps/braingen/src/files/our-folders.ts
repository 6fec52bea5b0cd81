import { originOf } from '@braingen/provenance/node';

type Recognise = (entries: readonly string[], folder: string) => boolean | Promise<boolean>;

/** A run without a report, which would be overwritten. */
export const isUnreported: Recognise = async (entries) =>
  !entries.includes('report.json') && (await import('@braingen/pipeline/node')).isRunFolder(entries);

/** A BIDS folder of phantoms. */
export const isPhantoms: Recognise = async (_, folder) =>
  (await originOf(folder)).generators.includes('@braingen/phantom');
