import { describe, expect, test } from 'vitest'
import { streamThenComplete } from '../../../src/web/stream-then-complete.ts'

/** No length was declared. */
const ANY = Number.POSITIVE_INFINITY

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

function source(chunks: readonly string[], log: string[] = []): ReadableStream<Uint8Array> {
  const rest = [...chunks]
  return new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        const chunk = rest.shift()
        log.push(`pull ${chunk ?? 'end'}`)
        if (chunk === undefined) controller.close()
        else controller.enqueue(bytes(chunk))
      },
      cancel() {
        log.push('cancel')
      },
    },
    { highWaterMark: 0 },
  )
}

describe('streamThenComplete', () => {
  test('passes every chunk and completes before the end is told', async () => {
    const log: string[] = []
    const stream = streamThenComplete(source(['a', 'b'], log), ANY, async () => {
      log.push('complete')
    })
    expect(await new Response(stream).text()).toBe('ab')
    expect(log).toEqual(['pull a', 'pull b', 'pull end', 'complete'])
  })

  test('completes before the byte that makes a declared length whole', async () => {
    const log: string[] = []
    const reader = streamThenComplete(source(['ab', 'c'], log), 3, async () => {
      log.push('complete')
    }).getReader()
    await reader.read()
    expect(log).toEqual(['pull ab'])
    expect((await reader.read()).value).toEqual(bytes('c'))
    expect(log).toEqual(['pull ab', 'pull c', 'complete'])
  })

  test('reads nothing before the client does', async () => {
    const log: string[] = []
    const reader = streamThenComplete(source(['a', 'b'], log), ANY, () => undefined).getReader()
    expect(log).toEqual([])
    await reader.read()
    expect(log).toEqual(['pull a'])
  })

  test('errors when completing fails, after every byte was passed', async () => {
    const reader = streamThenComplete(source(['a']), ANY, () =>
      Promise.reject(new Error('not saved')),
    ).getReader()
    expect((await reader.read()).value).toEqual(bytes('a'))
    await expect(reader.read()).rejects.toThrow('not saved')
  })

  test('cancels the source first, and then completes', async () => {
    const log: string[] = []
    const stream = streamThenComplete(source(['a', 'b'], log), ANY, async () => {
      log.push('complete')
    })
    const reader = stream.getReader()
    await reader.read()
    await reader.cancel()
    expect(log).toEqual(['pull a', 'cancel', 'complete'])
  })

  test('completes once when it is cancelled while a read is under way', async () => {
    let completed = 0
    let isCancelled = false
    const stalled = new ReadableStream<Uint8Array>({
      cancel() {
        isCancelled = true
      },
    })
    const reader = streamThenComplete(stalled, ANY, async () => {
      completed++
    }).getReader()
    const read = reader.read()
    await reader.cancel()
    expect(await read).toEqual({ done: true, value: undefined })
    expect({ completed, isCancelled }).toEqual({ completed: 1, isCancelled: true })
  })

  test('completes when the source fails, and passes that failure on', async () => {
    let completed = 0
    const failing = new ReadableStream<Uint8Array>({
      pull(controller) {
        controller.error(new Error('source broke'))
      },
    })
    const stream = streamThenComplete(failing, ANY, () => {
      completed++
      return Promise.reject(new Error('not saved'))
    })
    await expect(new Response(stream).text()).rejects.toThrow('source broke')
    expect(completed).toBe(1)
  })
})
