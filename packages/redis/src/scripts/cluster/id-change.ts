import { type RedisScript, redisScript } from '../../client/redis-script.ts'
import { SESSION_SLOT } from './session-slot.ts'

/**
 * Keeps every other save off the old id for a while. ARGV 4: new id, 5: how long (ms). Nothing when
 * there is no session, 0 when another change is under way, else state, filing and index keys.
 */
export const CLAIM_ID: RedisScript = redisScript(`${SESSION_SLOT}
local t = times(KEYS[1])
if not alive(t) then return false end
local holder = redis.call('GET', KEYS[2])
if holder and holder ~= ARGV[4] then return 0 end
redis.call('SET', KEYS[2], ARGV[4], 'PX', ARGV[5])
return { redis.call('HGETALL', KEYS[1]), filing(t), indexes() }
`)

/** Gives a claim back. ARGV 4: new id. */
export const RELEASE_ID: RedisScript = redisScript(`
if redis.call('GET', KEYS[2]) == ARGV[4] then redis.call('DEL', KEYS[2]) end
return 1
`)

/**
 * The session under its new id, which nobody knows yet. ARGV 4: renew access (1 or 0), 5: interval or
 * empty, 6: number of index keys, they, then fields and values. The filing.
 */
export const COPY: RedisScript = redisScript(`${SESSION_SLOT}
local first = 7 + tonumber(ARGV[6])
-- Refused without memory, before anything is gone. An earlier attempt may have left other fields.
redis.call('HSET', KEYS[1], ARGV[first], ARGV[first + 1])
redis.call('DEL', unpack(KEYS))
put(KEYS[1], first, #ARGV)
local t = times(KEYS[1])
if ARGV[4] == '1' then t.accessed = math.max(t.accessed, now) end
if ARGV[5] ~= '' then t.interval = tonumber(ARGV[5]) end
redis.call('HSET', KEYS[1], 'lastAccessedTime', whole(t.accessed), 'maxInactiveInterval', whole(t.interval))
for i = 7, first - 1 do redis.call('SADD', KEYS[3], ARGV[i]) end
keep(t)
return filing(t)
`)

/** Takes the old id away if the claim still holds. ARGV 4: new id. 1 = it is gone, 0 = somebody else was faster. */
export const DROP_ID: RedisScript = redisScript(`
local holder = redis.call('GET', KEYS[2])
if holder == ARGV[4] then
  redis.call('DEL', unpack(KEYS))
  return 1
end
-- Asked a second time: where anybody else removes a session, the claim or a tombstone shows it.
return not holder and redis.call('EXISTS', KEYS[1]) == 0 and 1 or 0
`)

/** Takes the new id back. */
export const UNDO: RedisScript = redisScript(`return redis.call('DEL', unpack(KEYS))`)
