/**
 * The attributes of your sessions. Empty, any name holds an unknown value; merge your own into it and
 * names and types are checked everywhere:
 *
 * ```ts
 * declare module '@session/core' {
 *   interface SessionAttributes {
 *     theme: 'light' | 'dark'
 *     cart: string[]
 *   }
 * }
 * ```
 */
// biome-ignore lint/suspicious/noEmptyInterface: it exists to be merged into.
export interface SessionAttributes {}

/** Undeclared attributes accept any name. */
export type OpenAttributes<A> = keyof A extends never ? Record<string, unknown> : A

export type AttributeName<A> = keyof OpenAttributes<A> & string

/** A value may be missing: another node, or an older version of the application, wrote the session. */
export type AttributeView<A> = {
  [K in AttributeName<A>]?: OpenAttributes<A>[K] | undefined
}
