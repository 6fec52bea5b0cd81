import { Command } from 'commander';
import { withAction } from '../action.ts';

export function convertCommand(): Command {
  const command = new Command('convert')
    .description(
      'the weights of a checkpoint or run folder as a .safetensors file with the keys of MONAI, which Python reads',
    )
    .argument('<checkpoint>', 'checkpoint folder or run folder')
    .argument('<out>', 'file ending in .safetensors')
    .option('--raw', 'the weights as trained rather than their moving average')
    .addHelpText('after', '\nExample:\n  braingen convert braingen-run weights.safetensors');
  return withAction<{ raw?: boolean }>(command, async ({ terminal }, [source, output], { raw }) => {
    const { exportWeights } = await import('../runs/weights.ts');
    const { key, tensors } = await exportWeights(source!, output!, raw ? 'weights' : 'ema');
    terminal.result({ output, weights: key, tensors }, `${tensors} tensors (${key}) in ${output}`);
  });
}
