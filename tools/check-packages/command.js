import { spawn } from 'node:child_process';

/** Runs a program to its end; resolves to its status and everything it printed. */
export function run(program, args, { cwd, timeout = 1_800_000 } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd,
      timeout,
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32',
    });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.on('error', reject);
    child.on('close', (status, signal) =>
      resolve({ status: status ?? 1, output: signal ? `${output}\nended by ${signal}` : output }),
    );
  });
}

/** As `run`, but a status other than 0 is an error that shows what was printed. */
export async function mustRun(program, args, options) {
  const { status, output } = await run(program, args, options);
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} ended with status ${status}:\n${output}`);
  return output;
}
