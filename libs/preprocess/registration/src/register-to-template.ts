import { raiseAir, type Volume } from '@braingen/volume';
import { doubtsAboutCavity } from './missing-cavity.ts';
import { registerAffine, type RegisterOptions, type Registration } from './register-affine.ts';
import { headKind } from './stripped.ts';
import type { Template } from './template/template.ts';

/** A registration, and which of the template's images it was made with. */
export interface TemplateRegistration extends Registration {
  /** `brain` for a scan that is skull-stripped. */
  readonly kind: 'head' | 'brain';
}

export interface TemplateOptions extends RegisterOptions {
  /** What the scan is. @default as it looks; both are tried where it does not show */
  readonly kind?: 'head' | 'brain' | undefined;
}

/**
 * Registers a scan to a template: a whole head to its head, a skull-stripped brain to its brain. Where the scan does
 * not show which it is, both are tried and the better likeness counts.
 *
 * @throws RangeError as `registerAffine`
 */
export async function registerToTemplate(
  moving: Volume<Float32Array>,
  template: Template,
  options: TemplateOptions = {},
): Promise<TemplateRegistration> {
  const { volume: raised, warnings: doubts } = raiseAir(moving);
  const registration = await registerKind(raised, template, options);
  const { matrix, kind, warnings } = registration;
  return {
    ...registration,
    warnings: [...doubts, ...warnings, ...doubtsAboutCavity(matrix, raised, template.intracranialMask, kind)],
  };
}

async function registerKind(
  moving: Volume<Float32Array>,
  template: Template,
  options: TemplateOptions,
): Promise<TemplateRegistration> {
  const kind = options.kind ?? headKind(moving);
  if (kind !== 'unclear') return { ...(await registerAffine(moving, template[kind], options)), kind };
  const half = (from: number): RegisterOptions => ({
    ...options,
    onProgress: options.onProgress && ((fraction) => options.onProgress?.(from + fraction / 2)),
  });
  const head = await registerAffine(moving, template.head, half(0));
  const brain = await registerAffine(moving, template.brain, half(0.5));
  return head.similarity >= brain.similarity ? { ...head, kind: 'head' } : { ...brain, kind: 'brain' };
}
