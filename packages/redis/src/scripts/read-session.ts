import { PACKING } from './packing.ts'
import { CLOCK, TIMES_IN } from './prelude.ts'

/**
 * Reads a session for a request: its packed fields, or nothing when there is none. The three times are
 * taken out of the reply that holds them anyway, and `touch` runs only when a renewal is due and was stored;
 * it finds the renewed times in `t` and when it would have ended in `previous`. A renewal goes by
 * pcall: a server that refuses writes (no memory, read-only replica) still reads.
 *
 * ARGV[first]: touch (1 or 0), then the touch interval in ms or -1.
 */
export const readSession = (
  key: string,
  first: number,
  touch: string,
): string => `${CLOCK}${TIMES_IN}${PACKING}
local flat = redis.pcall('HGETALL', ${key})
if flat.err then
  -- A key of another type is no session. Any other refusal is not to be hidden: it would read as one.
  return not string.find(flat.err, 'WRONGTYPE', 1, true) and flat
end
if #flat == 0 then return false end
local t, place = timesIn(flat)
if not t then return packed(flat) end
if t.ended then return false end
local previous = ends(t)
if previous and now >= previous then return false end
if ARGV[${first}] ~= '1' or now <= t.accessed then return packed(flat) end
local every = tonumber(ARGV[${first + 1}])
if every < 0 then every = t.interval < 0 and 1000 or math.min(1000, t.interval * 10) end
if now - t.accessed < every then return packed(flat) end
local renewed = string.format('%.0f', now)
if type(redis.pcall('HSET', ${key}, 'lastAccessedTime', renewed)) == 'table' then return packed(flat) end
t.accessed, flat[place] = now, renewed
${touch}
return packed(flat)
`
