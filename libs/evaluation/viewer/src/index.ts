export {
  serveViewer,
  type ViewerLabel,
  type ViewerOptions,
  type ViewerPane,
  type ViewerVolume,
} from './serve-viewer.ts';
