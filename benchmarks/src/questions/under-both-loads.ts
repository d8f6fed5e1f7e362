import type { RequestKind } from '../comparison/comparison.ts'

/** From all clients at once, and from one alone. */
export const underBothLoads = (
  request: RequestKind['request'],
  size: RequestKind['size'],
): RequestKind[] => [
  { request, size },
  { request, size, alone: true },
]
