/**
 * Which attributes a save writes.
 *
 * - `'on-change'`: those set or removed, and objects that were read and then changed inside.
 * - `'on-set-attribute'`: those set or removed, nothing else.
 * - `'on-get-attribute'`: also every attribute that was read.
 * - `'always'`: all of them, each time. Two requests that save at once overwrite each other.
 */
export type SaveMode = 'on-change' | 'on-set-attribute' | 'on-get-attribute' | 'always'
