/** FNV-1a over 32-bit words: equal voxels have equal ones, and different voxels almost always different ones. */
export function checksum(voxels: Float32Array): number {
  const words = new Uint32Array(voxels.buffer, voxels.byteOffset, voxels.length);
  let hash = 0x811c9dc5;
  for (const word of words) hash = Math.imul(hash ^ word, 0x01000193);
  return hash;
}
