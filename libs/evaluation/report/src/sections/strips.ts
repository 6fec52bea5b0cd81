import { markup } from '../page/html.ts';
import { relativeAddress } from '../page/relative-address.ts';
import type { Picture, ScanSteps } from '../report-data.ts';
import { pictureFigure } from './gallery.ts';
import type { Section } from './section.ts';

/** One synthetic volume from noise to the end. */
export function trajectorySection(trajectory: readonly Picture[] | undefined): Section | undefined {
  if (!trajectory || trajectory.length === 0) return undefined;
  return {
    id: 'trajectory',
    title: 'From noise to volume',
    body: markup`<div class="strip">
      ${trajectory.map((picture) => pictureFigure(picture, `The volume at ${picture.label}`))}
    </div>`,
  };
}

/** Every step of every scan that was kept. */
export function preprocessingSection(scans: readonly ScanSteps[] | undefined): Section | undefined {
  if (!scans || scans.length === 0) return undefined;
  return {
    id: 'preprocessing',
    title: 'Preprocessing',
    body: markup`${scans.map(
      ({ name, href, steps }) =>
        markup`<h3>${href === undefined ? name : markup`<a href="${relativeAddress(href)}">${name}</a>`}</h3>
          <ol class="strip numbered">
            ${steps.map((step) => markup`<li>${pictureFigure(step, `${name} after ${step.label}`)}</li>`)}
          </ol>`,
    )}`,
  };
}
