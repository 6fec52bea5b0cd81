export { errorToArray, errorToFigures, type Figures } from './compare.ts';
export { evaluate, values, type Case, type Outcome } from './evaluate.ts';
export { operations, type CaseOptions } from './operations.ts';
