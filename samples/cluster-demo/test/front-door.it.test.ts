import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import { freePort } from '@session/testing/services'
import { afterEach, expect, test } from 'vitest'
import { frontDoor } from '../src/front-door.ts'
import { close, listen } from '../src/listen.ts'

const running: Server[] = []

afterEach(async () => {
  await Promise.all(running.splice(0).map(close))
})

const start = async (server: Server): Promise<number> => {
  running.push(server)
  return listen(server, 0)
}
const startNode = (listener: RequestListener): Promise<number> => start(createServer(listener))
const startDoor = async (...ports: (number | undefined)[]): Promise<string> => {
  const nodes = ports.map((port, index) => ({ name: 'AB'.charAt(index), port }))
  return `http://127.0.0.1:${await start(frontDoor(nodes))}`
}

test('asks the nodes in turn, and one by name for paths below its own', async () => {
  const a = await startNode((_request, response) => response.end('A'))
  const b = await startNode((_request, response) => response.end('B'))
  const door = await startDoor(a, b)
  const ask = async (path: string): Promise<string> => (await fetch(door + path)).text()
  expect([await ask('/'), await ask('/'), await ask('/'), await ask('/')]).toEqual([...'ABAB'])
  expect([await ask('/nodes/B/x'), await ask('/nodes/B/x'), await ask('/')]).toEqual([...'BBA'])
})

test('passes a dead node over for a GET, and sends a POST to nobody else', async () => {
  const received: (string | undefined)[] = []
  const dead = await freePort()
  const alive = await startNode((request, response) => {
    received.push(request.method)
    response.end('alive')
  })
  const door = await startDoor(dead, alive)
  expect(await (await fetch(door)).text()).toBe('alive')
  expect((await fetch(door, { method: 'POST', body: 'x' })).status).toBe(502)
  expect(received).toEqual(['GET'])
})

test('asks no node that is known to be down, and cuts off what is for that one alone', async () => {
  const alive = await startNode((request, response) => response.end(request.method))
  const door = await startDoor(undefined, alive)
  expect(await (await fetch(door, { method: 'POST', body: 'x' })).text()).toBe('POST')
  expect(await (await fetch(door)).text()).toBe('GET')
  await expect(fetch(`${door}/nodes/A/events`)).rejects.toThrow('fetch failed')
  expect((await fetch(await startDoor(undefined, undefined))).status).toBe(502)
})

test('hands on the first part of a body before there is a second', async () => {
  const node = createServer((_request, response) => {
    response.writeHead(200, { 'Content-Type': 'text/event-stream' }).write('data: one\n\n')
    node.once('go on', () => response.end('data: two\n\n'))
  })
  const response = await fetch(await startDoor(await start(node)))
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  expect((await reader?.read())?.value).toBe('data: one\n\n')
  node.emit('go on')
  expect((await reader?.read())?.value).toBe('data: two\n\n')
})

test('sends a head that has no body yet', async () => {
  const node = await startNode((_request, response) => {
    response.writeHead(200, { 'Content-Type': 'text/event-stream' }).flushHeaders()
  })
  expect((await fetch(await startDoor(node))).headers.get('content-type')).toBe('text/event-stream')
})

test('tells the node when the client has gone', async () => {
  const node = createServer((_request, response) => {
    response.write('x')
    response.on('close', () => node.emit('client gone'))
  })
  const door = await startDoor(await start(node))
  const gone = once(node, 'client gone')
  const leaving = new AbortController()
  await fetch(door, { signal: leaving.signal })
  leaving.abort()
  await gone
})

test('says truly who asks and how, whatever the client says, and keeps cookies apart', async () => {
  const node = await startNode((request, response) => {
    response.setHeader('Set-Cookie', ['one=1', 'two=2'])
    response.end(JSON.stringify(request.headers))
  })
  const door = await startDoor(node)
  const response = await fetch(door, {
    headers: { cookie: 'a=b', 'x-forwarded-for': '10.0.0.1', 'x-forwarded-proto': 'https' },
  })
  expect(response.headers.getSetCookie()).toEqual(['one=1', 'two=2'])
  expect(await response.json()).toMatchObject({
    cookie: 'a=b',
    host: new URL(door).host,
    'x-forwarded-for': '127.0.0.1',
    'x-forwarded-host': new URL(door).host,
    'x-forwarded-proto': 'http',
  })
})
