import type { PreparedVolume } from './prepared-volume.ts';

/** Groups of volumes whose voxels are equal, under different names: each of two or more, in order of appearance. */
export async function sameContent<T extends PreparedVolume>(volumes: readonly T[]): Promise<T[][]> {
  const groups = new Map<string, T[][]>();
  for (const item of volumes) {
    const key = `${item.grid.shape.join()} ${item.checksum}`;
    const alike = groups.get(key) ?? [];
    let group: T[] | undefined;
    for (const each of alike) if (!group && (await areEqual(each[0], item))) group = each;
    if (group) group.push(item);
    else alike.push([item]);
    groups.set(key, alike);
  }
  return [...groups.values()].flat().filter(({ length }) => length > 1);
}

async function areEqual(a: PreparedVolume, b: PreparedVolume): Promise<boolean> {
  const [ours, theirs] = [await a.read(), await b.read()];
  return ours.every((value, i) => Object.is(value, theirs[i]));
}
