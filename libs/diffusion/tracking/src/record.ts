import crc32c from 'crc-32/crc32c.js';

/** A record of TensorFlow's record format: length, its checksum, the data, their checksum (tensorflow: record_writer.cc). */
export function frame(data: Uint8Array): Uint8Array {
  const record = new Uint8Array(data.length + 16);
  const view = new DataView(record.buffer);
  view.setBigUint64(0, BigInt(data.length), true);
  view.setUint32(8, masked(record.subarray(0, 8)), true);
  record.set(data, 12);
  view.setUint32(12 + data.length, masked(data), true);
  return record;
}

/** CRC-32C, turned and shifted, since a checksum of checksums is a poor one (tensorflow: crc32c.h). */
function masked(data: Uint8Array): number {
  const checksum = crc32c.buf(data) >>> 0;
  return (((checksum >>> 15) | (checksum << 17)) + 0xa282ead8) >>> 0;
}
