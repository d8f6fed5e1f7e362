/**
 * Every node reads the stream. The state travels in it, unless it is too much for one command: it is
 * flat[from …], or all of flat. A session whose id changed lives, and is read by those who listen.
 */
export const TELLING: string = `
local function tell(kind, id, by, previous, flat, from)
  local entry = { 'type', kind, 'id', id, 'node', node, 'claim', by, 'previous', previous or '' }
  local first, last = from or 1, flat and #flat or 0
  if last - first < 6000 then
    for i = first, last do entry[#entry + 1] = flat[i] end
  end
  local events = ns .. ':node:events'
  redis.call('XADD', events, 'MINID', '~', whole(serverNow - memory), '*', unpack(entry))
  redis.call('PEXPIRE', events, memory)
end
`

/**
 * What a Java service makes its created event of: a map of the fields, in typed JSON. ARGV[first …]:
 * fields and values that are such JSON. A node of ours knows the message by its last member, which
 * Java ignores.
 */
export const TELLING_JAVA: string = `
local function tellJava(id, database, first)
  local map = { '{"@class":"java.util.HashMap"' }
  for i = first, #ARGV, 2 do
    local value = ARGV[i + 1]
    map[#map + 1] = ',' .. cjson.encode(ARGV[i]) .. ':' .. (value == '' and 'null' or value)
  end
  map[#map + 1] = ',"node":1}'
  -- Java may be told in vain, and a user who may not publish can store all the same.
  redis.pcall('PUBLISH', ns .. ':event:' .. database .. ':created:' .. id, table.concat(map))
end
`
