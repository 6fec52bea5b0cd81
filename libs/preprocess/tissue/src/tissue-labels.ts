import type { Volume } from '@braingen/volume';
import { tissueNames, type TissueMaps } from './tissues.ts';

/** The likeliest tissue of each voxel: 0 outside, 1 CSF, 2 GM, 3 WM. */
export function tissueLabels(maps: TissueMaps): Volume<Uint8Array> {
  const labels = new Uint8Array(maps.csf.voxels.length);
  for (let i = 0; i < labels.length; i++) {
    let largest = 0;
    tissueNames.forEach((name, k) => {
      const probability = maps[name].voxels[i];
      if (probability > largest) [largest, labels[i]] = [probability, k + 1];
    });
  }
  return maps.csf.with(labels);
}
