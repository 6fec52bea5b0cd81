import { join } from 'node:path';
import { writeFile } from 'node:fs/promises';
import { run } from './command.js';

/** Loads every entry point of the libraries from one CommonJS program. */
export async function requireEntries(libraries, project, { version, path }) {
  const entries = libraries.flatMap(({ name, manifest }) =>
    Object.keys(manifest.exports).map((entry) => join(name, entry)),
  );
  const calls = entries.map((entry) => `require(${JSON.stringify(entry)});`);
  await writeFile(join(project, 'require.cjs'), calls.join('\n'));
  const { status, output } = await run(path, ['require.cjs'], { cwd: project, timeout: 600_000 });
  return {
    step: `CommonJS ${version}`,
    note: `${entries.length} entry points`,
    error: status === 0 ? undefined : output,
  };
}
