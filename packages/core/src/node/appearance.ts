/** What a held response has taken in. */
export interface HeldState {
  readonly ended: boolean
  readonly needsDrain: boolean
  readonly bytes: number
}

/** How a held response looks to the application, until it is let go. */
export interface Appearance {
  /** Sets a header although the application cannot any more. */
  setHeader(name: string, value: string | readonly string[]): void
  /** One more call was taken in. */
  update(): void
  /** Shows the response as it is again. */
  remove(): void
  /** Tells those who were promised a `'drain'`. */
  emitDrain(): void
}

/** Property → what it shows while the response is held, as if what was held had left. */
export const SHOWN: Readonly<Record<string, (state: HeldState, own: () => unknown) => unknown>> = {
  headersSent: () => true,
  writableEnded: (state) => state.ended,
  writableFinished: () => false,
  writableNeedDrain: (state) => state.needsDrain,
  writableLength: (state, own) => Number(own()) + state.bytes,
}

/** Methods that throw while the response is held. */
export const REFUSED: readonly string[] = [
  'setHeader',
  'setHeaders',
  'appendHeader',
  'removeHeader',
]
