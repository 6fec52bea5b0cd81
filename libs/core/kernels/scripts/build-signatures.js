// Builds src/signatures.generated.ts from src/c: the types and checks of every kernel's arguments, and the sources' digest.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { addonDigest, packageFolder } from './sources.js';

const generated = join(packageFolder, 'src', 'signatures.generated.ts');

const arrays = { float: 'Float32Array', double: 'Float64Array', uint8_t: 'Uint8Array', int32_t: 'Int32Array' };
const numberTypes = {
  SIZE: 'number',
  SIZES: 'Triple',
  OFFSET: 'number',
  OFFSETS: 'Triple',
  REAL: 'number',
  FLAG: 'boolean',
};
const optional = new Set(['MAY_READ', 'MAY_WRITE']);

/** The text between the bracket at `from` and the one that closes it. */
function inBrackets(text, from) {
  let depth = 0;
  for (let i = from; i < text.length; i++) {
    if (text[i] === '(') depth++;
    if (text[i] === ')' && --depth === 0) return text.slice(from + 1, i);
  }
  throw new Error(`kernels.def: expected a bracket that closes the one at ${from}`);
}

/** Splits at commas outside of brackets. */
function split(text) {
  const parts = [''];
  let depth = 0;
  for (const character of text) {
    if (character === '(' || character === '[') depth++;
    if (character === ')' || character === ']') depth--;
    if (character === ',' && depth === 0) parts.push('');
    else parts[parts.length - 1] += character;
  }
  return parts.map((part) => part.trim());
}

/** Each kernel's name and its arguments: what kind, and what stands in the brackets. */
function readDefinition() {
  const text = readFileSync(join(packageFolder, 'src/c/kernels.def'), 'utf8').replace(/\/\*[^]*?\*\//g, '');
  const shorthands = [...text.matchAll(/^#define (\w+) (.*)$/gm)];
  const expand = (part) => {
    const expanded = shorthands.reduce(
      (all, [, name, body]) => all.replace(new RegExp(`\\b${name}\\b`, 'g'), () => body),
      part,
    );
    return expanded === part ? part : expand(expanded);
  };
  return [...text.matchAll(/^KERNEL(?=\()/gm)].map(({ index }) => {
    const [name, ...rest] = split(inBrackets(text, index + 'KERNEL'.length));
    const signature = expand(rest.join(', '));
    const entries = [];
    for (let at = 0; at < signature.length; ) {
      const [word] = /^\s*\w+/.exec(signature.slice(at)) ?? [];
      if (!word) throw new Error(`kernels.def: ${name}: expected an argument, found ${signature.slice(at, at + 40)}`);
      const inside = inBrackets(signature, at + word.length);
      entries.push({ kind: word.trim(), parts: split(inside), text: inside });
      at += word.length + inside.length + 2;
      while (/[\s,]/.test(signature[at] ?? '')) at++;
    }
    return { name, entries };
  });
}

/** A C expression over the arguments as a TypeScript one over `a`. */
function translate(expression, names) {
  return expression
    .replace(/\blength\((\w+)\)/g, '$1.length')
    .replace(/ (==|!=) /g, ' $1= ')
    .replace(/\bNULL\b/g, 'null')
    .replace(/\b(?<![.])([A-Za-z]\w*)\b/g, (word) => (names.has(word) ? `a.${word}` : word));
}

function describe({ name, entries }) {
  const names = new Set(
    entries.filter(({ kind }) => kind !== 'REQUIRES').map(({ kind, parts }) => parts[kind in numberTypes ? 0 : 1]),
  );
  const numbers = entries.filter(({ kind }) => kind in numberTypes);
  const buffers = entries.filter(({ kind }) => !(kind in numberTypes) && kind !== 'REQUIRES');
  const conditions = entries.filter(({ kind }) => kind === 'REQUIRES');
  const types = [
    ...numbers.map(({ kind, parts: [each] }) => `    readonly ${each}: ${numberTypes[kind]};`),
    ...buffers.map(
      ({ kind, parts: [type, each] }) => `    readonly ${each}: ${arrays[type]}${optional.has(kind) ? ' | null' : ''};`,
    ),
  ];
  const shape = (parts) => `(a) => [${parts.map((part) => translate(part, names)).join(', ')}]`;
  const quoted = (text) => `'${text}'`;
  const checks = [
    `    numbers: [${numbers.map(({ kind, parts: [each] }) => `['${each}', '${kind}']`).join(', ')}],`,
    `    buffers: [`,
    ...buffers.map(({ kind, parts: [type, each, ...rest] }) => {
      const fields = [`name: ${quoted(each)}`, `type: ${quoted(arrays[type])}`];
      if (optional.has(kind)) fields.push('optional: true');
      if (kind === 'INDICES') fields.push(`end: (a) => ${translate(rest.shift(), names)}`);
      if (rest.length > 0) fields.push(`shape: ${shape(rest)}`);
      return `      { ${fields.join(', ')} },`;
    }),
    `    ],`,
    `    requires: [`,
    ...conditions.map(({ text }) => {
      const words = [...new Set(text.match(/[A-Za-z]\w*/g))].filter((word) => names.has(word));
      const about = words.map(quoted).join(', ');
      return `      { text: ${quoted(text)}, about: [${about}], holds: (a) => ${translate(text, names)} },`;
    }),
    `    ],`,
  ];
  return { name, types, checks };
}

/** The text of src/signatures.generated.ts. */
export function signatures() {
  const kernels = readDefinition().map(describe);
  return `// Generated by scripts/build-signatures.js from src/c. Do not edit.
import { product, type Signature, type Triple } from './signature.ts';

/** Digest of the C sources of the addon that belongs to this. */
export const addonDigest: string = '${addonDigest()}';

/** What each kernel takes, by the names of kernels.def. */
export interface KernelArguments {
${kernels.map(({ name, types }) => `  readonly ${name}: {\n${types.join('\n')}\n  };`).join('\n')}
}

export const signatures: { readonly [Name in keyof KernelArguments]: Signature<KernelArguments[Name]> } = {
${kernels.map(({ name, checks }) => `  ${name}: {\n${checks.join('\n')}\n  },`).join('\n')}
};
`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(generated, signatures());
