import { join } from 'node:path';
import { build } from 'esbuild';

/** Bundles all of a library's entry points but those for Node, as a browser's application would. */
export async function bundleForBrowser(library, project) {
  const step = 'browser bundle';
  const entries = Object.keys(library.manifest.exports).filter((entry) => !/node|package\.json/.test(entry));
  const imports = entries.map((entry, index) => `export * as entry${index} from '${join(library.name, entry)}';`);
  try {
    const { outputFiles } = await build({
      stdin: { contents: imports.join('\n'), resolveDir: project },
      bundle: true,
      write: false,
      minify: true,
      format: 'esm',
      platform: 'browser',
      target: 'es2022',
      outdir: join(project, 'bundle'),
      logLevel: 'silent',
    });
    const bytes = outputFiles.reduce((sum, file) => sum + file.contents.length, 0);
    return { step, note: `${Math.round(bytes / 1024)} kB` };
  } catch (error) {
    return { step, error: error.message };
  }
}
