/** What became of a session that was looked at because its end may have come. */
export const SWEEP: string = `
local removed = { 0 }
-- A place in a set is a hint: Java touches sessions and knows nothing of it.
local function sweep(id, t)
  if alive(t) then
    file(id, t, nil)
    return rememberIndexOfJava(id)
  end
  local flat, kind = redis.call('HGETALL', hashOf(id)), kindOfEnd(id, t, 'expired')
  -- What is returned is announced as expired: the stream alone tells of a deletion.
  if kind == 'deleted' then return finish(kind, id, t, '', flat) end
  finish(kind, id, t, claim, flat)
  removed[#removed + 1] = id
  removed[#removed + 1] = flat
end
`

/** See `IndexedScripts.removeExpired`. */
export const REMOVE_EXPIRED: string = `
local due = redis.call('ZRANGEBYSCORE', EXPIRATIONS, '-inf', whole(now), 'LIMIT', 0, tonumber(ARGV[7]))
for _, id in ipairs(due) do
  local t = times(hashOf(id))
  if not t then
    -- Gone for longer than its grace. No state is left to return: the stream alone tells of it.
    forget(id)
    tell('expired', id, '', nil, nil)
  elseif t.ended then
    forget(id)
  else
    sweep(id, t)
  end
end
removed[1] = #due
return removed
`

/** See `IndexedScripts.removeExpiredForJava`. */
export const REMOVE_EXPIRED_FOR_JAVA: string = `
local due = takeDue(tonumber(ARGV[7]))
for _, member in ipairs(due) do
  -- Also where the value is Java's own bytes: the id comes last.
  local id = string.match(member, '([%w_%-]+)"?$')
  if id then
    -- A look is enough: Redis removes what is due, and tells Java.
    redis.call('EXISTS', shadowOf(id))
    local t = times(hashOf(id))
    if t and not t.ended then sweep(id, t) end
  end
end
removed[1] = #due
return removed
`
