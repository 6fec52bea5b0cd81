import type { Volume } from '@braingen/volume';
import type { NamedVolume } from '../data/named-volume.ts';
import type { Model } from '../model.ts';
import type { SampleRequest } from '../sample-request.ts';

/**
 * A sample on its way from noise: the predicted clean volumes at some evaluations of the network, evenly from the first to the last.
 *
 * @param request of one volume; its `count` is not used
 * @param most volumes to keep; fewer where the network is evaluated less often
 */
export async function sampleTrajectory(
  model: Pick<Model, 'sample'>,
  request: Omit<SampleRequest, 'count' | 'numbers' | 'onFrame'>,
  most: number,
): Promise<NamedVolume[]> {
  const frames: Volume[] = [];
  await model.sample({ ...request, count: 1, onFrame: ({ volume }) => frames.push(volume) });
  const count = Math.min(most, frames.length);
  return Array.from({ length: count }, (_, i) => {
    const at = Math.round((i * (frames.length - 1)) / Math.max(1, count - 1));
    return { name: `evaluation ${at + 1} of ${frames.length}`, volume: frames[at] };
  });
}
