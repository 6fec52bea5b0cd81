/** The first few of a list and how many more, for a message: each cut to what a person reads. */
export function someOf(items: readonly string[]): string {
  const shown = items.slice(0, 5).map((item) => (item.length > 40 ? `${item.slice(0, 40)}...` : item));
  return items.length > shown.length ? `${shown.join(', ')} and ${items.length - shown.length} more` : shown.join(', ');
}
