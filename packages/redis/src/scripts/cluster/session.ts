import { type RedisScript, redisScript } from '../../client/redis-script.ts'
import { GRACE } from '../../expiry/expiration-store.ts'
import { NUMBERS } from '../prelude.ts'
import { readSession } from '../read-session.ts'
import { SESSION_SLOT } from './session-slot.ts'

/** ARGV 4: number of index keys, they, then fields and values. 1 = stored, 0 = taken. */
export const INSERT: RedisScript = redisScript(`${SESSION_SLOT}
local first = 5 + tonumber(ARGV[4])
if redis.call('EXISTS', KEYS[1]) == 1 then return holds(KEYS[1], first, #ARGV) and 1 or 0 end
put(KEYS[1], first, #ARGV)
for i = 5, first - 1 do redis.call('SADD', KEYS[3], ARGV[i]) end
keep(times(KEYS[1]))
return 1
`)

/**
 * ARGV 4: touch (1 or 0), 5: touch interval in ms or -1. Nothing, or the packed fields, or, when the
 * access was renewed, a list of them and the filing.
 */
export const FIND: RedisScript = redisScript(
  readSession(
    'KEYS[1]',
    4,
    `${NUMBERS}
local at, found = ends(t), { packed(flat) }
if not at then
  redis.call('PERSIST', KEYS[1])
  found[2] = { '', '', '' }
else
  redis.call('PEXPIREAT', KEYS[1], onServer(at + tonumber(ARGV[3])))
  found[2] = { whole(at), onServer(at), whole(previous) }
end
do return found end
`,
  ),
)

/**
 * ARGV 4: renew access (1 or 0), 5: interval or empty, 6: number of words on indexes, they (what the
 * index's keys begin with, the key to leave, the key to enter, or empty), number of fields and values,
 * they, then removed names. Nothing when the session is gone or about to get another id; else the
 * filing, and the index keys that it leaves.
 */
export const UPDATE: RedisScript = redisScript(`${SESSION_SLOT}
local t = times(KEYS[1])
if not alive(t) or redis.call('EXISTS', KEYS[2]) == 1 then return false end
local previous = ends(t)
if ARGV[4] == '1' then t.accessed = math.max(t.accessed, now) end
if ARGV[5] ~= '' then t.interval = tonumber(ARGV[5]) end
-- First of all writes: a server without memory refuses it, and with it everything.
redis.call('HSET', KEYS[1], 'lastAccessedTime', whole(t.accessed), 'maxInactiveInterval', whole(t.interval))
local fields, left = 7 + tonumber(ARGV[6]), {}
for i = 7, fields - 1, 3 do
  local prefix, from, to = ARGV[i], ARGV[i + 1], ARGV[i + 2]
  -- Another node may have moved it since this one read it: it leaves wherever it is.
  for _, key in ipairs(indexes()) do
    if key ~= to and string.sub(key, 1, #prefix) == prefix then
      redis.call('SREM', KEYS[3], key)
      left[#left + 1] = key
    end
  end
  if from ~= '' and from ~= to then left[#left + 1] = from end
  if to ~= '' then redis.call('SADD', KEYS[3], to) end
end
local last = fields + tonumber(ARGV[fields])
put(KEYS[1], fields + 1, last)
for i = last + 1, #ARGV do redis.call('HDEL', KEYS[1], ARGV[i]) end
keep(t)
return { filing(t, previous), left }
`)

/** ARGV 4…: fields and values, for a hash that is incomplete. The filing, or nothing. */
export const COMPLETE: RedisScript = redisScript(`${SESSION_SLOT}
if redis.call('EXISTS', KEYS[1]) == 0 or times(KEYS[1]) then return false end
redis.call('DEL', KEYS[1])
put(KEYS[1], 4, #ARGV)
local t = times(KEYS[1])
keep(t)
return filing(t)
`)

/**
 * The simple repository's. An id change that is under way finds out that it has lost, although
 * nothing is left of the hash.
 */
export const REMOVE: RedisScript = redisScript(`${SESSION_SLOT}
local flat = read('HGETALL', KEYS[1])
if #flat == 0 then return false end
redis.call('DEL', KEYS[1])
redis.call('SET', KEYS[2], '', 'XX', 'KEEPTTL')
return flat
`)

/**
 * ARGV 4: what the tombstone says. Nothing when there is no session; else its last state, the filing
 * and the index keys. The state is empty when it was incomplete: then nothing is left of it.
 */
export const END: RedisScript = redisScript(`${SESSION_SLOT}
local flat = read('HGETALL', KEYS[1])
if #flat == 0 then return false end
local t = times(KEYS[1])
local listed = indexes()
if not t then
  redis.call('DEL', unpack(KEYS))
  return { {}, { '', '', '' }, listed }
end
local result = { flat, filing(t), listed }
if not t.ended then
  entomb(ARGV[4])
  return result
end
-- Sent again by a client whose reply was lost? Then the tombstone is its own.
return redis.call('HGET', KEYS[1], 'ended') == ARGV[4] and result
`)

/**
 * ARGV 4: the index key under which it was looked for. Nothing when it has ended, else the fields,
 * whether it is listed there, and under how many.
 */
export const LOAD: RedisScript = redisScript(`${SESSION_SLOT}
local t = times(KEYS[1])
if t and not alive(t) then return false end
local flat = read('HGETALL', KEYS[1])
if #flat == 0 then return false end
return { flat, redis.call('SISMEMBER', KEYS[3], ARGV[4]), redis.call('SCARD', KEYS[3]) }
`)

/**
 * The sweep's look at a session that may be due. ARGV 4: what the tombstone says if it is. What it is,
 * the words of an earlier tombstone, the state, the filing and the index keys.
 */
export const EXPIRE: RedisScript = redisScript(`${SESSION_SLOT}
local t = times(KEYS[1])
local listed = indexes()
if not t then
  redis.call('PEXPIRE', KEYS[3], ${GRACE})
  return { 'missing', '', {}, { '', '', '' }, listed }
end
if alive(t) then return { 'alive', '', {}, filing(t), listed } end
local flat = redis.call('HGETALL', KEYS[1])
local words = redis.call('HGET', KEYS[1], 'ended')
-- Its own words: the client sends again what had no answer.
local what = words and words ~= ARGV[4] and 'ended' or 'expired'
local result = { what, words or '', flat, filing(t), listed }
if not words then entomb(ARGV[4]) end
return result
`)
