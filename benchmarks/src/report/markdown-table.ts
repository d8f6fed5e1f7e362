/** Columns after the first `labels` ones hold figures and stand to the right. */
export function markdownTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  labels: number,
): string {
  const rule = head.map((_, column) => (column < labels ? '---' : '--:'))
  return [head, rule, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}
