export { demoCohort, writePhantomCohort, type CohortOptions } from './cohort.ts';
