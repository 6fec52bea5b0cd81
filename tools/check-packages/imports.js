import { readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import ts from 'typescript';

/**
 * Whether an installed library imports, in code and types, only what its manifest asks for: npm may put other packages beside
 * it by chance, and takes them away again.
 */
export function checkImports(library, project) {
  const { dependencies, optionalDependencies, peerDependencies } = library.manifest;
  const declared = Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies });
  const folder = join(project, 'node_modules', library.name, 'dist');
  const files = readdirSync(folder, { recursive: true }).filter((name) => /\.(js|d\.ts)$/.test(name));
  const strays = files.flatMap((name) =>
    strayImports(readFileSync(join(folder, name), 'utf8'), [library.name, ...declared]).map(
      (found) => `${name}: expected imports of what package.json asks for, found ${found}`,
    ),
  );
  return { step: 'imports', error: strays.length > 0 ? [...new Set(strays)].join('\n') : undefined };
}

/** Packages that a module imports and that are neither allowed nor Node's own. */
export function strayImports(text, allowed) {
  return ts
    .preProcessFile(text, true, true)
    .importedFiles.map(({ fileName }) => fileName)
    .filter((name) => /^(@[\w-]+\/)?[a-z][\w.-]*(\/[\w./-]+)?$/.test(name) && !isBuiltin(name))
    .map((name) => name.split('/', name.startsWith('@') ? 2 : 1).join('/'))
    .filter((name) => !allowed.includes(name));
}
