/** What was learned from. */
export const sources = ['real', 'synthetic', 'both'] as const;
export type Source = (typeof sources)[number];
