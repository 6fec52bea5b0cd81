import { Command } from 'commander';
import { withAction } from '../action.ts';
import { Failure } from '../failure.ts';

export function benchCommand(): Command {
  const command = new Command('bench')
    .description("this machine's figures: conv3d, train-step, sample-step, n4, denoise, register, metrics")
    .argument('[names...]', 'what to measure (default: everything)')
    .addHelpText('after', '\nExample:\n  braingen bench conv3d train-step --threads 2');
  return withAction(command, async ({ terminal, threads }, names) => {
    const { benchmarks, describeMeasurement, measure } = await import('@braingen/benchmark');
    const known = benchmarks.map(({ name }) => name);
    const unknown = names.find((name) => !known.includes(name));
    if (unknown !== undefined) throw new Failure(`expected names out of ${known.join(', ')}, found "${unknown}"`);
    const results = [];
    for (const benchmark of benchmarks) {
      if (names.length > 0 && !names.includes(benchmark.name)) continue;
      const result = await measure(benchmark, { threads });
      terminal.log(describeMeasurement(result));
      results.push(result);
    }
    terminal.result(Object.fromEntries(results.map(({ name, ...figures }) => [name, figures])));
  });
}
