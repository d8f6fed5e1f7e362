/** The same things in the same order, beginning with another one. */
export function rotated<T>(things: readonly T[], by: number): T[] {
  const first = things.length === 0 ? 0 : by % things.length
  return [...things.slice(first), ...things.slice(0, first)]
}
