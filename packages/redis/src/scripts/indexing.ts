/** Index sets, and beside each session the list of those it is in, for when its hash is gone. */
export const INDEXING: string = `
-- Members of sets are values, and values are JSON.
local function member(id) return '"' .. id .. '"' end
local function indexesOf(id) return ns .. ':node:indexes:' .. id end

local function index(id, key)
  redis.call('SADD', key, member(id))
  redis.call('SADD', indexesOf(id), key)
end
local function unindex(id, key)
  redis.call('SREM', key, member(id))
  redis.call('SREM', indexesOf(id), key)
end
`

/** Takes a session out of everything that leads to it. */
export const FORGETTING: string = `
local function decoded(text)
  local ok, value = pcall(cjson.decode, text or '')
  return ok and value or nil
end
local function inside(value, name) return type(value) == 'table' and value[name] or nil end

-- Where a Java service indexed the session: it keeps no list, but who is logged in is in the hash.
local PRINCIPAL = 'org.springframework.session.FindByIndexNameSessionRepository.PRINCIPAL_NAME_INDEX_NAME'
local JAVA_INDEX = ns .. ':index:' .. PRINCIPAL .. ':'
local function indexOfJava(id)
  local stored = read('HMGET', hashOf(id), 'sessionAttr:' .. PRINCIPAL, 'sessionAttr:SPRING_SECURITY_CONTEXT')
  local authentication = inside(decoded(stored[2]), 'authentication')
  local principal = inside(authentication, 'principal')
  local name = decoded(stored[1]) or inside(authentication, 'name') or inside(principal, 'username') or principal
  if type(name) ~= 'string' then return nil end
  local key = JAVA_INDEX .. name
  if redis.call('SISMEMBER', key, member(id)) == 1 then return key end
end

-- Once its hash is gone nobody could tell where Java indexed it.
local function rememberIndexOfJava(id)
  local key = indexOfJava(id)
  if key then redis.call('SADD', indexesOf(id), key) end
end

-- Returns the index keys it was in.
local function forget(id)
  local keys = redis.call('SMEMBERS', indexesOf(id))
  keys[#keys + 1] = indexOfJava(id)
  for _, key in ipairs(keys) do redis.call('SREM', key, member(id)) end
  redis.call('DEL', indexesOf(id))
  redis.call('ZREM', EXPIRATIONS, id)
  return keys
end
`

/** See `IndexedScripts.load`. */
export const LOAD: string = `
local found = {}
for i = 7, #ARGV do
  local id = ARGV[i]
  local flat = read('HGETALL', hashOf(id))
  local t = timesIn(flat)
  -- What is incomplete is for the one who asked to judge.
  found[#found + 1] = #flat > 0 and (not t or alive(t)) and packed(flat)
  if #flat == 0 or t and t.ended then redis.pcall('SREM', KEYS[1], member(id)) end
end
return found
`
