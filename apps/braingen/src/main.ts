import { CommanderError } from 'commander';
import { describeFailure, exitStatus } from './failure.ts';
import { outliveLostOutput } from './lost-output.ts';
import { createProgram } from './program.ts';

outliveLostOutput();
try {
  await createProgram().parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? exitStatus.done : exitStatus.usage;
  } else {
    const { message, status } = describeFailure(error);
    process.stderr.write(`braingen: ${message}\n`);
    process.exitCode = status;
  }
}
