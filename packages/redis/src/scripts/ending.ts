import { GRACE } from '../expiry/expiration-store.ts'

/**
 * Ends a session once. The shadow goes first and while the hash can be read: Java makes its event
 * from both (where the shadow is due, Redis announces its expiry instead). What stays is unreadable
 * as a session by either side.
 */
export const ENDING: string = `
local function finish(kind, id, t, by, flat)
  redis.call('DEL', shadowOf(id))
  rearrange(id, ends(t), nil)
  forget(id)
  redis.call('HSET', hashOf(id), 'maxInactiveInterval', '0', 'ended', '1')
  redis.call('PEXPIRE', hashOf(id), ${GRACE})
  tell(kind, id, by, nil, flat)
end

-- Java deletes by an interval of 0. Had somebody set it, the session would be filed under that end.
local function kindOfEnd(id, t, otherwise)
  if t.interval ~= 0 then return otherwise end
  return tonumber(redis.call('ZSCORE', EXPIRATIONS, id)) == ends(t) and 'expired' or 'deleted'
end
`

/** See `IndexedScripts.remove`. */
export const REMOVE: string = `
local id = ARGV[7]
local flat = read('HGETALL', hashOf(id))
if #flat == 0 then return false end
local t = timesIn(flat)
if not t then
  redis.call('DEL', shadowOf(id))
  forget(id)
  redis.call('DEL', hashOf(id))
  return false
end
-- A tombstone. Java's has interval 0 as well, and Java announced the end itself.
if t.ended or t.interval == 0 and not redis.call('ZSCORE', EXPIRATIONS, id) then return false end
finish('deleted', id, t, claim, flat)
return flat
`
