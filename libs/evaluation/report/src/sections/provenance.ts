import { markup } from '../page/html.ts';
import type { ReportData } from '../report-data.ts';
import { settingsList } from './metrics.ts';
import type { Section } from './section.ts';

export function provenanceSection({ run, settings = {} }: ReportData): Section {
  return {
    id: 'provenance',
    title: 'Settings and provenance',
    body: markup`<div class="groups">
      <div>
        <h3>Run</h3>
        ${settingsList(run)}
      </div>
      ${Object.entries(settings).map(
        ([title, group]) =>
          markup`<div>
            <h3>${title}</h3>
            ${settingsList(group)}
          </div>`,
      )}
    </div>`,
  };
}
