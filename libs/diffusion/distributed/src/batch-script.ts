/** What fills in a template of a batch script for Slurm. */
export interface BatchScriptOptions {
  /** Options of sbatch, such as { array: '1-20', time: '08:00:00' }: they take the place of the template's. @default none */
  readonly directives?: Readonly<Record<string, string | number>> | undefined;
  /** Variables that are set where the environment does not set them. @default none */
  readonly environment?: Readonly<Record<string, string>> | undefined;
  /** Arguments that go before those of sbatch's command line. @default none */
  readonly args?: readonly string[] | undefined;
}

/** Of these sbatch takes one alone. */
const memory: readonly string[] = ['mem', 'mem-per-cpu', 'mem-per-gpu'];

/**
 * A batch script of a template: one whose arguments are filled in, so that sbatch needs none.
 *
 * @param template with lines of `#SBATCH --name=value` before its first command
 * @throws RangeError for a directive that sbatch would read as something else, or an argument with a null character
 */
export function batchScript(template: string, options: BatchScriptOptions): string {
  const { directives = {}, environment = {}, args = [] } = options;
  const lines = template.split('\n');
  for (const [name, value] of Object.entries(directives)) {
    const text = directive(name, value);
    const names = memory.includes(name) ? memory.join('|') : name;
    const at = lines.findIndex((line) => new RegExp(`^#SBATCH --(${names})(=|$)`).test(line));
    if (at >= 0) lines[at] = text;
    else lines.splice(lastDirective(lines) + 1, 0, text);
  }
  const variables = Object.entries(environment).map(
    ([name, value]) => `[ -n "\${${name}:-}" ] || export ${name}=${quote(value)}`,
  );
  const given = args.length > 0 ? [`set -- ${args.map(quote).join(' ')} "$@"`] : [];
  lines.splice(lastDirective(lines) + 1, 0, ...variables, ...given);
  return lines.join('\n');
}

function lastDirective(lines: readonly string[]): number {
  const last = lines.findLastIndex((line) => line.startsWith('#SBATCH '));
  if (last < 0) throw new RangeError('batch script: expected a template with lines of #SBATCH, found none');
  return last;
}

/** sbatch reads a line up to its end, and takes spaces and quotes apart. */
function directive(name: string, value: string | number): string {
  if (!/^[a-z][a-z-]*$/.test(name) || !/^[\w.,:@%/+=*[\]-]+$/.test(String(value)))
    throw new RangeError(
      `directives: expected an option of sbatch as name=value, found ${JSON.stringify(`${name}=${value}`)}`,
    );
  return `#SBATCH --${name}=${value}`;
}

/** A word for bash, whatever is in it. */
export function quote(text: string): string {
  if (text.includes('\0')) throw new RangeError('args: expected text without null characters, found one');
  return /^[\w./:@%+=,-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
