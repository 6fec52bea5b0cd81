import type { Provenance } from '@braingen/provenance';
import type { InspectedImage } from '@braingen/provenance/node';
import { Command } from 'commander';
import { withAction } from '../action.ts';
import { describeFailure, exitStatus } from '../failure.ts';

export function inspectCommand(): Command {
  const command = new Command('inspect')
    .description('header, geometry and warnings of NIfTI files; exit status 2 if one must not be trusted')
    .argument('<files...>', 'NIfTI or Analyze files, or folders: all such files in them')
    .addHelpText('after', '\nExamples:\n  braingen inspect sub-*/anat/*_T1w.nii.gz\n  braingen inspect ds000011');
  return withAction(command, async ({ terminal, signal }, paths) => {
    const { findImages } = await import('@braingen/volume/node');
    const { inspectImage } = await import('@braingen/provenance/node');
    const files = (await Promise.all(paths.map(findImages))).flat();
    const results: Inspected[] = [];
    for (const file of files) {
      try {
        results.push({ file, trusted: true, ...(await inspectImage(file, { signal })) });
      } catch (error) {
        signal.throwIfAborted();
        results.push({ file, trusted: false, error: describeFailure(error).message });
      }
    }
    terminal.result(results, results.map(describe).join('\n\n'));
    return results.every(({ trusted }) => trusted) ? exitStatus.done : exitStatus.usage;
  });
}

type Inspected =
  | ({ readonly file: string; readonly trusted: true } & InspectedImage)
  | { readonly file: string; readonly trusted: false; readonly error: string };

function describe(inspected: Inspected): string {
  const { file } = inspected;
  if (!inspected.trusted) {
    const { error } = inspected;
    return `${file}\n  not to be trusted: ${error.startsWith(`${file}: `) ? error.slice(file.length + 2) : error}`;
  }
  const { header, affine, intensity, provenance, warnings } = inspected;
  const number = (value: number): string => String(Number(value.toPrecision(6)));
  return [
    file,
    `  format       ${header.format}, ${header.byteOrder} endian, ${header.datatype}`,
    `  dimensions   ${header.dims.join(' x ')}`,
    `  voxel size   ${header.spacing.map(number).join(' x ')} mm`,
    `  orientation  ${header.orientation}, from the ${header.placement} (sform code ${header.sformCode}, qform code ${header.qformCode})`,
    ...affine.map(
      (row, i) =>
        `  ${i === 0 ? 'affine     ' : '           '}  ${row.map((value) => number(value).padStart(10)).join(' ')}`,
    ),
    `  intensity    ${intensity.map(number).join(' to ')} (slope ${number(header.slope)}, intercept ${number(header.intercept)})`,
    ...(header.description ? [`  description  ${header.description}`] : []),
    ...(provenance ? [`  synthetic    ${describeProvenance(provenance)}`] : []),
    ...warnings.map((warning) => `  warning      ${warning}`),
  ].join('\n');
}

function describeProvenance({ GeneratedBy, Model, Seed, Number: number, Condition }: Provenance): string {
  return [
    `by ${GeneratedBy.Name} ${GeneratedBy.Version}`,
    `model ${Model.SHA256}${Model.Step === undefined ? '' : ` after ${Model.Step} steps`}`,
    `seed ${Seed}, number ${number}`,
    ...(Condition ? [JSON.stringify(Condition)] : []),
  ].join(', ');
}
