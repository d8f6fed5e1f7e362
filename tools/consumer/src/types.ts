// Only compiled: each line marked as an error has to be one, or the compiler complains.
import type { Request } from 'express'

export const useAttributes = async (request: Request): Promise<void> => {
  const session = await request.getSession()

  session.attributes.theme = 'dark'
  // @ts-expect-error: no such theme
  session.attributes.theme = 'green'
  // @ts-expect-error: declared names are a closed list
  session.attributes.unknown = 1

  session.setAttribute('cart', ['apple'])
  // @ts-expect-error: a cart is a list
  session.setAttribute('cart', 'apple')
  // @ts-expect-error: no such attribute
  session.getAttribute('unknown')

  const cart: string[] | undefined = session.getAttribute('cart')
  const theme: 'light' | 'dark' = session.getRequiredAttribute('theme')
  // @ts-expect-error: it may be missing
  const sure: string[] = session.attributes.cart
  console.log(cart, theme, sure)

  const existing = await request.getSession({ create: false })
  // @ts-expect-error: there may be none
  existing.invalidate()

  await request.invalidateSession()
}
