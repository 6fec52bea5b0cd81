import type { GroupScan } from '@braingen/bids';

/** What a person should look at in a scan: figures that stand apart, and warnings. */
export const remarksOf = ({ record }: GroupScan): string[] => [...(record.outliers ?? []), ...record.warnings];
