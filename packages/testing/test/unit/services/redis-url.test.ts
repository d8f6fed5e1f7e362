import { describe, expect, test } from 'vitest'
import { parseRedisUrl } from '../../../src/services/redis-url.ts'

describe('parseRedisUrl', () => {
  test('reads one server, with a password that had to be encoded', () => {
    expect(parseRedisUrl('redis://:p%40ss%2C@127.0.0.1:7000')).toEqual({
      nodes: [{ host: '127.0.0.1', port: 7000 }],
      password: 'p@ss,',
    })
  })

  test('takes the usual port when none is given, and the path of one server for no name', () => {
    expect(parseRedisUrl('redis://cache.example/2')).toEqual({
      nodes: [{ host: 'cache.example', port: 6379 }],
    })
  })

  test('reads the file of the authority behind a TLS server', () => {
    expect(parseRedisUrl('rediss://:secret@127.0.0.1:7000?ca=%2Ftmp%2Fa%20b%2Fca.crt')).toEqual({
      nodes: [{ host: '127.0.0.1', port: 7000 }],
      password: 'secret',
      ca: '/tmp/a b/ca.crt',
    })
  })

  test('reads every node of a cluster, in order', () => {
    expect(parseRedisUrl('redis+cluster://:pw@127.0.0.1:7001,[::1]:7002,other').nodes).toEqual([
      { host: '127.0.0.1', port: 7001 },
      { host: '::1', port: 7002 },
      { host: 'other', port: 6379 },
    ])
  })

  test('reads the sentinels and the name of their master', () => {
    expect(parseRedisUrl('redis+sentinel://127.0.0.1:1,127.0.0.1:2/mymaster')).toEqual({
      nodes: [
        { host: '127.0.0.1', port: 1 },
        { host: '127.0.0.1', port: 2 },
      ],
      masterName: 'mymaster',
    })
  })

  test('refuses what is no URL', () => {
    expect(() => parseRedisUrl('127.0.0.1')).toThrow(TypeError)
  })
})
