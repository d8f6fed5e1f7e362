import { AttributeNotStorableError, jsonCodec, MapSessionRepository } from '@session/core'

// #region values
export const sessions = new MapSessionRepository()
export const session = sessions.createSession()

session.attributes.lastOrder = new Date()
session.attributes.basket = new Map([['apple', 2]])
session.attributes.tags = new Set(['new', 'sale'])
session.attributes.balance = 12_345_678_901_234_567_890n
session.attributes.avatar = new Uint8Array([1, 2, 3])
// #endregion values

// #region refused
export function refused(): string {
  try {
    session.attributes.callback = { onClick: () => 'a function is not data' }
    return 'stored'
  } catch (error) {
    if (error instanceof AttributeNotStorableError) return error.attribute // 'callback'
    throw error
  }
}
// #endregion refused

// #region limits
export const strict = new MapSessionRepository(new Map(), {
  codec: jsonCodec({ maxDepth: 16, maxLength: 4096 }), // for one attribute
  onDecodeError: 'throw', // unreadable bytes are an error where they are read
})
// #endregion limits
