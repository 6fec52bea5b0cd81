import type { Vector3 } from '@braingen/volume';

/** Points of a centre line with the radius of the tube around each: x, y, z, radius, in millimetres. */
export type Tube = readonly (readonly [x: number, y: number, z: number, radius: number])[];

/** An ellipsoid whose axes are those of head space, tilted about the x axis (positive tips the front up). */
export interface Ellipsoid {
  readonly centre: Vector3;
  readonly radii: Vector3;
  /** Degrees. */
  readonly tilt?: number;
}

/** Distance to a tube's surface, positive inside, exact for a radius that varies slowly. */
export function tubeDistance(tube: Tube, x: number, y: number, z: number): number {
  let best = -Infinity;
  for (let i = 0; i + 1 < tube.length; i++) {
    const a = tube[i];
    const b = tube[i + 1];
    const ux = b[0] - a[0];
    const uy = b[1] - a[1];
    const uz = b[2] - a[2];
    const dx = x - a[0];
    const dy = y - a[1];
    const dz = z - a[2];
    const along = (dx * ux + dy * uy + dz * uz) / (ux * ux + uy * uy + uz * uz);
    const t = along < 0 ? 0 : along > 1 ? 1 : along;
    const off = (dx - t * ux) ** 2 + (dy - t * uy) ** 2 + (dz - t * uz) ** 2;
    const depth = a[3] + t * (b[3] - a[3]) - Math.sqrt(off);
    if (depth > best) best = depth;
  }
  return best;
}

/** Distance to an ellipsoid's surface, positive inside, exact to first order near the surface. */
export function ellipsoidDistance(shape: Ellipsoid, x: number, y: number, z: number): number {
  const dx = x - shape.centre[0];
  let dy = y - shape.centre[1];
  let dz = z - shape.centre[2];
  if (shape.tilt !== undefined) {
    const angle = (shape.tilt * Math.PI) / 180;
    const forward = dy * Math.cos(angle) + dz * Math.sin(angle);
    dz = dz * Math.cos(angle) - dy * Math.sin(angle);
    dy = forward;
  }
  const [a, b, c] = shape.radii;
  const px = dx / a;
  const py = dy / b;
  const pz = dz / c;
  const k = Math.sqrt(px * px + py * py + pz * pz);
  if (k < 1e-6) return Math.min(a, b, c);
  const sx = px / a;
  const sy = py / b;
  const sz = pz / c;
  return ((1 - k) * k) / Math.sqrt(sx * sx + sy * sy + sz * sz);
}

/** The larger of two distances with the crease between them rounded over `width` millimetres: a smooth union. */
export function smoothUnion(a: number, b: number, width: number): number {
  const h = Math.max(width - Math.abs(a - b), 0) / width;
  return Math.max(a, b) + (h * h * width) / 4;
}
