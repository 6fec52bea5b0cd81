/** Whether a text can only be a template's name: a path has a separator or an extension. */
export const isTemplateFlowName = (text: string): boolean => /^[A-Za-z0-9]+$/.test(text);

/**
 * All that follows registration (grid, priors, library of masks) lies in MNI152 space, so only its variants will do.
 *
 * @throws RangeError naming what was found
 */
export function assertMni152(name: string): void {
  if (!/^MNI152[A-Za-z0-9]+$/.test(name)) {
    throw new RangeError(
      `template "${name}": expected a file that exists, or one of TemplateFlow's templates in MNI152 space, ` +
        `such as MNI152NLin2009cAsym or MNI152NLin6Asym`,
    );
  }
}

/** How TemplateFlow names the finest grid of a template: with two digits, or, for some templates, with one. */
export const resolutions = ['res-01', 'res-1'] as const;
export type Resolution = (typeof resolutions)[number];

export const folderName = (name: string): string => `tpl-${name}`;

export const headFile = (name: string, resolution: Resolution): string => `tpl-${name}_${resolution}_T1w.nii.gz`;

/** What `readTemplate` looks for beside the head. No template has to have it. */
export const companionFiles = (name: string, resolution: Resolution): string[] =>
  ['desc-brain_mask', 'label-CSF_probseg', 'label-GM_probseg', 'label-WM_probseg'].map(
    (ending) => `tpl-${name}_${resolution}_${ending}.nii.gz`,
  );
