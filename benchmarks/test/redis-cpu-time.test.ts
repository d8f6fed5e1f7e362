import { expect, test } from 'vitest'
import { redisCpuTime } from '../src/databases/redis.ts'

test("Redis's own time is that of its server, in the kernel and outside, in microseconds", () => {
  const info =
    '# CPU\r\nused_cpu_sys:1.500000\r\nused_cpu_user:0.250001\r\nused_cpu_sys_children:9.000000\r\n'
  expect(redisCpuTime(info)).toBe(1_750_001)
})
