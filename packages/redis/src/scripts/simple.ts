import { type RedisScript, redisScript } from '../client/redis-script.ts'
import { NUMBERS, PRELUDE } from './prelude.ts'
import { readSession } from './read-session.ts'

const EXPIRE = `
-- Redis itself removes the hash when the session ends.
local function keepUntilEnd(key, t)
  local at = ends(t)
  if at then redis.call('PEXPIREAT', key, onServer(at)) else redis.call('PERSIST', key) end
end
`

/**
 * KEYS: hash. ARGV 3…: fields and values. 1 = stored, 0 = the id is taken. HSET comes first: a server
 * without memory refuses the first write of a script and lets later ones through.
 */
export const INSERT: RedisScript = redisScript(`${PRELUDE}${EXPIRE}
if redis.call('EXISTS', KEYS[1]) == 1 then return holds(KEYS[1], 3, #ARGV) and 1 or 0 end
put(KEYS[1], 3, #ARGV)
keepUntilEnd(KEYS[1], times(KEYS[1]))
return 1
`)

/** KEYS: hash. ARGV: touch (1 or 0), touch interval in ms or -1. The packed fields, or nothing. */
export const FIND: RedisScript = redisScript(
  readSession('KEYS[1]', 3, `${NUMBERS}${EXPIRE}keepUntilEnd(KEYS[1], t)`),
)

/**
 * KEYS: hash, and the new one when the id changes. ARGV: renew access (1 or 0), interval or empty,
 * number of fields and values, they, then removed names. 1 = stored, 0 = gone. One guard for all:
 * no save brings a session back.
 */
export const UPDATE: RedisScript = redisScript(`${PRELUDE}${EXPIRE}
local key = KEYS[1]
local t = times(key)
-- The reply of an id change was lost and it came again: nobody else knows the new id.
if not t and KEYS[2] then key = KEYS[2] t = times(key) end
if not alive(t) then return 0 end
if ARGV[3] == '1' then t.accessed = math.max(t.accessed, now) end
if ARGV[4] ~= '' then t.interval = tonumber(ARGV[4]) end
local fields = tonumber(ARGV[5])
local written = math.min(fields, 7000)
redis.call('HSET', key, 'lastAccessedTime', whole(t.accessed), 'maxInactiveInterval', whole(t.interval), unpack(ARGV, 6, 5 + written))
put(key, 6 + written, 5 + fields)
for i = 6 + fields, #ARGV do redis.call('HDEL', key, ARGV[i]) end
if KEYS[2] then redis.call('RENAME', key, KEYS[2]) key = KEYS[2] end
keepUntilEnd(key, t)
return 1
`)

/** KEYS: hash. The last state, for the one who removed it. */
export const REMOVE: RedisScript = redisScript(`${PRELUDE}
local flat = read('HGETALL', KEYS[1])
if #flat == 0 then return false end
redis.call('DEL', KEYS[1])
return flat
`)

/** KEYS: hash. ARGV 3…: fields and values: what the incomplete hash is to be replaced by. */
export const COMPLETE: RedisScript = redisScript(`${PRELUDE}${EXPIRE}
if redis.call('EXISTS', KEYS[1]) == 0 or times(KEYS[1]) then return 0 end
redis.call('DEL', KEYS[1])
put(KEYS[1], 3, #ARGV)
keepUntilEnd(KEYS[1], times(KEYS[1]))
return 1
`)
