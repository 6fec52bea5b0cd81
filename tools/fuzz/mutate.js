// Changes to a file's bytes, of the kinds that found faults: flips, extreme numbers in place of others, pieces cut out,
// doubled, moved or of another file. All drawn from the generator that is given.
const extremes = [0, 1, 2, 7, 8, 127, 128, 255, 256, 32767, 32768, 65535, 65536, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1];

/**
 * @param bytes of a file that is right
 * @param others of other files of its kind
 * @param random a generator of @braingen/volume
 */
export function mutate(bytes, others, random) {
  // Changes of bytes seldom leave JSON that can be read: there, values are exchanged too.
  const exchanged = random.uniform() < 0.5 ? changedJson(bytes, random) : undefined;
  if (exchanged && random.uniform() < 0.8) return exchanged;
  let mutant = exchanged ?? Uint8Array.from(bytes);
  for (let changes = 1 + random.integer(4); changes > 0; changes--) {
    mutant = changesOfBytes[random.integer(changesOfBytes.length)](mutant, others, random);
  }
  return mutant;
}

const oddValues = [
  ...[null, true, 0, -1, 1e308, 0.5, 2 ** 53, '', 'n/a', '__proto__', 'a\tb\nc', 'x'.repeat(5000), [], {}, [[]]],
  Array.from({ length: 3000 }, (_, i) => i),
];

/** JSON with a value, or the lines of several with one each, exchanged for another; undefined for other files. */
function changedJson(bytes, random) {
  let lines;
  try {
    lines = new TextDecoder('utf-8', { fatal: true })
      .decode(bytes)
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
  } catch {
    return undefined;
  }
  const changed = lines.map((line) => JSON.stringify(exchange(line, random)));
  return new TextEncoder().encode(changed.join('\n'));
}

/** A value of which one part, drawn at random, is odd. */
function exchange(value, random) {
  const keys = typeof value === 'object' && value !== null ? Object.keys(value) : [];
  if (keys.length === 0 || random.uniform() < 0.15) return oddValues[random.integer(oddValues.length)];
  const key = keys[random.integer(keys.length)];
  const copy = Array.isArray(value) ? [...value] : { ...value };
  if (random.uniform() < 0.1) delete copy[key];
  else copy[key] = exchange(value[key], random);
  return copy;
}

const place = (bytes, random) =>
  // Half of the changes are to the first bytes, where headers are.
  random.uniform() < 0.5 ? random.integer(Math.min(bytes.length, 600) || 1) : random.integer(bytes.length || 1);

const put = (write, size) => (bytes, _, random) => {
  const at = place(bytes, random);
  if (at + size <= bytes.length) write(new DataView(bytes.buffer), at, random);
  return bytes;
};
const extreme = (random) => {
  const value = extremes[random.integer(extremes.length)];
  return random.uniform() < 0.3 ? -value : value;
};

const changesOfBytes = [
  put((view, at, random) => view.setUint8(at, view.getUint8(at) ^ (1 << random.integer(8))), 1),
  put((view, at, random) => view.setUint8(at, random.integer(256)), 1),
  put((view, at, random) => view.setInt16(at, extreme(random), random.uniform() < 0.8), 2),
  put((view, at, random) => view.setInt32(at, extreme(random), random.uniform() < 0.8), 4),
  put((view, at, random) => view.setBigInt64(at, BigInt(extreme(random)), random.uniform() < 0.8), 8),
  put(
    (view, at, random) => view.setFloat32(at, [NaN, Infinity, -Infinity, 1e38, 1e-42, -0][random.integer(6)], true),
    4,
  ),
  (bytes, _, random) => bytes.slice(0, place(bytes, random)),
  (bytes, _, random) => {
    const [from, to] = [place(bytes, random), place(bytes, random)].sort((a, b) => a - b);
    return join(bytes.subarray(0, from), bytes.subarray(to));
  },
  (bytes, _, random) => {
    const from = place(bytes, random);
    const piece = bytes.slice(from, from + 1 + random.integer(64));
    const times = 1 + random.integer(random.uniform() < 0.05 ? 5000 : 3);
    return join(bytes.subarray(0, from), ...Array.from({ length: times }, () => piece), bytes.subarray(from));
  },
  (bytes, others, random) => {
    const other = others[random.integer(others.length)];
    const from = place(other, random);
    const at = place(bytes, random);
    return join(bytes.subarray(0, at), other.slice(from, from + 1 + random.integer(200)), bytes.subarray(at));
  },
  (bytes, _, random) => join(bytes, new Uint8Array(random.integer(64)).fill(random.integer(256))),
];

function join(...pieces) {
  const bytes = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}
