import { join } from 'node:path';
import type { Template } from '../../template/template.ts';
import { readTemplate } from '../read-template.ts';
import { fetchTemplate, type TemplateFlowOptions } from './fetch-template.ts';
import { citationOf, licenceOf } from './known.ts';
import { assertMni152 } from './names.ts';

/**
 * A template of TemplateFlow (Ciric et al. 2022) by its name, such as MNI152NLin2009cAsym: its T1-weighted head of the
 * finest grid, its brain mask and tissue priors. The first call downloads them; later ones need no network, and refuse
 * files that are no longer what was downloaded.
 *
 * @throws RangeError if the name is not that of a template in MNI152 space, or a cached file was changed;
 * TemplateUnavailable if the network does not answer or gives a damaged file; NiftiError if a file cannot be trusted
 */
export async function readTemplateFlow(name: string, options: TemplateFlowOptions = {}): Promise<Template> {
  assertMni152(name);
  const { folder, files } = await fetchTemplate(name, options);
  const template = await readTemplate(join(folder, files[0].name));
  const [own, ...others] = template.provenance.sources;
  const source = {
    ...own,
    name: `TemplateFlow, tpl-${name}`,
    licence: licenceOf(name),
    files: own.files.map((file) => ({ ...file, url: files.find((fetched) => fetched.name === file.name)?.url })),
  };
  return {
    ...template,
    provenance: {
      name,
      space: 'MNI152',
      licence: licenceOf(name),
      citation: citationOf(name),
      sources: [source, ...others],
    },
  };
}
