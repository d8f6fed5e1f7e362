import { createServer } from 'node:http'
import { describeHttpIntegration } from '../../../testing/src/index.ts'
import { listening } from './listening.ts'
import { nodeApp } from './node-app.ts'

describeHttpIntegration('node:http', {
  start: (app) => listening(createServer(nodeApp(app))),
  lacks: { 'error-handler': 'a plain server has none: withSession() answers by itself' },
})
