import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cacheFolder } from './cache-folder.ts';

const absolute = join(process.cwd(), 'caches');

describe('cacheFolder', () => {
  it.each([
    ['is what BRAINGEN_CACHE says', { BRAINGEN_CACHE: 'here', XDG_CACHE_HOME: absolute }, 'linux', 'here/templateflow'],
    ['follows XDG_CACHE_HOME', { XDG_CACHE_HOME: absolute }, 'linux', join(absolute, 'braingen/templateflow')],
    ['ignores it where it is relative', { XDG_CACHE_HOME: 'x' }, 'linux', 'home/.cache/braingen/templateflow'],
    ["is Linux's", {}, 'linux', 'home/.cache/braingen/templateflow'],
    ["is macOS'", {}, 'darwin', 'home/Library/Caches/braingen/templateflow'],
    ["is Windows'", { LOCALAPPDATA: 'local' }, 'win32', 'local/braingen/templateflow'],
  ] as const)('%s', (_, environment, platform, expected) => {
    expect(cacheFolder('templateflow', environment, platform, 'home')).toBe(join(expected));
  });
});
