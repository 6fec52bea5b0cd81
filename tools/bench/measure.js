/** The middle one. */
export function median(numbers) {
  return numbers.sort((a, b) => a - b)[numbers.length >> 1];
}

/**
 * Runs once to warm up, then `runs` times.
 *
 * @param {() => unknown} run
 * @param {number} runs
 * @returns {Promise<{ seconds: number, cpuSeconds: number, peakBytes: number }>} wall and CPU seconds, medians;
 *   the most memory this process ever held
 */
export async function measure(run, runs) {
  await run();
  const seconds = [];
  const cpu = [];
  for (let i = 0; i < runs; i++) {
    const usage = process.cpuUsage();
    const began = performance.now();
    await run();
    seconds.push((performance.now() - began) / 1000);
    const { user, system } = process.cpuUsage(usage);
    cpu.push((user + system) / 1e6);
    await new Promise((resolve) => setTimeout(resolve));
  }
  return { seconds: median(seconds), cpuSeconds: median(cpu), peakBytes: process.resourceUsage().maxRSS * 1024 };
}
