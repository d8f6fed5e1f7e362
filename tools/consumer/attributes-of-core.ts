import '@session/express'

declare module '@session/core' {
  interface SessionAttributes {
    theme: 'light' | 'dark'
    cart: string[]
  }
}
