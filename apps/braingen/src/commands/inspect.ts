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
    const { describeImage, inspectImage } = await import('@braingen/provenance/node');
    const files = (await Promise.all(paths.map(findImages))).flat();
    const results = [];
    const texts: string[] = [];
    for (const file of files) {
      try {
        const image = await inspectImage(file, { signal });
        results.push({ file, trusted: true, ...image });
        texts.push([file, ...describeImage(image)].join('\n  '));
      } catch (error) {
        signal.throwIfAborted();
        const { message } = describeFailure(error);
        results.push({ file, trusted: false, error: message });
        texts.push(
          `${file}\n  not to be trusted: ${message.startsWith(`${file}: `) ? message.slice(file.length + 2) : message}`,
        );
      }
    }
    terminal.result(results, texts.join('\n\n'));
    return results.every(({ trusted }) => trusted) ? exitStatus.done : exitStatus.usage;
  });
}
