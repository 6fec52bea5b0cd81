import { MultiBar, Presets, type SingleBar } from 'cli-progress';

/** One running task on the terminal. */
export interface Task {
  /** @param fraction finished, 0 to 1 */
  update(fraction: number, note?: string): void;
  done(note?: string): void;
}

/** Where a command speaks: results to stdout, everything else to stderr. */
export interface Terminal {
  readonly json: boolean;
  log(line: string): void;
  /** What a person should look at: said at once, and kept in `warnings` for the command's result. */
  warn(line: string): void;
  readonly warnings: readonly string[];
  task(label: string): Task;
  /** The command's result: `value` with --json, `text` otherwise. */
  result(value: unknown, text?: string): void;
  close(): void;
}

const secondsBetweenLines = 10;

export function createTerminal({ json }: { json: boolean }): Terminal {
  const bars = process.stderr.isTTY
    ? new MultiBar(
        {
          format: '{label} {bar} {percentage}%  {eta_formatted} left  {note}',
          stream: process.stderr,
          clearOnComplete: true,
          hideCursor: true,
          etaBuffer: 50,
        },
        Presets.shades_classic,
      )
    : undefined;
  const log = (text: string): void => {
    const line = printable(text);
    if (bars) bars.log(`${line}\n`);
    else process.stderr.write(`${line}\n`);
  };
  const warnings: string[] = [];
  return {
    json,
    log,
    warn: (line) => {
      warnings.push(line);
      log(`warning: ${line}`);
    },
    warnings,
    task: (label) => (bars ? barTask(bars, label) : lineTask(log, label)),
    result: (value, text) => {
      bars?.stop();
      if (json) process.stdout.write(`${JSON.stringify(value, undefined, 2)}\n`);
      else if (text) process.stdout.write(`${text}\n`);
    },
    close: () => bars?.stop(),
  };
}

/** What a file holds may be quoted in a line: codes that move a terminal's cursor or change its title are not passed on. */
export const printable = (text: string): string => text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '\ufffd');

const elapsed = (since: number): string => formatSeconds((performance.now() - since) / 1000);

function barTask(bars: MultiBar, label: string): Task {
  const started = performance.now();
  const resolution = 1000;
  const bar: SingleBar = bars.create(resolution, 0, { label: label.padEnd(28), note: '' });
  return {
    update: (fraction, note = '') => bar.update(Math.round(fraction * resolution), { note }),
    done: (note = '') => {
      bars.remove(bar);
      bars.log(`${label}: ${elapsed(started)}${note && `, ${note}`}\n`);
    },
  };
}

/** Plain lines for logs and pipes: at most one every few seconds. */
function lineTask(log: (line: string) => void, label: string): Task {
  const started = performance.now();
  let last = started;
  return {
    update: (fraction, note) => {
      const now = performance.now();
      if (now - last < secondsBetweenLines * 1000 || fraction >= 1) return;
      last = now;
      const left = fraction > 0 ? `, ${formatSeconds(((now - started) / 1000) * (1 / fraction - 1))} left` : '';
      log(`${label}: ${Math.round(fraction * 100)} %${left}${note ? `, ${note}` : ''}`);
    },
    done: (note) => log(`${label}: ${elapsed(started)}${note ? `, ${note}` : ''}`),
  };
}

/** Seconds as a person reads them: "0.8 s", "75 s", "12 min". */
export function formatSeconds(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  return seconds < 600 ? `${Math.round(seconds)} s` : `${Math.round(seconds / 60)} min`;
}
