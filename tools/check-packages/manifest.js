import { relative } from 'node:path';
import { root } from '../install.js';

const repository = 'https://github.com/braingen/braingen';

/** What a package's page on npm is made of, and the versions of Node that it runs on, said alike by all. */
export function checkManifest({ folder, manifest }) {
  const directory = relative(root, folder).replaceAll('\\', '/');
  const expected = {
    license: 'Apache-2.0',
    author: 'The Braingen contributors',
    homepage: `${repository}/tree/main/${directory}#readme`,
    bugs: `${repository}/issues`,
    repository: { type: 'git', url: `git+${repository}.git`, directory },
    // CommonJS programs can load ES modules from these on.
    engines: { node: '^20.19.0 || >=22.12.0' },
  };
  const problems = Object.entries(expected)
    .filter(([field, value]) => JSON.stringify(manifest[field]) !== JSON.stringify(value))
    .map(([field, value]) => `${field}: expected ${JSON.stringify(value)}, found ${JSON.stringify(manifest[field])}`);
  if (!manifest.description) problems.push('description: expected a sentence, found none');
  if (!(manifest.keywords?.length >= 3)) problems.push(`keywords: expected three or more, found ${manifest.keywords}`);
  return { step: 'manifest', error: problems.length > 0 ? problems.join('\n') : undefined };
}
