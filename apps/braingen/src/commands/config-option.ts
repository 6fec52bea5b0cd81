import type { RunConfig } from '@braingen/pipeline';

/** The configuration of a run: from a YAML file, or the defaults. */
export async function openConfig(path: string | undefined): Promise<RunConfig> {
  if (path === undefined) return (await import('@braingen/pipeline')).createConfig();
  return (await import('@braingen/pipeline/node')).readConfig(path);
}
