import { renderReport } from '@braingen/report';
import { version } from '../versions.ts';
import type { Sidecar } from './sidecar.ts';
import { readPictures } from './step-pictures.ts';

export interface GroupScan {
  /** The path of the sidecar. */
  readonly path: string;
  readonly record: Sidecar['Braingen'];
}

/** What shows whether a scan arrived, whether its mask is right, and what a model will see. */
const shown = ['register', 'mask', 'resize'];

/** Pictures of all scans on one page, those that stand apart or came with warnings first. */
export async function renderGroupPage(scans: readonly GroupScan[]): Promise<string> {
  const remarks = ({ record }: GroupScan): string[] => [...(record.outliers ?? []), ...record.warnings];
  const conspicuous = scans.filter((scan) => remarks(scan).length > 0);
  const others = scans.filter((scan) => !conspicuous.includes(scan));
  return renderReport({
    title: 'Preprocessed heads',
    lead: `${scans.length} scans, ${conspicuous.length || 'none'} of them conspicuous. Outlines: the template's cavity, then the scan's.`,
    created: new Date().toISOString(),
    warnings: conspicuous.map((scan) => `${scan.record.input.name}: ${remarks(scan).join('; ')}`),
    metrics: [],
    preprocessing: await Promise.all(
      [...conspicuous, ...others].map(async ({ path, record }) => ({
        name: record.input.name,
        steps: await readPictures(path, shown),
      })),
    ),
    run: { versions: { braingen: version, node: process.version } },
  });
}
