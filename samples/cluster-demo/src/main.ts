import { parseArgs } from 'node:util'
import { type Demo, startDemo } from './start-demo.ts'
import { storeNamed } from './stores/index.ts'

try {
  const { values } = parseArgs({ options: { store: { type: 'string' } } })
  const store = storeNamed(values.store)
  const wanted = portOf(process.env.PORT)
  const demo = await startDemo({ store, port: wanted, report: console.log })
  stopOnSignal(demo)
  const remark = wanted !== 0 && demo.port !== wanted ? ` (${wanted} is in use)` : ''
  const names = demo.nodes.map(({ name, pid }) => `${name} (process ${pid})`).join(' and ')
  const look = demo.peek === undefined ? '' : `\n  Look into it: ${demo.peek}\n`
  console.log(`
  Open http://127.0.0.1:${demo.port}${remark}

  Nodes ${names} share one session store: ${store.title}.
${look}
  Ctrl-C stops everything.
`)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
}

function portOf(text = '3000'): number {
  const port = Number(text)
  if (Number.isInteger(port) && port >= 0 && port < 65_536 && text.trim() !== '') return port
  throw new Error(`PORT is '${text}'. Use a number from 0 (any free port) to 65535.`)
}

function stopOnSignal(demo: Demo): void {
  let isStopping = false
  // Not `once`: under npm and tsx a Ctrl-C may arrive twice, and the second would kill.
  const stop = (): void => {
    if (!isStopping) void demo.stop()
    isStopping = true
  }
  process.on('SIGINT', stop).on('SIGTERM', stop)
}
