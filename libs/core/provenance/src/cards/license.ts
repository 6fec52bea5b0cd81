/** Licences as hubs spell them, by what data sets write. */
const known: readonly (readonly [pattern: RegExp, id: string])[] = [
  [/^(cc0|cc-zero|cc 0)\b/i, 'cc0-1.0'],
  [/^pddl|public domain dedication and licen[cs]e/i, 'pddl'],
  [/^cc[- ]by[- ]nc[- ]sa[- ]?4/i, 'cc-by-nc-sa-4.0'],
  [/^cc[- ]by[- ]nc[- ]?4/i, 'cc-by-nc-4.0'],
  [/^cc[- ]by[- ]sa[- ]?4/i, 'cc-by-sa-4.0'],
  [/^cc[- ]by[- ]?4/i, 'cc-by-4.0'],
  [/^apache[- ]2/i, 'apache-2.0'],
  [/^mit$/i, 'mit'],
];

/** The fields of a card's header for a licence as a data set states it: hubs know a list of names, all else is `other`. */
export function licenseFields(license: string): { license: string; license_name?: string } {
  if (license === '' || license === 'unknown') return { license: 'unknown' };
  const id = known.find(([pattern]) => pattern.test(license.trim()))?.[1];
  return id === undefined
    ? { license: 'other', license_name: license.replace(/\s+/g, ' ').slice(0, 80) }
    : { license: id };
}
