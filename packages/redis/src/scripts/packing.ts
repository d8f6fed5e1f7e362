/**
 * A hash in one text instead of a list of many: see `PackedHash`. By the library that comes with every
 * server, because what Lua itself joins, it copies again and again.
 */
export const PACKING: string = `
local packed = cmsgpack.pack
`
