/** A file of JSON. */
export const jsonText = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;
