import { samplePreview, type RunConfig, type TrainedCheckpoint } from '@braingen/pipeline';
import { threePlanes, windowOf } from '@braingen/report';
import { pngPicture, type Picture } from '@braingen/tracking';

/** A volume sampled from a checkpoint, as a picture; none, with a word, where sampling fails. */
export async function samplePicture(
  checkpoint: TrainedCheckpoint,
  config: RunConfig,
  onTrouble: (message: string) => void,
): Promise<Readonly<Record<string, Picture>>> {
  try {
    const volume = await samplePreview(checkpoint, config);
    return { sample: pngPicture(threePlanes(volume, { window: windowOf(volume) })) };
  } catch (error) {
    onTrouble(`no sample of step ${checkpoint.step}: ${(error as Error).message}`);
    return {};
  }
}
