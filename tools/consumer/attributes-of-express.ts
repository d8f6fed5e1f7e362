import '@session/express'

declare module '@session/express' {
  interface SessionAttributes {
    theme: 'light' | 'dark'
    cart: string[]
  }
}
