import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

/**
 * Where downloads of one kind are kept: a folder of this name in BRAINGEN_CACHE, else in `braingen` of XDG_CACHE_HOME or of
 * what the system has for caches.
 */
export function cacheFolder(
  name: string,
  environment: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
  home: string = homedir(),
): string {
  const { BRAINGEN_CACHE, XDG_CACHE_HOME, LOCALAPPDATA } = environment;
  if (BRAINGEN_CACHE) return join(BRAINGEN_CACHE, name);
  // The XDG specification has relative paths ignored.
  if (XDG_CACHE_HOME && isAbsolute(XDG_CACHE_HOME)) return join(XDG_CACHE_HOME, 'braingen', name);
  if (platform === 'win32') return join(LOCALAPPDATA ?? join(home, 'AppData', 'Local'), 'braingen', name);
  return join(home, platform === 'darwin' ? join('Library', 'Caches') : '.cache', 'braingen', name);
}
