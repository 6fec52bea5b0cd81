export { openSettings, type OpenedSettings, type SettingsFiles } from './node/open-settings.ts';
