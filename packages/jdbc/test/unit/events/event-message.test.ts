import { expect, test } from 'vitest'
import { eventMessage } from '../../../src/events/event-message.ts'

const id = 'A-_9'.repeat(9)
const before = 'b'.repeat(20)

test('what the statements tell is read', () => {
  expect(eventMessage(`deleted node-1 17 ${id}`)).toEqual({
    type: 'deleted',
    node: 'node-1',
    claim: '17',
    id,
    previousId: undefined,
  })
  expect(eventMessage(`id-changed n 0 ${id} ${before}`)?.previousId).toBe(before)
})

test.each([
  '',
  'hello',
  `sneezed n 0 ${id}`,
  `deleted n 0 ../../etc/passwd/and/more`,
  `deleted n x ${id}`,
  `deleted  0 ${id}`,
  `deleted n 0 ${id} ${before}`,
  `id-changed n 0 ${id}`,
  `deleted n 0 ${id}\n`,
  ` deleted n 0 ${id}`,
  `deleted n 0 ${'x'.repeat(8000)}`,
])('what anybody else may send is passed over: %s', (text) => {
  expect(eventMessage(text)).toBeUndefined()
})
