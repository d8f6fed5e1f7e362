import { CLOCK } from './prelude.ts'

/**
 * Reads a session for a request: the fields, or nothing when there is none. The three times are taken
 * out of the reply that holds them anyway, and `touch` runs only when a renewal is due and was stored;
 * it finds the renewed times in `t` and when it would have ended in `previous`. A renewal goes by
 * pcall: a server that refuses writes (no memory, read-only replica) still reads.
 *
 * ARGV[first]: touch (1 or 0), then the touch interval in ms or -1.
 */
export const readSession = (key: string, first: number, touch: string): string => `${CLOCK}
local flat = redis.pcall('HGETALL', ${key})
if flat.err then
  -- A key of another type is no session. Any other refusal is not to be hidden: it would read as one.
  return not string.find(flat.err, 'WRONGTYPE', 1, true) and flat
end
if #flat == 0 then return false end
local c, a, s
for i = 1, #flat, 2 do
  local name = flat[i]
  if name == 'creationTime' then c = i + 1
  elseif name == 'lastAccessedTime' then a = i + 1
  elseif name == 'maxInactiveInterval' then s = i + 1
  elseif name == 'ended' then return false end
end
local DECIMAL, found = '^%-?%d+$', string.find
if not (c and a and s and found(flat[c], DECIMAL) and found(flat[a], DECIMAL) and found(flat[s], DECIMAL)) then return flat end
local t = { created = tonumber(flat[c]), accessed = tonumber(flat[a]), interval = tonumber(flat[s]) }
local previous = ends(t)
if previous and now >= previous then return false end
if ARGV[${first}] ~= '1' or now <= t.accessed then return flat end
local every = tonumber(ARGV[${first + 1}])
if every < 0 then every = t.interval < 0 and 1000 or math.min(1000, t.interval * 10) end
if now - t.accessed < every then return flat end
local renewed = string.format('%.0f', now)
if type(redis.pcall('HSET', ${key}, 'lastAccessedTime', renewed)) == 'table' then return flat end
t.accessed, flat[a] = now, renewed
${touch}
return flat
`
