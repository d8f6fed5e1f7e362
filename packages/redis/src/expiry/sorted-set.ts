/** The structure that a Java service has with Spring Session's `SortedSetRedisSessionExpirationStore`. */
export const SORTED_SET: string = `
local JAVA_EXPIRATIONS = ns .. ':sessions:expirations'

-- For Java the session no longer ends at previous but at next; nothing = is not to be looked for.
local function rearrange(id, previous, next)
  -- Members are values, and values are JSON.
  local member = '"' .. id .. '"'
  if next then redis.call('ZADD', JAVA_EXPIRATIONS, whole(next), member)
  else redis.call('ZREM', JAVA_EXPIRATIONS, member) end
end
`

export const DUE_IN_SORTED_SET: string = `
local function takeDue(limit)
  local due = read('ZRANGEBYSCORE', JAVA_EXPIRATIONS, '-inf', whole(now), 'LIMIT', 0, limit)
  if #due > 0 then redis.call('ZREM', JAVA_EXPIRATIONS, unpack(due)) end
  return due
end
`
