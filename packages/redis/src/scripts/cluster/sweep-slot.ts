import { type RedisScript, redisScript } from '../../client/redis-script.ts'
import { CLOCK, NUMBERS } from '../prelude.ts'

/** Milliseconds after which the sweep looks at what nobody has confirmed. */
const LEASE = 60_000

/**
 * Scripts on the one slot of the sweep set and the stream. KEYS: sweep set, stream.
 *
 * Every session that can be found is in the set, by when it ends. A score that ends in .5 is a mere
 * reservation: the hash may not be there yet, or no more. What the sweep does not find of such a one
 * was never told of, and nobody is told of its end.
 */
const SWEEP_SLOT = `${CLOCK}${NUMBERS}
local function reserve(id, after)
  redis.call('ZADD', KEYS[1], 'NX', whole(now + after) .. '.5', id)
end
local function isReserved(id)
  local score = redis.call('ZSCORE', KEYS[1], id)
  return score and string.sub(score, -2) == '.5'
end
`

/** ARGV 3: id. Comes before the hash is written, so that no session is without its entry. */
export const RESERVE: RedisScript = redisScript(`${SWEEP_SLOT}
reserve(ARGV[3], ${LEASE})
return 1
`)

/**
 * ARGV 3: id, 4: score, or empty for now. Late, behind an end that was told already, it makes a
 * reservation; and so it does for what only Java has stored.
 */
export const FILE: RedisScript = redisScript(`${SWEEP_SLOT}
local id, score = ARGV[3], ARGV[4]
if score == '' then score = whole(now) end
redis.call('ZADD', KEYS[1], 'XX', score, id)
reserve(id, ARGV[4] == '' and 0 or ${LEASE})
return 1
`)

/**
 * Tells every node once. ARGV 3: how long the stream remembers (ms), 4: score or empty, 5: type, 6: id,
 * 7: node, 8: claim, 9: previous id or empty, then the state. Who takes the entry out of the set tells
 * of the end; who turns the reservation into an entry tells of the beginning.
 */
export const TELL: RedisScript = redisScript(`${SWEEP_SLOT}
local score, id, previous = ARGV[4], ARGV[6], ARGV[9]
if score == '' then
  if redis.call('ZREM', KEYS[1], id) == 0 then return 0 end
else
  if not isReserved(id) then return 0 end
  -- Before the entry: what follows is not refused any more where memory is short.
  redis.call('ZADD', KEYS[1], 'XX', score, id)
  if previous ~= '' then redis.call('ZREM', KEYS[1], previous) end
end
local entry = { 'type', ARGV[5], 'id', id, 'node', ARGV[7], 'claim', ARGV[8], 'previous', previous }
if #ARGV <= 6009 then
  for i = 10, #ARGV do entry[#entry + 1] = ARGV[i] end
end
local memory = tonumber(ARGV[3])
redis.call('XADD', KEYS[2], 'MINID', '~', whole(serverNow - memory), '*', unpack(entry))
redis.call('PEXPIRE', KEYS[2], memory)
return 1
`)

/** ARGV 3: id. Takes a reservation back that led nowhere. */
export const FORGET: RedisScript = redisScript(`${SWEEP_SLOT}
return isReserved(ARGV[3]) and redis.call('ZREM', KEYS[1], ARGV[3]) or 0
`)

/** ARGV 3…: ids. Those of them that are not reserved. */
export const UNRESERVED: RedisScript = redisScript(`${SWEEP_SLOT}
local found = {}
for i = 3, #ARGV do
  if not isReserved(ARGV[i]) then found[#found + 1] = ARGV[i] end
end
return found
`)

/** ARGV 3: how many to pass over, 4: how many to look at. Ids and scores in turn. */
export const DUE: RedisScript = redisScript(`${SWEEP_SLOT}
return redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', whole(now), 'WITHSCORES', 'LIMIT', ARGV[3], ARGV[4])
`)

/** Is this the score of a reservation? */
export const isReservation = (score: string): boolean => score.endsWith('.5')

/** KEYS: bucket. ARGV: member, when it goes (ms, by the server's clock). */
export const ADD_TO_BUCKET: RedisScript = redisScript(`
redis.call('SADD', KEYS[1], ARGV[1])
redis.call('PEXPIREAT', KEYS[1], ARGV[2])
return 1
`)
