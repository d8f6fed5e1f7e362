/** See `IndexedScripts.claim`. */
export const CLAIM: string = `
-- Java renamed the hash, and leaves the old id in its place among what ends.
local function move(previous, id)
  local at = redis.call('ZSCORE', EXPIRATIONS, previous)
  if not at or redis.call('EXISTS', hashOf(previous)) == 1 then return end
  rearrange(previous, tonumber(at), nil)
  for _, key in ipairs(forget(previous)) do
    -- Its own index Java keeps itself.
    if string.sub(key, 1, #JAVA_INDEX) ~= JAVA_INDEX then index(id, key) end
  end
  redis.call('ZADD', EXPIRATIONS, at, id)
  tell('id-changed', id, '', previous, nil)
end

for i = 7, #ARGV, 3 do
  local said, id, previous = ARGV[i], ARGV[i + 1], ARGV[i + 2]
  local t = times(hashOf(id))
  if t and not t.ended and said == 'id-changed' then move(previous, id) end
  if alive(t) then
    -- Also where Java lost the shadow of a session that lives: it gets it back.
    local known = redis.call('ZSCORE', EXPIRATIONS, id)
    file(id, t, nil)
    rememberIndexOfJava(id)
    if said == 'created' and not known then tell('created', id, '', nil, redis.call('HGETALL', hashOf(id))) end
  elseif t and not t.ended and (said == 'deleted' or said == 'expired') then
    finish(kindOfEnd(id, t, said), id, t, '', redis.call('HGETALL', hashOf(id)))
  end
end
`
