/** The class that most maps have at each voxel, the lower one of equals: a guess without a look at the volume. */
export function commonestClasses(maps: readonly Uint8Array[], classCount: number): Uint8Array {
  const votes = new Uint32Array(classCount);
  return maps[0].map((_, voxel) => {
    votes.fill(0);
    for (const map of maps) votes[map[voxel]]++;
    return votes.indexOf(Math.max(...votes));
  });
}
