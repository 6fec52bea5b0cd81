/**
 * The same module for a memory that is not shared, for environments without SharedArrayBuffer: the flag "shared" of
 * the imported memory is cleared. Atomic instructions are valid on either kind.
 *
 * @throws Error if the module imports anything but one shared memory first
 */
export function forbidSharing(module: Uint8Array): Uint8Array<ArrayBuffer> {
  const copy = new Uint8Array(module);
  let at = 8;
  const unsigned = (): number => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = copy[at++];
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value >>> 0;
    }
  };
  while (at < copy.length) {
    const section = copy[at++];
    const bytes = unsigned();
    if (section !== importSection) {
      at += bytes;
      continue;
    }
    unsigned(); // how many imports
    for (let names = 0; names < 2; names++) {
      const length = unsigned();
      at += length;
    }
    const kind = copy[at++];
    if (kind !== memoryKind || copy[at] !== sharedWithMaximum) break;
    copy[at] = withMaximum;
    return copy;
  }
  throw new Error('forbidSharing: expected a module whose first import is a shared memory');
}

const importSection = 2;
const memoryKind = 2;
const withMaximum = 1;
const sharedWithMaximum = 3;
