export { windowOf, type IntensityWindow } from './pictures/intensity-window.ts';
export {
  lightbox,
  threePlanes,
  type LightboxOptions,
  type PictureOptions,
  type ThreePlanesOptions,
} from './pictures/montage.ts';
export { frameOf, type Convention, type Frame, type Plane } from './pictures/plane.ts';
export type { Colour, ColourMap } from './pictures/colour-map.ts';
export { centreOf, slice, type Slice, type SliceOptions } from './pictures/slice.ts';
export { renderReport } from './render-report.ts';
export type {
  AuditData,
  Baseline,
  ClosestPair,
  Curve,
  Figure,
  Gallery,
  People,
  Picture,
  QualityFigure,
  RegionData,
  RegionEffect,
  RegionRow,
  ReportData,
  ScanSteps,
  StageCost,
  TrainingData,
} from './report-data.ts';
export { figuresCsv } from './figures-csv.ts';
