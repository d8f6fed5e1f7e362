/**
 * What every script begins with. ARGV[1] is a test's clock in milliseconds or empty for the server's
 * own, ARGV[2] the absolute timeout in milliseconds or -1. Redis makes each function of a script anew
 * on each call: what is read with every request takes only the parts that it needs.
 */
export const CLOCK: string = `
local time = redis.call('TIME')
local serverNow = time[1] * 1000 + math.floor(time[2] / 1000)
local now = tonumber(ARGV[1]) or serverNow
local absolute = tonumber(ARGV[2])

-- When it ends (ms), nothing for never.
local function ends(t)
  local at
  if t.interval >= 0 then at = t.accessed + t.interval * 1000 end
  if absolute >= 0 and not (at and at < t.created + absolute) then at = t.created + absolute end
  return at
end
`

/** Numbers as Redis takes them. */
export const NUMBERS: string = `
local function whole(number) return string.format('%.0f', number) end

-- For TTLs: a moment by the clock of this call, as the server's own clock will show it.
local function onServer(at) return whole(at - now + serverNow) end
`

/** What `HGETALL` tells of a session; its second result is where the access time stands. */
export const TIMES_IN: string = `
local function number(text)
  if text and #text <= 17 and string.find(text, '^%-?%d+$') then return tonumber(text) end
end

-- Creation, last access (ms) and interval (s) of a session; nothing when it is incomplete.
local function timesIn(flat)
  local c, a, i, ended
  for at = 1, #flat, 2 do
    local name = flat[at]
    if name == 'creationTime' then c = number(flat[at + 1])
    elseif name == 'lastAccessedTime' then a = at + 1
    elseif name == 'maxInactiveInterval' then i = number(flat[at + 1])
    elseif name == 'ended' then ended = true end
  end
  local accessed = number(a and flat[a])
  if c and accessed and i then
    return { created = c, accessed = accessed, interval = i, ended = ended or false }, a
  end
end
`

/** What is stored of a session. */
const STORED = `

-- A key of another type is no session. Any other refusal is not to be hidden: it would read as one.
local function read(...)
  local reply = redis.pcall(...)
  if not reply.err then return reply end
  if string.find(reply.err, 'WRONGTYPE', 1, true) then return {} end
  return redis.call(...)
end

-- The same without its attributes.
local function times(key)
  local t = read('HMGET', key, 'creationTime', 'lastAccessedTime', 'maxInactiveInterval', 'ended')
  local c, a, i = number(t[1]), number(t[2]), number(t[3])
  if c and a and i then
    return { created = c, accessed = a, interval = i, ended = t[4] and true or false }
  end
end

local function alive(t)
  if not t or t.ended then return false end
  local at = ends(t)
  return at == nil or now < at
end
`

/** How fields are written. */
const FIELDS = `
-- Fields in chunks: unpack has a limit of about 8000 values. ARGV[first .. last].
local function put(key, first, last)
  for from = first, last, 7000 do
    redis.call('HSET', key, unpack(ARGV, from, math.min(from + 6999, last)))
  end
end

-- Sent again by a client whose reply was lost? Then every field is as it was sent.
local function holds(key, first, last)
  if redis.call('HLEN', key) * 2 ~= last - first + 1 then return false end
  for i = first, last, 2 do
    if redis.call('HGET', key, ARGV[i]) ~= ARGV[i + 1] then return false end
  end
  return true
end
`

export const PRELUDE: string = `${CLOCK}${NUMBERS}${TIMES_IN}${STORED}${FIELDS}`
