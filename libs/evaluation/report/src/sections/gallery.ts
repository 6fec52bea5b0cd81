import { markup, type Html } from '../page/html.ts';
import { image } from '../page/image.ts';
import type { Convention } from '../pictures/plane.ts';
import type { Gallery, Picture, ReportData } from '../report-data.ts';
import type { Section } from './section.ts';

const facing: Readonly<Record<Convention, string>> = {
  neurological: 'Neurological convention: the left of a picture is the left of the head (L).',
  radiological: 'Radiological convention: the left of a picture is the right of the head (R).',
};

export function gallerySection({ real, synthetic, convention = 'neurological' }: ReportData): Section | undefined {
  if (!real && !synthetic) return undefined;
  const columns = [
    synthetic && column('Synthetic', 'synthetic', synthetic),
    real && column('Real', 'real', real),
  ].filter((one) => one !== undefined);
  return {
    id: 'volumes',
    title: real && synthetic ? 'Synthetic beside real' : 'Volumes',
    body: markup`<p class="note">
        The first of each set, not chosen. Sagittal, coronal and axial through the middle of each brain; a click opens a
        volume at full size. ${facing[convention]}
      </p>
      <div class="gallery columns-${columns.length}">${columns}</div>`,
  };
}

function column(title: string, kind: 'real' | 'synthetic', { pictures, total }: Gallery): Html {
  const rest = total - pictures.length;
  return markup`<div class="column">
    <h3><span class="key ${kind}">${title}</span></h3>
    ${pictures.map((picture) => pictureFigure(picture, `${title} volume ${picture.label} in three planes`))}
    ${rest > 0 && markup`<p class="note">and ${rest} more</p>`}
  </div>`;
}

export function pictureFigure({ png, label, note, slices }: Picture, alt: string): Html {
  const picture = image(png, alt);
  return markup`<figure>
    <button type="button" class="open" aria-label="${label} at full size">${picture}</button>
    ${slices && image(slices.png, `${label}, slice by slice`, { class: 'slices', count: slices.count })}
    <figcaption><span>${label}</span>${note && markup`<span class="remark">${note}</span>`}</figcaption>
  </figure>`;
}
