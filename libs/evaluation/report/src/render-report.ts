import { markup, trusted } from './page/html.ts';
import { style } from './page/style.ts';
import { viewer, viewerScript } from './page/viewer.ts';
import type { ReportData } from './report-data.ts';
import { auditSection } from './sections/audit.ts';
import { gallerySection } from './sections/gallery.ts';
import { costsSection } from './sections/costs.ts';
import { header } from './sections/header.ts';
import { methodsSection } from './sections/methods.ts';
import { metricsSection } from './sections/metrics.ts';
import { peopleSection } from './sections/people.ts';
import { provenanceSection } from './sections/provenance.ts';
import { qualitySection } from './sections/quality.ts';
import { readingSection } from './sections/reading.ts';
import { regionsSection } from './sections/regions.ts';
import { sectionMarkup } from './sections/section.ts';
import { preprocessingSection, trajectorySection } from './sections/strips.ts';
import { trainingSection } from './sections/training.ts';

/**
 * One HTML page that opens from disk: pictures, charts, style and the viewer's script inside, no request to anywhere.
 *
 * @throws TypeError if a picture is not a PNG
 */
export function renderReport(data: ReportData): string {
  const sections = [
    metricsSection(data),
    regionsSection(data.regions),
    peopleSection(data.people),
    gallerySection(data),
    trajectorySection(data.trajectory),
    auditSection(data.audit),
    trainingSection(data.training),
    qualitySection(data.quality),
    preprocessingSection(data.preprocessing),
    costsSection(data),
    provenanceSection(data),
    readingSection(data.metrics),
    methodsSection(data),
  ].filter((section) => section !== undefined);
  const page = markup`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta
          http-equiv="Content-Security-Policy"
          content="default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'"
        />
        <title>${data.title}</title>
        <style>
          ${trusted(style)}
        </style>
      </head>
      <body>
        <div class="page">
          ${header(data, sections)}
          <main>${sections.map(sectionMarkup)}</main>
        </div>
        ${viewer}
        <script>
          ${viewerScript}
        </script>
      </body>
    </html>`;
  return `${page.text}\n`;
}
