import type { Provenance } from '../provenance.ts';
import type { InspectedImage } from './inspect-image.ts';

/** What a file holds and says of itself, in lines for a person. */
export function describeImage({ header, affine, intensity, provenance, warnings }: InspectedImage): string[] {
  const number = (value: number): string => String(Number(value.toPrecision(6)));
  return [
    `format       ${header.format}, ${header.byteOrder} endian, ${header.datatype}`,
    `dimensions   ${header.dims.join(' x ')}`,
    `voxel size   ${header.spacing.map(number).join(' x ')} mm`,
    `orientation  ${header.orientation}, from the ${header.placement} (sform code ${header.sformCode}, qform code ${header.qformCode})`,
    ...affine.map(
      (row, i) =>
        `${i === 0 ? 'affine     ' : '           '}  ${row.map((value) => number(value).padStart(10)).join(' ')}`,
    ),
    `intensity    ${intensity.map(number).join(' to ')} (slope ${number(header.slope)}, intercept ${number(header.intercept)})`,
    ...(header.description ? [`description  ${header.description}`] : []),
    ...(provenance ? [`synthetic    ${describeProvenance(provenance)}`] : []),
    ...warnings.map((warning) => `warning      ${warning}`),
  ];
}

function describeProvenance({ GeneratedBy, Model, Seed, Number: number, Condition }: Provenance): string {
  return [
    `by ${GeneratedBy.Name} ${GeneratedBy.Version}`,
    `model ${Model.SHA256}${Model.Step === undefined ? '' : ` after ${Model.Step} steps`}`,
    `seed ${Seed}, number ${number}`,
    ...(Condition ? [JSON.stringify(Condition)] : []),
  ].join(', ');
}
