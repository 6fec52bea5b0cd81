import { Argument, Command } from 'commander';
import { withAction } from '../action.ts';

const engines = { gpu: 'tfjs-node-gpu', 'tfjs-node-gpu': 'tfjs-node-gpu', 'tfjs-node': 'tfjs-node' } as const;

export function setupCommand(): Command {
  const command = new Command('setup')
    .description("build TensorFlow's engine for this machine: for an NVIDIA GPU, or for the CPU")
    .addArgument(new Argument('<engine>', 'gpu is tfjs-node-gpu').choices(Object.keys(engines)))
    .option('--python <program>', 'the Python whose tensorflow is used; by default the first environment that has one')
    .option('--download', 'take TensorFlow from PyPI (for the GPU with CUDA, about 3 GB) whatever is installed')
    .addHelpText('after', '\nExample:\n  braingen setup gpu --python ~/venv/bin/python');
  type Options = { python?: string; download?: boolean };
  return withAction<Options>(command, async ({ terminal }, [engine], options) => {
    const { setupTfjsNode } = await import('@braingen/engine/tfjs-node');
    const outcome = await setupTfjsNode(engines[engine as keyof typeof engines], { ...options, onLine: terminal.log });
    const { name, library, tensorflow, noGpu } = outcome;
    const lines = [
      `${name} is built and computes: TensorFlow ${tensorflow}, ${library.distribution} ${library.version} in ${library.folder}`,
      ...(noGpu ? [`no GPU is used: ${noGpu.reason}`, noGpu.cure] : []),
    ];
    terminal.result(outcome, lines.join('\n'));
  });
}
