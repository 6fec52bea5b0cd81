/** What a report would overwrite. */
const written = ['report.json', 'report.html', 'figures.csv'];

/** Whether a folder is a run's that has no report yet. */
export const isUnreported = async (entries: readonly string[], folder: string): Promise<boolean> =>
  !entries.some((entry) => written.includes(entry)) &&
  (await (await import('@braingen/pipeline/node')).isRunFolder(entries, folder));
