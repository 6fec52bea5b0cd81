/**
 * A training beyond this machine: what 4, 64 and 1,024 ranks would make of the published configuration, 400 epochs, in hours and
 * kilowatt hours, out of inputs.json beside this script. Prints the table of apps/docs/scaling.md.
 *
 *     node tools/run-from-sources.js tools/bench/cluster/print.ts [INPUTS.json] [--volumes 86] [--epochs 400]
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { paperConfig, parameterCount } from '@braingen/unet3d';
import { cardSecondsPerVolume, cpuSecondsPerVolume, forecast, type Forecast, type Inputs } from './model.ts';

const { values: options, positionals } = parseArgs({
  options: { volumes: { type: 'string' }, epochs: { type: 'string', default: '400' } },
  allowPositionals: true,
});
const path = positionals[0] ?? 'tools/bench/cluster/inputs.json';
const read = JSON.parse(readFileSync(path, 'utf8')) as Inputs;
const inputs: Inputs =
  options.volumes === undefined
    ? read
    : { ...read, assumed: { ...read.assumed, volumes: { value: Number(options.volumes), reason: '--volumes' } } };
const epochs = Number(options.epochs);
const parameters = parameterCount(paperConfig);
const { cpu, card } = inputs.nodes;
const copySeconds = inputs.measured.copyingCpuSeconds.value;
const volumes = inputs.assumed.volumes.value;

const number = (value: number): string => Number(value.toPrecision(2)).toLocaleString('en');
const row = (of: string, each: Forecast): string =>
  `| ${[of, each.ranks.toLocaleString('en'), each.nodes, number(each.computeSeconds), number(each.reduceSeconds), `${Math.round(each.efficiency * 100)} %`, number(each.hours), number(each.kWh)].join(' | ')} |`;

console.log(`${epochs} epochs of ${volumes} volumes, ${(epochs * volumes).toLocaleString('en')} volumes seen\n`);
console.log('| on | ranks | nodes | computes a step (s) | sums gradients (s) | efficiency | hours | kWh |');
console.log('| --- | --- | --- | --- | --- | --- | --- | --- |');
for (const ranks of [4, cpu.ranks, 64, 1024])
  console.log(
    row(cpu.name, forecast(ranks, cpu, cpuSecondsPerVolume(cpu, inputs), parameters, { inputs, epochs, copySeconds })),
  );
for (const share of inputs.assumed.peakShare.value) {
  const copies = copySeconds + inputs.assumed.cardCopySeconds.value;
  for (const ranks of [card.ranks, 64, 1024])
    console.log(
      row(
        `${card.name}, ${share * 100} % of peak`,
        forecast(ranks, card, cardSecondsPerVolume(card, share, inputs), parameters, {
          ...{ inputs, epochs },
          copySeconds: copies,
        }),
      ),
    );
}
const tooMany = [4, 64, 1024].filter((ranks) => ranks > volumes);
if (tooMany.length > 0)
  console.log(
    `\nWith ${tooMany.map((ranks) => ranks.toLocaleString('en')).join(' and ')} ranks a batch holds more than the ${volumes} volumes of an epoch.`,
  );
console.log('\n| assumed | value | reason |\n| --- | --- | --- |');
for (const [name, { value, reason }] of Object.entries(inputs.assumed) as [
  string,
  { value: unknown; reason: string },
][])
  console.log(`| ${name} | ${String(value).replaceAll(',', ', ')} | ${reason} |`);
