import { decodeNifti, type Volume } from '@braingen/volume';
import { fromDifferences } from './differences.ts';
import type { Template } from './template.ts';

let loaded: Promise<Template> | undefined;

/**
 * The default template: MNI space, voxels of 2 mm, an average of 44 openly licensed scans with tissue priors from 14
 * label maps. The first call decodes it; all calls share its volumes, which must not be written to.
 */
export function loadTemplate(): Promise<Template> {
  loaded ??= decode();
  return loaded;
}

async function decode(): Promise<Template> {
  // Only who uses the default template pays for its text.
  const { headScale, maps, probabilitySteps, provenance } = await import('./data.ts');
  const read = async (name: keyof typeof maps, scale: number): Promise<Volume<Float32Array>> => {
    const bytes = Uint8Array.from(atob(maps[name]), (character) => character.charCodeAt(0));
    const { volume } = await decodeNifti(bytes);
    const voxels = fromDifferences(Uint8Array.from(volume.voxels), volume.shape);
    return volume.with(Float32Array.from(voxels, (value) => value * scale));
  };
  const probability = 1 / probabilitySteps;
  const [head, brain, intracranial, csf, wm] = await Promise.all([
    read('head', headScale),
    read('brain', 1),
    read('intracranial', probability),
    read('csf', probability),
    read('wm', probability),
  ]);
  return {
    head,
    brain: head.with(head.voxels.map((value, i) => value * brain.voxels[i])),
    intracranialMask: intracranial.with(intracranial.voxels.map((p) => (p >= 0.5 ? 1 : 0))),
    priors: {
      csf,
      gm: intracranial.with(intracranial.voxels.map((p, i) => Math.max(0, p - csf.voxels[i] - wm.voxels[i]))),
      wm,
    },
    provenance,
  };
}
