import * as redis from '@session/redis'
import { expect, test } from 'vitest'

// A name that is added or taken away shows in review.
test('@session/redis offers these values and no others', () => {
  expect(Object.keys(redis).sort()).toMatchInlineSnapshot(`
    [
      "RedisIndexedSessionRepository",
      "RedisSessionRepository",
      "redisRepositoryDefaults",
    ]
  `)
})
