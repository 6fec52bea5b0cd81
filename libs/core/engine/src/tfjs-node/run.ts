import { spawn } from 'node:child_process';

/** What a program wrote, and how it ended. */
export interface ProgramOutcome {
  readonly stdout: string;
  readonly stderr: string;
  /** Its exit status; undefined where it could not be started or was killed. */
  readonly status: number | undefined;
}

export interface RunOptions {
  /** @default that of this process */
  readonly env?: NodeJS.ProcessEnv | undefined;
  /** @default that of this process */
  readonly cwd?: string | undefined;
}

/** Runs a program to its end. It never throws: a program that is not there has no status, and says so in `stderr`. */
export function run(program: string, args: readonly string[], options: RunOptions = {}): Promise<ProgramOutcome> {
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
    let [stdout, stderr] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.on('error', (error) => resolve({ stdout, stderr: error.message, status: undefined }));
    child.on('close', (status) => resolve({ stdout, stderr, status: status ?? undefined }));
  });
}

/** The last line with something in it: where programs say what was wrong. */
export function lastLine(text: string): string {
  return text.trim().split('\n').at(-1)?.trim() ?? '';
}
