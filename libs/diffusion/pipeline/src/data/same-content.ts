import type { Volume } from '@braingen/volume';
import type { NamedVolume } from './named-volume.ts';

/** Groups of volumes whose voxels are equal, under different names: each of two or more, in order of appearance. */
export function sameContent<T extends NamedVolume>(volumes: readonly T[]): T[][] {
  const groups = new Map<string, T[][]>();
  for (const item of volumes) {
    const key = `${item.volume.shape.join()} ${checksum(item.volume)}`;
    const alike = groups.get(key) ?? [];
    const group = alike.find(([first]) => equal(first.volume, item.volume));
    if (group) group.push(item);
    else alike.push([item]);
    groups.set(key, alike);
  }
  return [...groups.values()].flat().filter(({ length }) => length > 1);
}

/** FNV-1a over 32-bit words: finds candidates, which are then compared. */
function checksum({ voxels }: Volume): number {
  const words = new Uint32Array(voxels.buffer, voxels.byteOffset, voxels.length);
  let hash = 0x811c9dc5;
  for (const word of words) hash = Math.imul(hash ^ word, 0x01000193);
  return hash;
}

const equal = (a: Volume, b: Volume): boolean => a.voxels.every((value, i) => Object.is(value, b.voxels[i]));
