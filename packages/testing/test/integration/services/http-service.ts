import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { freePort } from '../../../src/services/free-port.ts'
import type { Service } from '../../../src/services/service.ts'

/** Answers every request with its own process id and folder. */
const server = `
const [, port, folder] = process.argv
require('node:http')
  .createServer((request, response) => response.end(JSON.stringify({ pid: process.pid, folder })))
  .listen(Number(port), '127.0.0.1')
`

/** A real server in a process of its own, as small as they come. */
export const httpService: Service = {
  name: 'http-service',
  environmentVariable: 'SESSION_HTTP_SERVICE',
  binaries: [process.execPath],
  debianPackages: ['nodejs'],
  start: async (binary, { folder, launch }) => {
    const port = await freePort()
    writeFileSync(join(folder(), 'data'), 'something to remove')
    const launched = await launch(binary, ['--eval', server, '--', String(port), folder()], {
      port,
    })
    return { url: `http://127.0.0.1:${port}`, stop: () => launched.stop() }
  },
}
