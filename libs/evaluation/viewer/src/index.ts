export { serveViewer, type ViewerOptions, type ViewerPane, type ViewerVolume } from './serve-viewer.ts';
