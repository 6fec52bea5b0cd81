/** The two functions of a test runner that the suite needs: those of vitest, jest, mocha, node:test and others fit. */
export interface TestRunner {
  describe(title: string, body: () => void): unknown;
  it(title: string, body: () => void): unknown;
}
