export { writePhantomCohort, type CohortOptions } from './cohort.ts';
