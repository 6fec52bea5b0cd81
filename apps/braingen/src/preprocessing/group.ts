import { join } from 'node:path';
import { gatherGroup, readStepPictures, type Group, type GroupScan } from '@braingen/bids';
import { renderReport } from '@braingen/report';
import { writeWhole } from '@braingen/volume/node';
import { version } from '../versions.ts';

/** What shows whether a scan arrived, whether its mask is right, and what a model will see. */
const shown = ['register', 'mask', 'resize'];

/** Gathers all preprocessed scans in a table, group_T1w.tsv, and their pictures on a page, group_T1w.html. */
export async function writeGroup(derivative: string): Promise<Group & { readonly page: string }> {
  const group = await gatherGroup(derivative);
  const page = join(derivative, 'group_T1w.html');
  await writeWhole(page, await renderPage(group.scans));
  return { ...group, page };
}

/** Those that stand apart or came with warnings first. */
async function renderPage(scans: readonly GroupScan[]): Promise<string> {
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
        steps: await readStepPictures(path, shown),
      })),
    ),
    run: { versions: { braingen: version, node: process.version } },
  });
}
