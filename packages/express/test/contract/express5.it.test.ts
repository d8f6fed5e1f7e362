import { describeHttpIntegration } from '@session/testing'
import express from 'express'
import { expressHarness } from './express-harness.ts'
import { muteErrorLog } from './mute-error-log.ts'

muteErrorLog()
describeHttpIntegration('Express 5', expressHarness(express))
