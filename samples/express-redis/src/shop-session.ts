import type { Session } from '@session/core'

// Attributes are `unknown` until they are declared or looked at. An application of its own declares
// them in one place; this one shares a type check with other samples, so it looks.

export type Theme = 'light' | 'dark'

export const isTheme = (value: unknown): value is Theme => value === 'light' || value === 'dark'

export const themeOf = ({ attributes: { theme } }: Session): Theme =>
  isTheme(theme) ? theme : 'light'

export const visitsOf = ({ attributes: { visits } }: Session): number =>
  typeof visits === 'number' ? visits : 0

export const cartOf = ({ attributes: { cart } }: Session): readonly string[] =>
  Array.isArray(cart) ? cart : []
