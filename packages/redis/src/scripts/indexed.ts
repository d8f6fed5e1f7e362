import { type RedisScript, redisScript } from '../client/redis-script.ts'
import { COMPANIONS } from './companions.ts'

/** ARGV 7: id, 8: number of index keys, they, then fields and values. 1 = stored, 0 = taken. */
export const INSERT_INDEXED: RedisScript = redisScript(`${COMPANIONS}
local id, first = ARGV[7], 9 + tonumber(ARGV[8])
if redis.call('EXISTS', hashOf(id)) == 1 then return holds(hashOf(id), first, #ARGV) and 1 or 0 end
put(hashOf(id), first, #ARGV)
for i = 9, first - 1 do index(id, ARGV[i]) end
file(id, times(hashOf(id)), nil)
tell('created', id, claim, nil, redis.call('HGETALL', hashOf(id)))
return 1
`)

/** ARGV 7: id, 8: touch (1 or 0), 9: touch interval in ms or -1. The fields, or nothing. */
export const FIND_INDEXED: RedisScript = redisScript(`${COMPANIONS}
local id = ARGV[7]
local flat = read('HGETALL', hashOf(id))
if #flat == 0 then return false end
local t = times(hashOf(id))
if not t then return flat end
if not alive(t) then return false end
if ARGV[8] == '1' and touchIsDue(t, tonumber(ARGV[9])) then
  local reply = redis.pcall('HSET', hashOf(id), 'lastAccessedTime', whole(now))
  if type(reply) ~= 'table' or not reply.err then
    local previous = ends(t)
    t.accessed = now
    file(id, t, previous)
    flat = renewedIn(flat, now)
  end
end
return flat
`)

/**
 * ARGV 7: id, 8: new id or empty, 9: renew access (1 or 0), 10: interval or empty, 11: number of
 * words on indexes, they (what the index's keys begin with, the key to leave, the key to enter, or
 * empty), number of fields and values, they, then removed names. 1 = stored, 0 = gone.
 */
export const UPDATE_INDEXED: RedisScript = redisScript(`${COMPANIONS}
local id, newId = ARGV[7], ARGV[8]
local t = times(hashOf(id))
-- The reply of an id change was lost and it came again: nobody else knows the new id.
if not t and newId ~= '' then id = newId t = times(hashOf(id)) end
if not alive(t) then return 0 end
local previous = ends(t)
if ARGV[9] == '1' then t.accessed = math.max(t.accessed, now) end
if ARGV[10] ~= '' then t.interval = tonumber(ARGV[10]) end
-- First of all writes: a server without memory refuses it, and with it everything.
redis.call('HSET', hashOf(id), 'lastAccessedTime', whole(t.accessed), 'maxInactiveInterval', whole(t.interval))
local fields = 12 + tonumber(ARGV[11])
for i = 12, fields - 1, 3 do
  local prefix, from, to = ARGV[i], ARGV[i + 1], ARGV[i + 2]
  -- Another node may have moved it since this one read it: it leaves wherever it is.
  for _, key in ipairs(redis.call('SMEMBERS', indexesOf(id))) do
    if key ~= to and string.sub(key, 1, #prefix) == prefix then unindex(id, key) end
  end
  if from ~= '' then unindex(id, from) end
  if to ~= '' then index(id, to) end
end
local last = fields + tonumber(ARGV[fields])
local moves = newId ~= '' and newId ~= id
local keys = moves and forget(id)
put(hashOf(id), fields + 1, last)
for i = last + 1, #ARGV do redis.call('HDEL', hashOf(id), ARGV[i]) end
if moves then
  if previous then redis.call('SREM', bucketOf(previous), bucketMember(id)) end
  redis.call('RENAME', hashOf(id), hashOf(newId))
  -- Renamed, not deleted: the end of the old id is no end of a session.
  if redis.call('EXISTS', shadowOf(id)) == 1 then redis.call('RENAME', shadowOf(id), shadowOf(newId)) end
  for _, key in ipairs(keys) do index(newId, key) end
  tell('id-changed', newId, claim, id, nil)
  id, previous = newId, nil
end
file(id, t, previous)
return 1
`)

/** ARGV 7: id. The last state, for the one who removed it. Works without memory: DEL comes first. */
export const REMOVE_INDEXED: RedisScript = redisScript(`${COMPANIONS}
local id = ARGV[7]
local flat = read('HGETALL', hashOf(id))
if #flat == 0 then return false end
local t = times(hashOf(id))
if not t then
  redis.call('DEL', shadowOf(id))
  forget(id)
  redis.call('DEL', hashOf(id))
  return false
end
-- A tombstone. Java's has interval 0 as well, and Java announced the end itself.
if t.ended or t.interval == 0 and not redis.call('ZSCORE', EXPIRATIONS, id) then return false end
finish('deleted', id, t, flat)
return flat
`)

/** ARGV 7…: ids. For each its fields, or nothing; entries that lead nowhere leave the index KEYS[1]. */
export const LOAD_INDEXED: RedisScript = redisScript(`${COMPANIONS}
local found = {}
for i = 7, #ARGV do
  local id = ARGV[i]
  local t = times(hashOf(id))
  if alive(t) then
    found[#found + 1] = redis.call('HGETALL', hashOf(id))
  else
    found[#found + 1] = false
    if not t or t.ended then redis.pcall('SREM', KEYS[1], member(id)) end
  end
end
return found
`)

/**
 * ARGV 7: how many to look at. Returns how many were looked at, then id and last state in turn of
 * those that this call ended. A score is a hint: Java touches sessions and knows nothing of it.
 */
export const REMOVE_EXPIRED: RedisScript = redisScript(`${COMPANIONS}
local due = redis.call('ZRANGEBYSCORE', EXPIRATIONS, '-inf', whole(now), 'LIMIT', 0, tonumber(ARGV[7]))
local removed = { #due }
for _, id in ipairs(due) do
  local t = times(hashOf(id))
  if not t then
    -- Gone for longer than its grace. No state is left to return: the stream alone tells of it.
    forget(id)
    tell('expired', id, '', nil, nil)
  elseif t.ended then
    forget(id)
  elseif alive(t) then
    file(id, t, nil)
  else
    local flat = redis.call('HGETALL', hashOf(id))
    finish('expired', id, t, flat)
    removed[#removed + 1] = id
    removed[#removed + 1] = flat
  end
end
return removed
`)
