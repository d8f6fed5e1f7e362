import { MapSessionRepository } from '@session/core'
import {
  compositeIdResolver,
  cookieIdResolver,
  hostCookie,
  type SessionOptions,
  xAuthToken,
} from '@session/core/http'

const repository = new MapSessionRepository()

// #region cookie
export const shop: SessionOptions = {
  repository,
  cookie: { name: 'SHOP', domain: 'example.com', secure: true, maxAge: '14d' },
}
// #endregion cookie

// #region host
export const strict: SessionOptions = {
  repository,
  // __Host-SESSION=…; Path=/; Secure; HttpOnly; SameSite=Strict
  cookie: hostCookie({ sameSite: 'Strict' }),
}
// #endregion host

// #region signed
export const signed: SessionOptions = {
  repository,
  // The first key signs, every key verifies: put a new one in front, drop the old one later.
  cookie: { signingKeys: ['this year, long and random', 'last year, long and random'] },
}
// #endregion signed

// #region header
export const api: SessionOptions = { repository, idResolver: xAuthToken() }
// #endregion header

// #region both
export const browsersAndApi: SessionOptions = {
  repository,
  idResolver: compositeIdResolver(cookieIdResolver({ name: 'SHOP' }), xAuthToken()),
}
// #endregion both
