import { describe, expect, it } from 'vitest';
import { blameOf, BraingenError } from './error.ts';

/** The classes as another copy of the package would define them. */
function copy() {
  class Refused extends BraingenError {
    static override readonly brand: symbol = Symbol.for('@braingen/test/Refused');
    readonly blames = 'input';
  }
  class RefusedTwice extends Refused {
    static override readonly brand: symbol = Symbol.for('@braingen/test/RefusedTwice');
  }
  return { Refused, RefusedTwice };
}

class Missing extends BraingenError {
  static override readonly brand: symbol = Symbol.for('@braingen/test/Missing');
  readonly blames = 'environment';
}

describe('BraingenError', () => {
  const [ours, other] = [copy(), copy()];

  it('is told apart by instanceof, across copies of its class', () => {
    expect(new other.Refused('x')).toBeInstanceOf(ours.Refused);
    expect(new other.RefusedTwice('x')).toBeInstanceOf(ours.Refused);
    expect(new other.RefusedTwice('x')).toBeInstanceOf(BraingenError);
    expect(new other.RefusedTwice('x')).toBeInstanceOf(Error);
    expect(new other.Refused('x')).not.toBeInstanceOf(ours.RefusedTwice);
    expect(new Missing('x')).not.toBeInstanceOf(ours.Refused);
    for (const value of [new Error('x'), null, undefined, 'x', {}, Object.create(null)])
      expect(value instanceof BraingenError).toBe(false);
  });

  it('leaves a subclass without a brand to its constructor', () => {
    class Plain extends ours.Refused {}
    expect(new Plain('x')).toBeInstanceOf(Plain);
    expect(new Plain('x')).toBeInstanceOf(other.Refused);
    expect(new ours.Refused('x')).not.toBeInstanceOf(Plain);
  });
});

describe('blameOf', () => {
  it('is what the error says, the input for RangeError, else the computation', () => {
    expect(blameOf(new Missing('x'))).toBe('environment');
    expect(blameOf(new RangeError('x'))).toBe('input');
    expect(blameOf(new TypeError('x'))).toBe('computation');
    expect(blameOf('x')).toBe('computation');
  });
});
