import { join } from 'node:path';
import { writeFile } from 'node:fs/promises';
import { run } from './command.js';

/** Loads every entry point of a library from a CommonJS program. */
export async function requireEntries(library, project, { version, path }) {
  const step = `CommonJS ${version}`;
  const entries = Object.keys(library.manifest.exports).map((entry) => join(library.name, entry));
  const calls = entries.map((entry) => `require(${JSON.stringify(entry)});`);
  await writeFile(join(project, 'require.cjs'), calls.join('\n'));
  const { status, output } = await run(path, ['require.cjs'], { cwd: project, timeout: 60_000 });
  return { step, error: status === 0 ? undefined : output };
}
