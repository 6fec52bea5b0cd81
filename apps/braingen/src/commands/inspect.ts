import type { Provenance } from '@braingen/provenance';
import { intensityRange, type Affine, type NiftiHeader } from '@braingen/volume';
import { Command } from 'commander';
import { withAction } from '../action.ts';
import { describeFailure, exitStatus } from '../failure.ts';
import { imagesIn } from '../files/images-in.ts';

export function inspectCommand(): Command {
  const command = new Command('inspect')
    .description('header, geometry and warnings of NIfTI files; exit status 2 if one must not be trusted')
    .argument('<files...>', 'NIfTI or Analyze files, or folders: all such files in them')
    .addHelpText('after', '\nExamples:\n  braingen inspect sub-*/anat/*_T1w.nii.gz\n  braingen inspect ds000011');
  return withAction(command, async ({ terminal, signal }, paths) => {
    const files = (await Promise.all(paths.map(imagesIn))).flat();
    const { readNifti } = await import('@braingen/volume/node');
    const { hashVoxels, readMark } = await import('@braingen/provenance');
    const results = [];
    for (const file of files) {
      try {
        const { header, volume, warnings, extensions } = await readNifti(file, { signal });
        const provenance = readMark(extensions);
        const changed = provenance && !provenance.VoxelsSHA256.includes(await hashVoxels(volume));
        results.push({
          file,
          trusted: true,
          header,
          affine: volume.affine,
          shape: volume.shape,
          intensity: intensityRange(volume.voxels),
          ...(provenance && { provenance }),
          warnings: changed
            ? [...warnings, 'voxels are not those that were marked as synthetic: changed since they were made']
            : warnings,
        });
      } catch (error) {
        signal.throwIfAborted();
        results.push({ file, trusted: false, error: describeFailure(error).message });
      }
    }
    terminal.result(results, results.map(describe).join('\n\n'));
    return results.every(({ trusted }) => trusted) ? exitStatus.done : exitStatus.usage;
  });
}

interface Inspected {
  readonly file: string;
  readonly error?: string;
  readonly header?: NiftiHeader;
  readonly affine?: Affine;
  readonly intensity?: [lowest: number, highest: number];
  readonly provenance?: Provenance;
  readonly warnings?: readonly string[];
}

function describe({ file, error, header, affine, intensity, provenance, warnings }: Inspected): string {
  if (!header)
    return `${file}\n  not to be trusted: ${error?.startsWith(`${file}: `) ? error.slice(file.length + 2) : error}`;
  const number = (value: number): string => String(Number(value.toPrecision(6)));
  return [
    file,
    `  format       ${header.format}, ${header.byteOrder} endian, ${header.datatype}`,
    `  dimensions   ${header.dims.join(' x ')}`,
    `  voxel size   ${header.spacing.map(number).join(' x ')} mm`,
    `  orientation  ${header.orientation}, from the ${header.placement} (sform code ${header.sformCode}, qform code ${header.qformCode})`,
    ...affine!.map(
      (row, i) =>
        `  ${i === 0 ? 'affine     ' : '           '}  ${row.map((value) => number(value).padStart(10)).join(' ')}`,
    ),
    `  intensity    ${intensity!.map(number).join(' to ')} (slope ${number(header.slope)}, intercept ${number(header.intercept)})`,
    ...(header.description ? [`  description  ${header.description}`] : []),
    ...(provenance ? [`  synthetic    ${describeProvenance(provenance)}`] : []),
    ...warnings!.map((warning) => `  warning      ${warning}`),
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
