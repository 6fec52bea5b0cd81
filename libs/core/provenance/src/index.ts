export { datasetCard, type DatasetCardFacts } from './cards/dataset-card.ts';
export { modelCard, type CardEnergy, type CardFigure, type ModelCardFacts } from './cards/model-card.ts';
export {
  describeDataset,
  type SourceDataset,
  type SyntheticDataset,
  type SyntheticDatasetDescription,
} from './dataset-description.ts';
export { hashVoxels } from './hash-voxels.ts';
export { mark } from './mark.ts';
export { misplaced, type ReadVolume } from './misplaced.ts';
export { digitalSourceTypes, type Provenance, type ProvenanceFacts } from './provenance.ts';
export { readMark } from './read-mark.ts';
