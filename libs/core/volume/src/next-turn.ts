/**
 * Gives the event loop a turn between two pieces of a long computation, so that timers, input and an abort are served: a
 * promise that is resolved already would not.
 */
export const nextTurn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));
