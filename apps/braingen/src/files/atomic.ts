import { writeWhole } from '@braingen/volume/node';

export { writeWhole as writeFile } from '@braingen/volume/node';

export function writeJson(path: string, value: unknown): Promise<void> {
  return writeWhole(path, `${JSON.stringify(value, undefined, 2)}\n`);
}
