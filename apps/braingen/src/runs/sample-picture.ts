import { inMemory, openModel, type RunConfig, type TrainedCheckpoint } from '@braingen/pipeline';
import { threePlanes, windowOf } from '@braingen/report';
import { pngPicture, type Picture } from '@braingen/tracking';

/** Enough to see where a training stands. */
const mostSteps = 20;

/** A volume sampled from a checkpoint, the same noise each time, as a picture; none, with a word, where sampling fails. */
export async function samplePicture(
  checkpoint: TrainedCheckpoint,
  { seed, sampling }: RunConfig,
  onTrouble: (message: string) => void,
): Promise<Readonly<Record<string, Picture>>> {
  const model = await openModel(inMemory(checkpoint));
  try {
    const [{ volume }] = await model.sample({ count: 1, seed, steps: Math.min(sampling.steps, mostSteps) });
    const png = threePlanes(volume, { window: windowOf(volume) });
    return { sample: pngPicture(png) };
  } catch (error) {
    onTrouble(`no sample of step ${checkpoint.step}: ${(error as Error).message}`);
    return {};
  } finally {
    model.dispose();
  }
}
