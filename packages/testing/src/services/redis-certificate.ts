import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Paths of PEM files. */
export interface Certificate {
  /** The authority that signed it, for clients. */
  readonly ca: string
  readonly certificate: string
  readonly key: string
}

/** A certificate for `localhost` and 127.0.0.1 that is valid for two days, made by openssl. */
export const makeCertificate = async (folder: string): Promise<Certificate> => {
  const file = (name: string): string => join(folder, name)
  const openssl = (...args: string[]): Promise<unknown> => run('openssl', args, { cwd: folder })
  const newKey = (name: string): string[] => [
    ...['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'],
    ...['-keyout', `${name}.key`],
  ]
  writeFileSync(file('names'), 'subjectAltName=DNS:localhost,IP:127.0.0.1\n')
  const authority = ['-subj', '/CN=Session test authority', '-days', '2', '-out', 'ca.crt']
  await openssl('req', '-x509', ...newKey('ca'), ...authority)
  await openssl('req', ...newKey('server'), '-subj', '/CN=localhost', '-out', 'server.csr')
  const signed = ['-CA', 'ca.crt', '-CAkey', 'ca.key', '-CAcreateserial', '-days', '2']
  await openssl(
    'x509',
    '-req',
    '-in',
    'server.csr',
    ...signed,
    '-extfile',
    'names',
    '-out',
    'server.crt',
  )
  return { ca: file('ca.crt'), certificate: file('server.crt'), key: file('server.key') }
}
