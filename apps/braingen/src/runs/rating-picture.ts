import { onGrid } from '@braingen/metrics';
import { slicesShown } from '@braingen/ratings';
import { lightbox, windowOf } from '@braingen/report';
import { readVolume } from '@braingen/volume/node';

/**
 * Draws volumes for raters, all on the grid of one of them and each in its own window: neither resolution nor scale may tell which
 * set a volume is of.
 *
 * @param like file of the volume whose grid all are brought to
 */
export function stripOf(like: string): (path: string) => Promise<Uint8Array> {
  const grid = readVolume(like);
  // Awaited with each picture; a failure is that picture's then.
  grid.catch(() => undefined);
  return async (path) => {
    const volume = onGrid(await readVolume(path), await grid);
    return lightbox(volume, { window: windowOf(volume), count: slicesShown, columns: 1, marks: false });
  };
}
