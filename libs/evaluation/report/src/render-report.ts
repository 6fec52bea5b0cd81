import { markup, trusted } from './page/html.ts';
import { style } from './page/style.ts';
import type { ReportData } from './report-data.ts';
import { auditSection } from './sections/audit.ts';
import { gallerySection } from './sections/gallery.ts';
import { header } from './sections/header.ts';
import { metricsSection } from './sections/metrics.ts';
import { provenanceSection } from './sections/provenance.ts';
import { readingSection } from './sections/reading.ts';
import { sectionMarkup } from './sections/section.ts';
import { preprocessingSection, trajectorySection } from './sections/strips.ts';
import { trainingSection } from './sections/training.ts';

/**
 * One HTML page that opens from disk: pictures, charts and style inside, no script, no request to anywhere.
 *
 * @throws TypeError if a picture is not a PNG
 */
export function renderReport(data: ReportData): string {
  const sections = [
    metricsSection(data.metrics),
    gallerySection(data),
    trajectorySection(data.trajectory),
    auditSection(data.audit),
    trainingSection(data.training),
    preprocessingSection(data.preprocessing),
    provenanceSection(data),
    readingSection(data.metrics),
  ].filter((section) => section !== undefined);
  const page = markup`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
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
      </body>
    </html>`;
  return `${page.text}\n`;
}
