import { readFile, stat } from 'node:fs/promises';
import type { ImportOptions } from '@braingen/pipeline';
import type { ExchangeFormat } from '@braingen/pipeline/node';
import { checkOutputFiles, checkOutputFolder, reading } from '@braingen/volume/node';
import { Command, Option } from 'commander';
import { withAction } from '../action.ts';
import { forceOption } from '../force-option.ts';
import { Failure } from '../failure.ts';
import { versions } from '../versions.ts';

interface Options {
  raw?: boolean;
  to?: ExchangeFormat;
  config?: string;
  like?: string;
  weights?: string;
}

export function convertCommand(): Command {
  const command = new Command('convert')
    .description(
      'weights between formats: a run folder, a .safetensors file with the keys of MONAI, a .pth of PyTorch (read only); nothing in them is ever executed',
    )
    .argument(
      '<checkpoint>',
      'run folder, checkpoint, .safetensors, or .pth of MONAI 1.4 and later or of monai-generative',
    )
    .argument('<out>', 'a name ending in .safetensors, or the run folder to make; with --to a new folder')
    .addOption(
      new Option('--to <library>', 'out of a run of a U-Net: a folder for MONAI or diffusers').choices([
        'monai-bundle',
        'diffusers',
      ]),
    )
    .option('--raw', 'out of a run: the weights as trained rather than their moving average')
    .option('--config <file>', 'into a run: YAML with what weights do not contain; what it leaves out has a default')
    .option('--like <scan>', 'into a run: a scan on the grid that the network was trained on')
    .option('--weights <name>', 'which of several networks in the file, such as ema')
    .addOption(forceOption())
    .addHelpText(
      'after',
      `
Examples:
  braingen convert braingen-run weights.safetensors
  braingen convert braingen-run bundle --to monai-bundle
  braingen convert model.pth run --config model.yaml

The network's levels, channels, blocks and attention are read off the weights. They do not contain, and model.yaml may give
(the values here are the defaults):
  model: { numHeadChannels: (one head a level), normNumGroups: 32, normEps: 1.0e-6 }
  schedule: { kind: scaled_linear, steps: 1000, betaStart: 0.0005, betaEnd: 0.0195, predictionType: epsilon }
  data: { shape: [84, 128, 84] }
  intensityRange: [-1, 1]   # the intensities that the network sees as -1 and 1`,
    );
  return withAction<Options>(command, async ({ terminal, force }, [source, output], options) => {
    const { convertToFile, convertToRun, exportFolder, exportRun, isRunFolder } = await import(
      '@braingen/pipeline/node'
    );
    if (/\.(pth|pt|ckpt)$/.test(output))
      throw new Failure(`${output}: expected a name ending in .safetensors (Python reads it), or a folder`);
    if (options.to !== undefined) await checkOutputFolder(output, { force, inputs: [source], isOurs: () => false });
    else if (output.endsWith('.safetensors'))
      await checkOutputFiles([output], { force, inputs: [source, options.config] });
    else await checkOutputFolder(output, { force, inputs: [source], isOurs: isRunFolder });
    if ((await reading(source, 'a run, a checkpoint or a file of weights', stat(source))).isDirectory()) {
      const strange = (['config', 'like', 'weights'] as const).find((name) => options[name] !== undefined);
      if (strange) throw new Failure(`--${strange}: expected weights in a file, found the folder ${source}`);
      const part = options.raw ? 'weights' : 'ema';
      if (options.to !== undefined) {
        const tensors = await exportFolder(source, output, options.to, part);
        const outcome = { output, format: options.to, weights: part, tensors };
        return terminal.result(outcome, `${tensors} tensors (${part}) in ${output}, for ${options.to}`);
      }
      if (!output.endsWith('.safetensors')) throw new Failure(`${output}: expected a name ending in .safetensors`);
      const tensors = await exportRun(source, output, part);
      terminal.result({ output, weights: part, tensors }, `${tensors} tensors (${part}) in ${output}`);
      return;
    }
    if (options.to) throw new Failure(`--to: expected a run folder, found ${source}; convert it into one first`);
    if (options.raw) throw new Failure('--raw: expected a run folder; --weights chooses among those in a file');
    const convert = output.endsWith('.safetensors') ? convertToFile : convertToRun;
    const { values, notes, description, format, keys, weights } = await convert(
      source,
      output,
      await readOptions(options),
    );
    for (const note of notes) terminal.log(note.replace('"weights" takes', '--weights takes'));
    const outcome = { output, format, keys, weights, tensors: values.size, model: description.model, notes };
    terminal.result(outcome, `${values.size} tensors (${weights}; ${format}, keys of ${keys}) in ${output}`);
  });
}

/** What weights do not contain, out of the files that say it. */
async function readOptions({ config, like, weights }: Options): Promise<ImportOptions> {
  const { parseYaml } = await import('@braingen/pipeline');
  const { readVolume } = await import('@braingen/volume/node');
  return {
    ...(config !== undefined && {
      settings: parseYaml(await reading(config, 'a YAML file', readFile(config, 'utf8')), config) ?? {},
      settingsName: config,
    }),
    ...(like !== undefined && { like: await readVolume(like) }),
    weights,
    versions,
  };
}
