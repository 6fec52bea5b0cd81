import type { VerifiedFile } from '@braingen/provenance/node';
import { Command } from 'commander';
import { withAction } from '../action.ts';
import { Failure, exitStatus } from '../failure.ts';

export function verifyCommand(): Command {
  const command = new Command('verify')
    .description(
      'a whole data set: checksums, marks of synthetic volumes, how many, and whether voxels were changed since',
    )
    .argument('<folder>', 'samples, a derivative, or any folder of NIfTI files')
    .addHelpText('after', '\nExample:\n  braingen verify samples');
  return withAction(command, async ({ terminal }, [folder]) => {
    const { verifyFolder } = await import('@braingen/provenance/node');
    const task = terminal.task('verify');
    const { files, problems } = await verifyFolder(folder, { onProgress: task.update });
    task.done();
    if (files.length === 0 && problems.length === 0) throw new Failure(`${folder}: expected NIfTI files, found none`);
    const synthetic = files.filter((file) => file.synthetic).length;
    const bad = files.filter((file) => file.problems.length > 0);
    terminal.result(
      { folder, files, problems, synthetic, failed: bad.length },
      [
        ...bad.map(describe),
        ...problems,
        `${files.length} files, ${synthetic} of them synthetic: ${bad.length + problems.length === 0 ? 'as they were made' : `${bad.length} not as they should be`}`,
      ].join('\n'),
    );
    return bad.length + problems.length === 0 ? exitStatus.done : exitStatus.someFailed;
  });
}

function describe({ path, problems }: VerifiedFile): string {
  return problems.map((problem) => `${path}: ${problem}`).join('\n');
}
