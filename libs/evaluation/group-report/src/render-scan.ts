import { readScanPictures, standingsOf, type GroupScan } from '@braingen/bids';
import { renderReport, type ReportData } from '@braingen/report';
import { remarksOf } from './remarks.ts';

/** The page of one scan: its quality figures among those of the group, and the picture of every step. */
export async function renderScan(
  scan: GroupScan,
  group: readonly GroupScan[],
  about: Pick<ReportData, 'created' | 'metrics' | 'run'>,
): Promise<string> {
  const { name } = scan.record.input;
  const pictures = await readScanPictures({ scan: name, volume: scan.path });
  return renderReport({
    ...about,
    title: name,
    lead: `One of ${group.length} preprocessed heads.`,
    warnings: remarksOf(scan),
    quality: standingsOf(scan, group),
    preprocessing: pictures.steps.length > 0 ? [pictures] : [],
  });
}
