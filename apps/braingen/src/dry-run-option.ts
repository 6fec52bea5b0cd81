import { Option } from 'commander';

export const dryRunOption = (): Option =>
  new Option(
    '--dry-run',
    'write nothing: say what memory, time (from a few measured steps), disk and energy it would take',
  );
