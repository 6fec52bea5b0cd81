import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { energyOf } from '@braingen/pipeline';
import { figuresCsv } from '@braingen/report';
import { writeJson, writeWhole } from '@braingen/volume/node';
import type { Comparison } from './compare.ts';
import { createPage, type PageContext } from './page.ts';
import { figuresOfRegions } from './regions/figures-of-regions.ts';
import { regionTable } from './regions/region-table.ts';

/** What a report says besides the comparison. */
export interface ComparisonContext extends PageContext {
  /** How the figures came about: engine, versions, where the data come from. */
  readonly run?: Readonly<Record<string, unknown>> | undefined;
}

/** Writes a comparison as report.json, figures.csv and report.html; the folder is made where there is none. @returns `run` as it stands there */
export async function writeComparison(
  folder: string,
  comparison: Comparison,
  { run: context, ...page }: ComparisonContext = {},
): Promise<Readonly<Record<string, unknown>>> {
  const { metrics, regions, brains, audit, people, warnings, sets, grid, seed, seconds } = comparison;
  const energy = energyOf(page.log ?? []) ?? null;
  const run = { seed, seconds, energy, grid: { shape: grid.shape, affine: grid.affine }, ...context };
  // Pairs by the names of their volumes rather than by their place in a list.
  const pairs = audit?.pairs.map((pair) => ({
    ...pair,
    synthetic: sets.synthetic[pair.synthetic].name,
    training: sets.training[pair.training].name,
  }));
  await mkdir(folder, { recursive: true });
  const json = {
    metrics,
    regions: regions ?? null,
    audit: audit ? { ...audit, pairs } : null,
    people,
    warnings,
    run,
  };
  await writeJson(join(folder, 'report.json'), json);
  await writeWhole(
    join(folder, 'figures.csv'),
    figuresCsv([...metrics, ...(regions ? figuresOfRegions(regions) : [])]),
  );
  if (regions) await writeWhole(join(folder, 'regions.tsv'), regionTable(brains, regions.covariate?.name));
  await writeWhole(join(folder, 'report.html'), createPage(comparison, run, page));
  return run;
}
