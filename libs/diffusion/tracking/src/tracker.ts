/** A PNG and its size. */
export interface Picture {
  readonly png: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** What happened at a step; names have groups, such as "loss/training". */
export interface Happening {
  readonly step: number;
  readonly scalars?: Readonly<Record<string, number>> | undefined;
  readonly pictures?: Readonly<Record<string, Picture>> | undefined;
  /** Numbers whose distribution is shown. */
  readonly histograms?: Readonly<Record<string, ArrayLike<number>>> | undefined;
}

/** Where a training is followed. A tracker that cannot take a kind of thing leaves it out. */
export interface Tracker {
  write(happening: Happening): void;
  /** Ends it, when all that was written has arrived. */
  close(how?: 'finished' | 'stopped' | 'failed'): Promise<void>;
}

/** Several trackers as one. */
export function together(trackers: readonly Tracker[]): Tracker {
  return {
    write: (happening) => trackers.forEach((each) => each.write(happening)),
    close: async (how) => {
      for (const each of trackers) await each.close(how);
    },
  };
}
