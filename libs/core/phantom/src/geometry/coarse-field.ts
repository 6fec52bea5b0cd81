import type { Vector3 } from '@braingen/volume';

/** A box of evenly spaced nodes in head space. */
export interface Lattice {
  readonly origin: Vector3;
  readonly spacing: number;
  readonly shape: readonly [number, number, number];
}

/** The smallest lattice of this spacing that covers the box from `low` to `high`, in millimetres. */
export function latticeOver(low: Vector3, high: Vector3, spacing: number): Lattice {
  const nodes = (axis: 0 | 1 | 2): number => Math.ceil((high[axis] - low[axis]) / spacing) + 1;
  return { origin: low, spacing, shape: [nodes(0), nodes(1), nodes(2)] };
}

/**
 * Several smooth quantities known at the nodes of one lattice and interpolated trilinearly between them.
 *
 * Whatever is smooth over some millimetres (distances to large surfaces, the individual deformation) is worked out
 * here once rather than at every voxel. The channels of a node lie side by side, so a look-up touches eight places.
 */
export class CoarseField {
  readonly lattice: Lattice;
  readonly channels: number;
  readonly #nodes: Float32Array;

  /** @param fill writes the channels of the node at a point of head space into `out` */
  constructor(lattice: Lattice, channels: number, fill: (x: number, y: number, z: number, out: Float64Array) => void) {
    const [nx, ny, nz] = lattice.shape;
    const [x0, y0, z0] = lattice.origin;
    this.lattice = lattice;
    this.channels = channels;
    this.#nodes = new Float32Array(nx * ny * nz * channels);
    const out = new Float64Array(channels);
    let at = 0;
    for (let k = 0; k < nz; k++) {
      for (let j = 0; j < ny; j++) {
        for (let i = 0; i < nx; i++, at += channels) {
          fill(x0 + i * lattice.spacing, y0 + j * lattice.spacing, z0 + k * lattice.spacing, out);
          this.#nodes.set(out, at);
        }
      }
    }
  }

  /** Writes every channel at a point into `out`; outside the lattice the nearest face's values hold. */
  sample(x: number, y: number, z: number, out: Float64Array): void {
    const { origin, shape, spacing } = this.lattice;
    const fx = Math.min(Math.max((x - origin[0]) / spacing, 0), shape[0] - 1.001);
    const fy = Math.min(Math.max((y - origin[1]) / spacing, 0), shape[1] - 1.001);
    const fz = Math.min(Math.max((z - origin[2]) / spacing, 0), shape[2] - 1.001);
    const i = Math.trunc(fx);
    const j = Math.trunc(fy);
    const k = Math.trunc(fz);
    const u = fx - i;
    const v = fy - j;
    const w = fz - k;
    const c = this.channels;
    const row = shape[0] * c;
    const slab = row * shape[1];
    const a = i * c + j * row + k * slab;
    const nodes = this.#nodes;
    for (let n = 0; n < c; n++) {
      const p = a + n;
      const near = lerp(lerp(nodes[p], nodes[p + c], u), lerp(nodes[p + row], nodes[p + row + c], u), v);
      const q = p + slab;
      const far = lerp(lerp(nodes[q], nodes[q + c], u), lerp(nodes[q + row], nodes[q + row + c], u), v);
      out[n] = near + (far - near) * w;
    }
  }
}

function lerp(a: number, b: number, t: number): number {
  return a + (b - a) * t;
}
