import '@session/express'
import type { RequestHandler } from 'express'

// #region declare
declare module '@session/core' {
  interface SessionAttributes {
    theme: 'light' | 'dark'
    cart: string[]
  }
}
// #endregion declare

// #region use
export const addToCart: RequestHandler<{ item: string }> = async (req, res) => {
  const { attributes } = await req.getSession()
  attributes.theme = 'dark' // 'green' would not compile
  attributes.cart ??= []
  attributes.cart.push(req.params.item)
  res.json(attributes.cart)
}
// #endregion use

export const wrong: RequestHandler = async (req) => {
  const { attributes } = await req.getSession()
  // @ts-expect-error: what the page says would not compile
  attributes.theme = 'green'
}
