import { Volume, type Shape3 } from '@braingen/volume';

/** FreeSurfer labels by tissue. Vessels and choroid plexus count as fluid, the brain stem as white matter. */
const tissues = {
  wm: [2, 41, 7, 46, 16, 28, 60, 77, 85, 192, 251, 252, 253, 254, 255],
  gm: [3, 42, 8, 47, 10, 49, 11, 50, 12, 51, 13, 52, 17, 53, 18, 54, 26, 58, 136, 137, 163, 164, 57, 25],
  csf: [4, 43, 5, 44, 14, 15, 24, 72, 30, 62, 31, 63],
} as const;

/** Intensities of a T1-weighted scan: deep grey matter, rich in iron and fibres, lies between cortex and white matter. */
const deep = new Map([
  [10, 0.82],
  [49, 0.82],
  [13, 0.9],
  [52, 0.9],
  [12, 0.76],
  [51, 0.76],
  [11, 0.74],
  [50, 0.74],
]);

export interface LabelledHead {
  /** A T1-weighted brain made of the labels, 0 outside the brain. */
  readonly brain: Volume;
  readonly intracranial: Volume;
  readonly csf: Volume;
  readonly wm: Volume;
}

/** Tissues of a label map of a whole head, cropped to the cranial cavity and a margin. */
export function labelledHead(labels: Volume): LabelledHead {
  const cropped = cropToCavity(labels, 8);
  const classes = new Map<number, keyof typeof tissues>();
  for (const [name, members] of Object.entries(tissues)) {
    for (const label of members) classes.set(label, name as keyof typeof tissues);
  }
  const grey = { csf: 0.25, gm: 0.66, wm: 1 };
  const make = (value: (label: number) => number): Volume =>
    cropped.with(cropped.voxels.map((label) => (label > 0 && label < 500 ? value(label) : 0)));
  return {
    brain: make((label) => (label === 24 ? 0 : (deep.get(label) ?? grey[classes.get(label) ?? 'gm']))),
    intracranial: make(() => 1),
    csf: make((label) => (classes.get(label) === 'csf' ? 1 : 0)),
    wm: make((label) => (classes.get(label) === 'wm' ? 1 : 0)),
  };
}

function cropToCavity({ voxels, shape, affine }: Volume, margin: number): Volume {
  const [nx, ny, nz] = shape;
  const low = [nx, ny, nz],
    high = [0, 0, 0];
  for (let i = 0; i < voxels.length; i++) {
    if (!(voxels[i] > 0 && voxels[i] < 500)) continue;
    const at = [i % nx, Math.floor(i / nx) % ny, Math.floor(i / (nx * ny))];
    for (let a = 0; a < 3; a++) {
      low[a] = Math.min(low[a], at[a]);
      high[a] = Math.max(high[a], at[a]);
    }
  }
  const start = low.map((l) => Math.max(l - margin, 0));
  const size = high.map((h, a) => Math.min(h + margin + 1, shape[a]) - start[a]) as unknown as Shape3;
  const out = new Float32Array(size[0] * size[1] * size[2]);
  for (let z = 0, o = 0; z < size[2]; z++) {
    for (let y = 0; y < size[1]; y++, o += size[0]) {
      const from = start[0] + nx * (start[1] + y + ny * (start[2] + z));
      out.set(voxels.subarray(from, from + size[0]), o);
    }
  }
  const moved = affine.map((row, r) =>
    r < 3 ? [row[0], row[1], row[2], row[3] + row[0] * start[0] + row[1] * start[1] + row[2] * start[2]] : row,
  );
  return new Volume(out, { shape: size, affine: moved as unknown as typeof affine });
}
