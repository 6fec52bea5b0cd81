// The cases of a drill, one after the other.

/**
 * Says of each case how it went, and counts those that failed.
 *
 * @param {string} [only] takes those whose names have this in them
 */
export function cases(only = '') {
  let failed = 0;
  return {
    /** @param work throws where something is not as it should be, and returns a word on what it saw */
    expectThat: async (name, work) => {
      if (!name.includes(only)) return;
      try {
        console.log(`${name}: ${(await work()) ?? 'as it should be'}`);
      } catch (error) {
        failed++;
        console.log(`${name}: FAILED, ${error.message}`);
      }
    },
    /** Says it of all, and sets the status of the process. */
    close: () => {
      console.log(failed === 0 ? 'all as it should be' : `${failed} failed`);
      process.exitCode = failed === 0 ? 0 : 1;
    },
  };
}

/** @throws where a figure of a drill is another than it should be */
export function equal(what, found, expected) {
  if (found !== expected) throw new Error(`${what}: expected ${expected}, found ${found}`);
}
