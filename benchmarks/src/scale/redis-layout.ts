import type { Redis } from 'ioredis'

/** One call of a script writes so many: Redis does nothing else meanwhile. */
const AT_ONCE = 5_000

/** Runs a script for `count` sessions, ARGV[1] to ARGV[2], and gives it what else it needs. */
export async function inBatches(
  redis: Redis,
  script: string,
  count: number,
  ...args: readonly (string | number)[]
): Promise<void> {
  for (let first = 0; first < count; first += AT_ONCE) {
    await redis.eval(script, 0, first, Math.min(first + AT_ONCE, count) - 1, ...args)
  }
}

/** Session `i` as scripts see it: `id(i)`, `user(i)`, and the JSON of its attribute. */
const PRELUDE = `
local function id(i) return string.format('%08x-0000-4000-8000-%012x', i, i) end
local function user(i) return 'user-' .. string.format('%d', math.floor(i / 10)) end
local attribute = '{"revision":100000,"tags":["one","two"],"text":"' .. string.rep('x', 47) .. '"}'
`

const PRINCIPAL =
  'org.springframework.session.FindByIndexNameSessionRepository.PRINCIPAL_NAME_INDEX_NAME'

/** ARGV 3: namespace, 4: now, 5: ms until the first of them ends (negative: it has ended). */
export const WRITE_INDEXED: string = `${PRELUDE}
local ns, now, lifetime = ARGV[3], tonumber(ARGV[4]), tonumber(ARGV[5])
local ended = lifetime < 0
for i = tonumber(ARGV[1]), tonumber(ARGV[2]) do
  local id = (ended and 'd' or 'f') .. id(i)
  local user = (ended and 'ended-' or '') .. user(i)
  local at = now + lifetime + (ended and 0 or (i % 1800) * 1000)
  local hash = ns .. ':sessions:' .. id
  local index = ns .. ':index:${PRINCIPAL}:' .. user
  -- What an earlier sweep left of it.
  redis.call('DEL', hash)
  redis.call('HSET', hash, 'creationTime', string.format('%.0f', at - 3600000),
    'lastAccessedTime', string.format('%.0f', at - 3600000), 'maxInactiveInterval', '3600',
    'sessionAttr:attribute-3', attribute, 'sessionAttr:${PRINCIPAL}', '"' .. user .. '"')
  redis.call('PEXPIREAT', hash, at + 300000)
  if not ended then redis.call('SET', ns .. ':sessions:expires:' .. id, '', 'PXAT', at) end
  local bucket = ns .. ':expirations:' .. string.format('%.0f', (math.floor(at / 60000) + 1) * 60000)
  redis.call('SADD', bucket, '"expires:' .. id .. '"')
  redis.call('PEXPIREAT', bucket, at + 300000)
  redis.call('ZADD', ns .. ':node:expirations', at, id)
  redis.call('SADD', index, '"' .. id .. '"')
  redis.call('SADD', ns .. ':node:indexes:' .. id, index)
end
`

/** A hash for each session and a set for each user. */
export const WRITE_BY_HAND: string = `${PRELUDE}
for i = tonumber(ARGV[1]), tonumber(ARGV[2]) do
  redis.call('HSET', 'floor:' .. id(i), 'creationTime', '1', 'lastAccessedTime', '1',
    'maxInactiveInterval', '3600', 'attribute-3', attribute, 'principal', '"' .. user(i) .. '"')
  redis.call('PEXPIRE', 'floor:' .. id(i), 3600000)
  redis.call('SADD', 'floor:user:' .. user(i), id(i))
end
`

/** A JSON text for each session, as connect-redis writes it. */
export const WRITE_TEXTS: string = `${PRELUDE}
local cookie = '{"originalMaxAge":null,"expires":null,"httpOnly":true,"path":"/"}'
for i = tonumber(ARGV[1]), tonumber(ARGV[2]) do
  local text = '{"cookie":' .. cookie .. ',"attribute-3":' .. attribute .. ',"principal":"' .. user(i) .. '"}'
  redis.call('SET', 'sess:' .. id(i), text, 'EX', 3600)
end
`
