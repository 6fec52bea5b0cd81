import { describe, expect, it } from 'vitest';
import reference from '../../../../test-fixtures/reference/tracking.json' with { type: 'json' };
import { restartEvent, summaryEvent, versionEvent } from './event.ts';
import { frame } from './record.ts';

const { wallTime, events } = reference;
const hex = (event: Uint8Array): string => Buffer.from(frame(event)).toString('hex');

describe('records', () => {
  it("are TensorBoard's own, byte for byte", () => {
    expect(hex(versionEvent(wallTime))).toBe(events.version);
    expect(hex(restartEvent(wallTime, 301))).toBe(events.restart);
    expect(hex(summaryEvent(wallTime, { step: 7, scalars: { 'loss/training': 0.25, rate: 1e-3 } }))).toBe(
      events.scalars,
    );
    const png = Uint8Array.from([0x89, 0x50, 0x4e, 0x47]);
    const pictures = { sample: { png, width: 3, height: 2 } };
    expect(hex(summaryEvent(wallTime, { step: 300000, pictures }))).toBe(events.picture);
  });

  it('a histogram has the fields of theirs', () => {
    // Ours has thirty buckets where the reference has two: the bytes up to them agree.
    const ours = Buffer.from(summaryEvent(wallTime, { step: 1, histograms: { weights: [-1, 0, 1, 2] } })).toString(
      'hex',
    );
    const moments = /09000000000000f0bf11.{16}19.{16}21.{16}29.{16}/;
    expect(ours.match(moments)?.[0]).toBe(events.histogram.match(moments)?.[0]);
  });
});
