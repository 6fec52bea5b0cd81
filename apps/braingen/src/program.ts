import { Command } from 'commander';
import { benchCommand } from './commands/bench.ts';
import { configCommand } from './commands/config.ts';
import { brainMaskCommand } from './commands/brain-mask.ts';
import { convertCommand } from './commands/convert.ts';
import { denoiseCommand } from './commands/denoise.ts';
import { doctorCommand } from './commands/doctor.ts';
import { evaluateCommand } from './commands/evaluate.ts';
import { inspectCommand } from './commands/inspect.ts';
import { learnLandmarksCommand } from './commands/learn-landmarks.ts';
import { maskLibraryCommand } from './commands/mask-library.ts';
import { n4Command } from './commands/n4.ts';
import { normalizeCommand } from './commands/normalize.ts';
import { phantomCommand } from './commands/phantom.ts';
import { preprocessCommand } from './commands/preprocess.ts';
import { rateCommand } from './commands/rate.ts';
import { registerCommand } from './commands/register.ts';
import { resampleCommand } from './commands/resample.ts';
import { runCommand } from './commands/run.ts';
import { sampleCommand } from './commands/sample.ts';
import { segmentCommand } from './commands/segment.ts';
import { setupCommand } from './commands/setup.ts';
import { slurmCommand } from './commands/slurm.ts';
import { tissueCommand } from './commands/tissue.ts';
import { trainCommand } from './commands/train.ts';
import { utilityCommand } from './commands/utility.ts';
import { verifyCommand } from './commands/verify.ts';
import { viewCommand } from './commands/view.ts';
import { version } from './versions.ts';

/** The command line: one file a command. */
export function createProgram(): Command {
  const commands = [
    runCommand(),
    preprocessCommand(),
    configCommand(),
    trainCommand(),
    sampleCommand(),
    evaluateCommand(),
    utilityCommand(),
    inspectCommand(),
    verifyCommand(),
    viewCommand(),
    rateCommand(),
    denoiseCommand(),
    n4Command(),
    registerCommand(),
    resampleCommand(),
    tissueCommand(),
    segmentCommand(),
    normalizeCommand(),
    learnLandmarksCommand(),
    brainMaskCommand(),
    maskLibraryCommand(),
    phantomCommand(),
    convertCommand(),
    slurmCommand(),
    benchCommand(),
    setupCommand(),
    doctorCommand(),
  ];
  const program = new Command('braingen')
    .description('Synthetic 3D brain MRI from a folder of head scans')
    .version(version)
    .addHelpText('after', '\nBRAINGEN_DEBUG=1 in the environment adds the stack to the line that an error is.')
    .exitOverride();
  for (const command of commands) program.addCommand(command.exitOverride());
  return program;
}
