import { expect, test } from 'vitest'
import { locateByNetwork } from '../src/location.ts'

test.each([
  ['203.0.113.7', 'Kyoto'],
  ['127.0.0.1', 'this computer'],
  ['::ffff:127.0.0.1', 'this computer'],
  ['::1', 'this computer'],
  ['fd12::1', 'the local network'],
  ['172.32.0.1', undefined],
  ['2001:db8::1', undefined],
  ['', undefined],
])('%s is in %s', (address, place) => {
  expect(locateByNetwork()(address)).toBe(place)
})

test('another table takes its place', () => {
  expect(locateByNetwork([['2001:db8::', 32, 'Quito']])('2001:db8::1')).toBe('Quito')
})
