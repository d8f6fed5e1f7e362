import { describeHttpIntegration } from '@session/testing'
import express4 from 'express4'
import { expressHarness } from './express-harness.ts'
import { muteErrorLog } from './mute-error-log.ts'

muteErrorLog()
describeHttpIntegration(
  'Express 4',
  expressHarness(express4, {
    'rejecting-sessions':
      'a rejecting handler would kill the process: the failure goes to next(error), and getSession() stays pending',
  }),
)
