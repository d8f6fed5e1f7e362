import { GRACE } from '../expiry/expiration-store.ts'

/**
 * ARGV[3] is the namespace, ARGV[4] this node, ARGV[5] how long the stream remembers (ms), ARGV[6]
 * the claim that its entries carry. Names of keys are built here, because some follow from what is
 * stored.
 */
export const CONTEXT: string = `
local ns, node, memory, claim = ARGV[3], ARGV[4], tonumber(ARGV[5]), ARGV[6]
local EXPIRATIONS = ns .. ':node:expirations'
local function hashOf(id) return ns .. ':sessions:' .. id end
local function shadowOf(id) return ns .. ':sessions:expires:' .. id end
`

/**
 * Puts a session where sweeps and Java look for it; with the scripts of an expiration store. In
 * EXPIRATIONS is every session whose beginning was told and whose end was not.
 */
export const FILING: string = `
-- previous = when it would have ended before. Begins with what a server without memory still does.
local function file(id, t, previous)
  local at = ends(t)
  local due = at and at <= now
  if at then redis.call('PEXPIREAT', hashOf(id), onServer(at + ${GRACE}))
  else redis.call('PERSIST', hashOf(id)) end
  if previous and previous <= now then
    rearrange(id, previous, nil)
    previous = nil
  end
  rearrange(id, previous, not due and at or nil)
  redis.call('ZADD', EXPIRATIONS, at and whole(at) or '+inf', id)
  if not at then redis.call('SET', shadowOf(id), '')
  elseif due then redis.call('DEL', shadowOf(id))
  else redis.call('SET', shadowOf(id), '', 'PXAT', onServer(at)) end
end
`
