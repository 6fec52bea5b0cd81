const most = 120;

/** A text that a file holds, for an error: on one line, and no more than part of it. */
export function quoted(text: string): string {
  const start = JSON.stringify(text.slice(0, most)).slice(1, -1);
  return text.length > most ? `${start}... (${text.length} characters)` : start;
}

/** Numbers that a file holds, for an error: the first few. */
export function listed(numbers: readonly number[]): string {
  return numbers.length > 8 ? `${numbers.slice(0, 8).join(', ')}, ... (${numbers.length})` : numbers.join(', ');
}
