/**
 * When changes are sent to the store.
 *
 * - `'on-save'`: with `save()`, which the HTTP filter calls before the response leaves.
 * - `'immediate'`: each change is queued at once, in order; the next `save()` awaits the queue and
 *   reports its first error.
 */
export type FlushMode = 'on-save' | 'immediate'
