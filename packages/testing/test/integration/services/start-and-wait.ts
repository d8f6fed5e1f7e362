// Started by a test that then kills it: starts the service, says so, and stays.
import { findOrStart } from '../../../src/services/find-or-start.ts'
import { httpService } from './http-service.ts'

const found = await findOrStart(httpService, { install: false })
console.log(JSON.stringify(found))
if (process.argv[2] === 'leave') process.exit(3)
setInterval(() => {}, 1000)
