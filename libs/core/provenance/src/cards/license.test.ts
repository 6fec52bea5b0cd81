import { expect, it } from 'vitest';
import { licenseFields } from './license.ts';

it.each([
  ['CC0', { license: 'cc0-1.0' }],
  ['cc-by-nc-sa-4.0', { license: 'cc-by-nc-sa-4.0' }],
  ['CC BY 4.0', { license: 'cc-by-4.0' }],
  [
    'This dataset is made available under the Public Domain Dedication and License \nv1.0, whose full text ...',
    { license: 'pddl' },
  ],
  ['Ask\nus', { license: 'other', license_name: 'Ask us' }],
  ['unknown', { license: 'unknown' }],
])('%s', (license, fields) => {
  expect(licenseFields(license)).toEqual(fields);
});
