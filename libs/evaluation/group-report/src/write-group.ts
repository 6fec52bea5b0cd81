import { join, relative, sep } from 'node:path';
import { gatherGroup, readStepPictures, type Group, type GroupScan } from '@braingen/bids';
import { renderReport, type ReportData } from '@braingen/report';
import { writeWhole } from '@braingen/volume/node';
import { renderScan } from './render-scan.ts';
import { remarksOf } from './remarks.ts';

/** What shows whether a scan arrived, whether its mask is right, and what a model will see. */
const shown = ['register', 'mask', 'resize'];

/** A group, and the page of all of its scans. */
export interface GroupPages extends Group {
  readonly page: string;
}

/**
 * Gathers all preprocessed scans of a derivative in a table, group_T1w.tsv, and on a page, group_T1w.html; each scan gets a page
 * beside its sidecar, with the pictures of all steps and where it stands in the group (the habit of MRIQC; Esteban et al. 2017).
 *
 * @param versions of the program, for the pages
 * @throws RangeError as `gatherGroup`
 */
export async function writeGroup(
  derivative: string,
  versions: Readonly<Record<string, string | undefined>> = {},
): Promise<GroupPages> {
  const group = await gatherGroup(derivative);
  const about = { created: new Date().toISOString(), metrics: [], run: { versions } };
  for (const scan of group.scans) await writeWhole(pageOf(scan), await renderScan(scan, group.scans, about));
  const page = join(derivative, 'group_T1w.html');
  await writeWhole(page, await renderGroup(group.scans, derivative, about));
  return { ...group, page };
}

const pageOf = ({ path }: GroupScan): string => path.replace(/\.json$/, '.html');

/** Those that stand apart or came with warnings first. */
async function renderGroup(
  scans: readonly GroupScan[],
  derivative: string,
  about: Pick<ReportData, 'created' | 'metrics' | 'run'>,
): Promise<string> {
  const conspicuous = scans.filter((scan) => remarksOf(scan).length > 0);
  const others = scans.filter((scan) => !conspicuous.includes(scan));
  return renderReport({
    ...about,
    title: 'Preprocessed heads',
    lead: `${scans.length} scans, ${conspicuous.length || 'none'} of them conspicuous. Outlines: the template's cavity, then the scan's.`,
    warnings: conspicuous.map((scan) => `${scan.record.input.name}: ${remarksOf(scan).join('; ')}`),
    preprocessing: await Promise.all(
      [...conspicuous, ...others].map(async (scan) => ({
        name: scan.record.input.name,
        href: relative(derivative, pageOf(scan)).split(sep).join('/'),
        steps: await readStepPictures(scan.path, shown),
      })),
    ),
  });
}
