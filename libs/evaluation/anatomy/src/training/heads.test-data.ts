import type { Volume } from '@braingen/volume';
import { createPhantom } from '@braingen/phantom';
import { readLabelMap } from './label-map.ts';
import { standardPose } from './pose.ts';
import type { PlacedMap } from './draw-scan.ts';

/** A simulated head's label map in FreeSurfer's numbers, on voxels of 3 mm. */
export const simulatedLabels: Promise<Volume<Uint16Array>> = createPhantom({ seed: 3, spacing: 3 }).then(
  ({ labels }) => labels,
);

export const simulatedHead: Promise<PlacedMap> = simulatedLabels.then((labels) => {
  const map = readLabelMap(labels);
  return { map, pose: standardPose(map) };
});
