import type { Ranks } from '@braingen/trainer';
import type { Shape3 } from '@braingen/volume';
import { conditionColumns } from '../config/condition-config.ts';
import type { RunConfig } from '../config/run-config.ts';
import { assembleDataset, type Dataset, type VolumeToPrepare } from '../data/dataset.ts';
import { keptVolumes } from './kept-volumes.ts';
import { readConditions } from './participants.ts';
import { openVolumeCache } from './volume-cache/volume-cache.ts';
import { volumeFromFile, type VolumeStore } from './volume-files.ts';
import { findVolumes } from './volume-folder.ts';

export interface OpenDatasetOptions {
  /**
   * A folder where volumes are kept as they are trained on, where they do not stay in memory; see `openVolumeCache`. Ranks share it.
   * @default none: they are read and prepared anew whenever they are asked for
   */
  readonly cache?: string | undefined;
  /** Bytes of volumes up to which they stay in memory. @default 512 MB */
  readonly inMemory?: number | undefined;
  /** Processes that train together: each reads and prepares its share of the scans, and takes the others' from the cache. @default this one alone */
  readonly ranks?: Ranks | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * The data set of a folder of volumes, with the covariates that a configuration asks for. One volume at a time is in memory, unless all
 * of them together are small. Volumes have the same bits wherever they are kept.
 *
 * @throws PipelineError of kind 'data'; of kind 'run' where the cache's disk is full
 */
export async function openDataset(
  folder: string,
  config: RunConfig,
  { cache, inMemory, ranks, signal }: OpenDatasetOptions = {},
): Promise<Dataset> {
  const files = await findVolumes(folder);
  const { condition, data } = config;
  const { conditions, warnings } = condition
    ? await readConditions(folder, files, conditionColumns(condition))
    : { conditions: undefined, warnings: [] };
  const isSmall = keptVolumes(files.length, data.shape, inMemory).isSmall && (ranks?.size ?? 1) === 1;
  const store: VolumeStore = isSmall ? 'memory' : cache === undefined ? 'source' : await openVolumeCache(cache);
  const volumes = files.map((file, i) => {
    const { prepare, ...item } = volumeFromFile(file, store);
    return {
      ...item,
      ...(conditions && { condition: conditions[i] }),
      prepare: (shape: Shape3) => {
        signal?.throwIfAborted();
        return prepare(shape);
      },
    };
  });
  if (ranks && ranks.size > 1) await prepareShare(volumes, ranks, data.shape);
  const dataset = await assembleDataset(volumes, config, { source: folder });
  return { ...dataset, warnings: [...warnings, ...dataset.warnings] };
}

/** Prepares a rank's share of the volumes and waits for the others'. What fails here fails again when all ranks look, and rank 0 says it. */
async function prepareShare(volumes: readonly VolumeToPrepare[], ranks: Ranks, shape: Shape3): Promise<void> {
  for (let i = ranks.rank; i < volumes.length; i += ranks.size) {
    try {
      await volumes[i].prepare(shape);
    } catch {
      break;
    }
  }
  await ranks.max(0);
}
