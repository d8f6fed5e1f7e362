/** One session event as one node heard of it. Without ids: it is kept and goes out to browsers. */
export interface EventEntry {
  readonly time: Date
  readonly type: 'created' | 'deleted' | 'expired' | 'id-changed'
  readonly handle: string
  /** The same as `handle`, except for `id-changed`. */
  readonly previousHandle: string
  readonly principalName: string | undefined
  readonly device: string | undefined
  /** The node that heard. */
  readonly node: string
  /** True on exactly one node. */
  readonly local: boolean
}

export const endsSession = ({ type }: EventEntry): boolean =>
  type === 'deleted' || type === 'expired'
