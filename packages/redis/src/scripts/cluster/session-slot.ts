import { GRACE } from '../../expiry/expiration-store.ts'
import { PRELUDE } from '../prelude.ts'

/**
 * Scripts on the slot of one session's hash, which alone decides what the session is. KEYS: hash, the
 * claim of an id change, and in the indexed repository the list of index keys that the session is in.
 * ARGV[3]: how long the hash stays after the end (ms).
 */
export const SESSION_SLOT: string = `${PRELUDE}
local grace = tonumber(ARGV[3])

-- Redis itself removes the hash some time after the end.
local function keep(t)
  local at = ends(t)
  if at then redis.call('PEXPIREAT', KEYS[1], onServer(at + grace)) else redis.call('PERSIST', KEYS[1]) end
end

-- What the keys in other slots follow from: the end by the clock of this call and by the server's, and
-- the end before. Empty for never.
local function filing(t, previous)
  local at = ends(t)
  return { at and whole(at) or '', at and onServer(at) or '', previous and whole(previous) or '' }
end

local function indexes() return KEYS[3] and redis.call('SMEMBERS', KEYS[3]) or {} end

-- Unreadable as a session by Java and by us, and both find in it what they tell of the end. PEXPIRE
-- comes first: a server without memory refuses the first write of a script if it needs some.
local function entomb(words)
  redis.call('PEXPIRE', KEYS[1], ${GRACE})
  redis.call('HSET', KEYS[1], 'maxInactiveInterval', '0', 'ended', words)
  redis.call('PEXPIRE', KEYS[3], ${GRACE})
  redis.call('DEL', KEYS[2])
end
`
