/**
 * The cells of a table with tabs between columns, row by row, as BIDS has it: a mark of the byte order before it, blanks around
 * cells and empty lines are passed over, and lines may end as any system ends them.
 */
export function tableRows(text: string): string[][] {
  return text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\n|\r/)
    .filter((line) => line.trim() !== '')
    .map((line) => line.split('\t').map((cell) => cell.trim()));
}
