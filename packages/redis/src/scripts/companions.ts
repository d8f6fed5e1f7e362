import { PRELUDE } from './prelude.ts'

/** How long the hash of an ended session stays, in ms: who hears of the end late can still read it. */
const GRACE = 300_000

/**
 * The keys beside a session's hash, and how they are kept. ARGV[3] is the namespace, ARGV[4] this
 * node, ARGV[5] how long the stream remembers (ms), ARGV[6] the claim that its entries carry. Names
 * are built here, because which bucket a session lies in follows from what is stored.
 */
export const COMPANIONS: string = `${PRELUDE}
local ns, node, memory, claim = ARGV[3], ARGV[4], tonumber(ARGV[5]), ARGV[6]
local GRACE = ${GRACE}

local function hashOf(id) return ns .. ':sessions:' .. id end
local function shadowOf(id) return ns .. ':sessions:expires:' .. id end
local function indexesOf(id) return ns .. ':node:indexes:' .. id end
local EXPIRATIONS, EVENTS = ns .. ':node:expirations', ns .. ':node:events'

-- The minute after the end. Buckets are Spring Session's, swept by Java for events on time.
local function bucketOf(at)
  return ns .. ':expirations:' .. whole((math.floor(at / 60000) + 1) * 60000)
end
-- Members of sets are values, and values are JSON.
local function member(id) return '"' .. id .. '"' end
local function bucketMember(id) return '"expires:' .. id .. '"' end

-- Puts the session where sweeps and Java look for it; previous = when it would have ended before.
local function file(id, t, previous)
  local at = ends(t)
  if previous and (not at or bucketOf(previous) ~= bucketOf(at)) then
    redis.call('SREM', bucketOf(previous), bucketMember(id))
  end
  if not at then
    redis.call('PERSIST', hashOf(id))
    redis.call('SET', shadowOf(id), '')
    redis.call('ZREM', EXPIRATIONS, id)
    return
  end
  redis.call('PEXPIREAT', hashOf(id), onServer(at + GRACE))
  redis.call('ZADD', EXPIRATIONS, whole(at), id)
  if at <= now then
    redis.call('DEL', shadowOf(id))
    return
  end
  redis.call('SET', shadowOf(id), '', 'PXAT', onServer(at))
  redis.call('SADD', bucketOf(at), bucketMember(id))
  redis.call('PEXPIREAT', bucketOf(at), onServer(at + GRACE))
end

-- Every node reads the stream; the state travels in it, unless it is too much for one command.
local function tell(kind, id, by, previous, flat)
  local entry = { 'type', kind, 'id', id, 'node', node, 'claim', by, 'previous', previous or '' }
  local last = flat and #flat <= 6000 and #flat or 0
  for i = 1, last do entry[#entry + 1] = flat[i] end
  redis.call('XADD', EVENTS, 'MINID', '~', whole(serverNow - memory), '*', unpack(entry))
  redis.call('PEXPIRE', EVENTS, memory)
end

local function index(id, key)
  redis.call('SADD', key, member(id))
  redis.call('SADD', indexesOf(id), key)
end
local function unindex(id, key)
  redis.call('SREM', key, member(id))
  redis.call('SREM', indexesOf(id), key)
end

local function decoded(text)
  local ok, value = pcall(cjson.decode, text or '')
  return ok and value or nil
end
local function inside(value, name) return type(value) == 'table' and value[name] or nil end

-- Where a Java service indexed the session: it keeps no list, but who is logged in is in the hash.
local PRINCIPAL = 'org.springframework.session.FindByIndexNameSessionRepository.PRINCIPAL_NAME_INDEX_NAME'
local function indexOfJava(id)
  local stored = read('HMGET', hashOf(id), 'sessionAttr:' .. PRINCIPAL, 'sessionAttr:SPRING_SECURITY_CONTEXT')
  local authentication = inside(decoded(stored[2]), 'authentication')
  local principal = inside(authentication, 'principal')
  local name = decoded(stored[1]) or inside(authentication, 'name') or inside(principal, 'username') or principal
  if type(name) ~= 'string' then return nil end
  local key = ns .. ':index:' .. PRINCIPAL .. ':' .. name
  if redis.call('SISMEMBER', key, member(id)) == 1 then return key end
end

-- Takes the session out of everything that leads to it. Returns the index keys it was in.
local function forget(id)
  local keys = redis.call('SMEMBERS', indexesOf(id))
  keys[#keys + 1] = indexOfJava(id)
  for _, key in ipairs(keys) do redis.call('SREM', key, member(id)) end
  redis.call('DEL', indexesOf(id))
  redis.call('ZREM', EXPIRATIONS, id)
  return keys
end

-- Ends a session once. The shadow goes first and while the hash can be read: Java makes its event
-- from both (where the shadow is due, Redis announces its expiry instead). What stays is unreadable
-- as a session by either side.
local function finish(kind, id, t, flat)
  local at = ends(t)
  redis.call('DEL', shadowOf(id))
  if at then redis.call('SREM', bucketOf(at), bucketMember(id)) end
  forget(id)
  redis.call('HSET', hashOf(id), 'maxInactiveInterval', '0', 'ended', '1')
  redis.call('PEXPIRE', hashOf(id), GRACE)
  tell(kind, id, claim, nil, flat)
end
`
