import { tubeDistance } from '../geometry/shapes.ts';
import { corpusCallosum } from './structures.ts';

/**
 * Distance to the surface of the corpus callosum's sheet, positive inside: its midline outline, whose two ends sweep
 * forward and backward on their way to the sides (the forceps).
 */
export function callosumDistance(across: number, y: number, z: number): number {
  const sweep = (across * across) / 28;
  const front = Math.min(Math.max((y - 10) / 15, 0), 1);
  const back = Math.min(Math.max((-26 - y) / 10, 0), 1);
  return tubeDistance(corpusCallosum, 0, y + (back - front) * sweep, z);
}
