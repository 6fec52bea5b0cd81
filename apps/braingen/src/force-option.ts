import { Option } from 'commander';

/** --force, as every command has it that writes files its user names. */
export const forceOption = (): Option => new Option('--force', 'replace outputs that exist');
