import { quoted } from './quoted.ts';

/** Whose keys a file has: MONAI 1.4 and later, or its prototype, the package monai-generative. */
export type KeyGeneration = 'MONAI' | 'monai-generative';

/** A key of either generation as MONAI has it, and which generation has it so. */
interface Translation {
  readonly key: string;
  readonly generation: KeyGeneration | undefined;
}

/** What the prototype calls otherwise. */
const renamed: readonly (readonly [RegExp, string])[] = [
  [/(^|\.)(attentions\.\d+|middle_block\.attention)\.(to_[qkv])\./, '$1$2.attn.$3.'],
  [/(^|\.)(attentions\.\d+|middle_block\.attention)\.proj_attn\./, '$1$2.attn.out_proj.'],
  [/(\.transformer_blocks\.\d+\.attn[12])\.to_out\.0\./, '$1.out_proj.'],
  [/(\.upsampler)\.conv\.conv\./, '$1.postconv.conv.'],
];

/** What only MONAI has. */
const current = /\.(attn\.(to_[qkv]|qkv|out_proj)|attn[12]\.(out_proj|qkv)|upsampler\.postconv)\./;

/**
 * The prototype's attention has a projection `proj_attn` that its forward pass never applies (MONAI issue 7991), where
 * MONAI applies `attn.out_proj`.
 */
export const isUnappliedProjection = (key: string): boolean => /\.proj_attn\.(weight|bias)$/.test(key);

function translate(key: string): Translation {
  for (const [pattern, replacement] of renamed) {
    if (pattern.test(key)) return { key: key.replace(pattern, replacement), generation: 'monai-generative' };
  }
  return { key, generation: current.test(key) ? 'MONAI' : undefined };
}

/**
 * Keys as MONAI 1.4 and later has them.
 *
 * @returns the new key of each old one, and the generation of all
 * @throws RangeError if keys of both generations are mixed
 */
export function translateKeys(keys: Iterable<string>): { keys: Map<string, string>; generation: KeyGeneration } {
  const first = new Map<KeyGeneration, string>();
  const translated = new Map<string, string>();
  for (const old of keys) {
    const { key, generation } = translate(old);
    if (generation && !first.has(generation)) first.set(generation, old);
    translated.set(old, key);
  }
  if (first.size > 1)
    throw new RangeError(
      `expected keys of MONAI 1.4 or of monai-generative, found both: ${[...first.values()].sort().map(quoted).join(', ')}`,
    );
  return { keys: translated, generation: [...first.keys()][0] ?? 'MONAI' };
}

/** The key that every U-Net has, after the name of the place where its state_dict lies. */
const anchor = 'conv_in.conv.weight';

/**
 * Where in a file the U-Net's weights lie: what stands before its keys, such as 'state_dict.' or 'module.'.
 *
 * @throws RangeError if there is none
 */
export function findNetworks(keys: Iterable<string>): string[] {
  const list = [...keys];
  const prefixes = list
    .filter((key) => key === anchor || key.endsWith(`.${anchor}`))
    .map((key) => key.slice(0, -anchor.length));
  if (prefixes.length === 0) {
    const found =
      list.length === 0 ? 'no tensors' : `${list.slice(0, 3).map(quoted).join(', ')}${list.length > 3 ? ', ...' : ''}`;
    throw new RangeError(`expected the state_dict of a DiffusionModelUNet, with ${anchor}, found ${found}`);
  }
  return prefixes;
}
