import { FORGETTING } from './indexing.ts'
import { TELLING } from './telling.ts'

/** See `IndexedScripts.insert`. */
export const INSERT: string = `${TELLING}
local id, first = ARGV[7], 10 + tonumber(ARGV[9])
if redis.call('EXISTS', hashOf(id)) == 1 then return holds(hashOf(id), first, #ARGV) and 1 or 0 end
put(hashOf(id), first, #ARGV)
for i = 10, first - 1 do index(id, ARGV[i]) end
if ARGV[8] ~= '' then tellJava(id, ARGV[8], first) end
local function sent(place) return tonumber(ARGV[first + place]) end
-- What was written: the three numbers come first.
file(id, { created = sent(1), accessed = sent(3), interval = sent(5) }, nil)
tell('created', id, claim, nil, ARGV, first)
return 1
`

/** See `IndexedScripts.update`. */
export const UPDATE: string = `
local id, newId = ARGV[7], ARGV[8]
local t = times(hashOf(id))
-- The reply of an id change was lost and it came again: nobody else knows the new id.
if not t and newId ~= '' then id = newId t = times(hashOf(id)) end
if not alive(t) then return 0 end
local previous = ends(t)
if ARGV[9] == '1' then t.accessed = math.max(t.accessed, now) end
if ARGV[10] ~= '' then t.interval = tonumber(ARGV[10]) end
local fields = 12 + tonumber(ARGV[11])
local last = fields + tonumber(ARGV[fields])
local moves = newId ~= '' and newId ~= id
-- A new id is given before attributes change, which say where Java has indexed the old one.
local written = moves and fields or math.min(last, fields + 7000)
-- First of all writes: a server without memory refuses it, and with it everything.
redis.call('HSET', hashOf(id), 'lastAccessedTime', whole(t.accessed), 'maxInactiveInterval', whole(t.interval), unpack(ARGV, fields + 1, written))
for i = 12, fields - 1, 3 do
  local prefix, from, to = ARGV[i], ARGV[i + 1], ARGV[i + 2]
  -- Another node may have moved it since this one read it: it leaves wherever it is.
  for _, key in ipairs(redis.call('SMEMBERS', indexesOf(id))) do
    if key ~= to and string.sub(key, 1, #prefix) == prefix then unindex(id, key) end
  end
  if from ~= '' then unindex(id, from) end
  if to ~= '' then index(id, to) end
end
local keys
if moves then
  ${FORGETTING}
  keys = forget(id)
end
put(hashOf(id), written + 1, last)
for i = last + 1, #ARGV do redis.call('HDEL', hashOf(id), ARGV[i]) end
if moves then
  ${TELLING}
  rearrange(id, previous, nil)
  redis.call('RENAME', hashOf(id), hashOf(newId))
  -- Renamed, not deleted: the end of the old id is no end of a session.
  if redis.call('EXISTS', shadowOf(id)) == 1 then redis.call('RENAME', shadowOf(id), shadowOf(newId)) end
  for _, key in ipairs(keys) do index(newId, key) end
  tell('id-changed', newId, claim, id, nil)
  id, previous = newId, nil
end
file(id, t, previous)
return 1
`

/** See `IndexedScripts.complete`. */
export const COMPLETE: string = `
local id = ARGV[7]
if redis.call('EXISTS', hashOf(id)) == 0 or times(hashOf(id)) then return 0 end
redis.call('DEL', hashOf(id))
put(hashOf(id), 8, #ARGV)
file(id, times(hashOf(id)), nil)
return 1
`
