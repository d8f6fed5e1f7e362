import { GRACE } from './expiration-store.ts'

/**
 * Spring Session's default: sets by the minute. An end on a minute belongs to the next bucket, so
 * that all of a bucket is due when its minute has come.
 */
export const MINUTE_BUCKETS: string = `
local function bucketOf(at) return (math.floor(at / 60000) + 1) * 60000 end
local function keyOfBucket(minute) return ns .. ':expirations:' .. whole(minute) end

-- For Java the session no longer ends at previous but at next; nothing = is not to be looked for.
local function rearrange(id, previous, next)
  local from, to = previous and bucketOf(previous), next and bucketOf(next)
  if from == to then return end
  -- Members of sets are values, and values are JSON.
  local member = '"expires:' .. id .. '"'
  if from then redis.call('SREM', keyOfBucket(from), member) end
  if to then
    redis.call('SADD', keyOfBucket(to), member)
    redis.call('PEXPIREAT', keyOfBucket(to), onServer(to + ${GRACE}))
  end
end
`

/**
 * Takes members out of the buckets of the last day, the newest first: a Java service looks at each
 * bucket once, in its minute, and not at all while it is down.
 */
export const DUE_IN_MINUTE_BUCKETS: string = `
local function takeDue(limit)
  local due, minute = {}, math.floor(now / 60000) * 60000
  for _ = 1, 24 do
    local hour = {}
    for i = 1, 60 do
      hour[i] = keyOfBucket(minute)
      minute = minute - 60000
    end
    if redis.call('EXISTS', unpack(hour)) > 0 then
      for _, key in ipairs(hour) do
        for _, member in ipairs(read('SPOP', key, limit - #due)) do due[#due + 1] = member end
        if #due == limit then return due end
      end
    end
  end
  return due
end
`
