/**
 * SHA-256 of files whose sums are public outside TemplateFlow: the keys under which the git-annex repository
 * courtois-neuromod/anat.atlases (commit 4f3b220) holds them. Several other repositories give the same sums of head and
 * mask, and TemplateFlow's own repository the same size of the grey matter.
 */
export const knownSums: Readonly<Record<string, string>> = {
  'tpl-MNI152NLin2009cAsym_res-01_T1w.nii.gz': '1f27aabea9f7183dc0c69dafa71e1787b921ca778d655d9c1bf302b273d5627a',
  'tpl-MNI152NLin2009cAsym_res-01_desc-brain_mask.nii.gz':
    'e40bb1816736504d4c25abc243c1c8503df1d308f64c048318aa4b829e09a7ae',
  'tpl-MNI152NLin2009cAsym_res-01_label-CSF_probseg.nii.gz':
    '8a74e36b067a3fb670f6785b94479cc3df4d219a3f72d69d57aef332e4947048',
  'tpl-MNI152NLin2009cAsym_res-01_label-GM_probseg.nii.gz':
    '662b18e83dddc554b19c621d9750af3454b54d4e103df03633eacced3884805a',
  'tpl-MNI152NLin2009cAsym_res-01_label-WM_probseg.nii.gz':
    'b2f80e29f5a1ef55325215d1716ef611f5b1a3cd97b4a49ef4e9564e9564e945',
};

/** Where a template's licence stands: TemplateFlow keeps one for each. */
export const licenceOf = (name: string): string =>
  `the template's own: LICENSE of https://github.com/templateflow/tpl-${name}`;

/** What to cite who used a template. */
export function citationOf(name: string): string {
  const own = Object.entries(papers).find(([beginning]) => name.startsWith(beginning));
  return [...(own ? [own[1]] : []), 'TemplateFlow: Ciric et al. 2022, https://doi.org/10.1038/s41592-022-01681-2'].join(
    '; ',
  );
}

/** As the templates' descriptions in TemplateFlow ask for. */
const papers: Readonly<Record<string, string>> = {
  MNI152NLin2009: 'Fonov et al. 2011, https://doi.org/10.1016/j.neuroimage.2010.07.033',
  MNI152NLin6: 'Evans et al. 2012, https://doi.org/10.1016/j.neuroimage.2012.01.024',
};
