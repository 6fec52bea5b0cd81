import type { Engine } from '../engine.ts';
import { commonVersions } from './environment.ts';

/** Completes an engine with the common versions and its one-line description. */
export function makeEngine(
  facts: Omit<Engine, 'describe' | 'versions'> & { versions?: Record<string, string> },
): Engine {
  const versions = { ...commonVersions(), ...facts.versions };
  return {
    ...facts,
    versions,
    describe() {
      const threads = facts.threads === 0 ? '' : `, ${facts.threads} thread${facts.threads === 1 ? '' : 's'}`;
      const list = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
      return `${facts.name} on ${facts.device}${threads} (${list.join(', ')})`;
    },
  };
}
