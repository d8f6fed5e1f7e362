import { createGzip } from 'node:zlib'
import type { RequestHandler } from 'express'

/** What compressing middleware does to a response: replaces `write` and `end`, and sends later. */
export const gzipResponses: RequestHandler = (_request, response, next) => {
  const write = response.write.bind(response)
  const end = response.end.bind(response)
  const gzip = createGzip()
  const begin = (): void => {
    if (response.hasHeader('Content-Encoding')) return
    response.setHeader('Content-Encoding', 'gzip')
    response.removeHeader('Content-Length')
    gzip.on('data', (chunk: Buffer) => {
      if (!write(chunk)) gzip.pause()
    })
    response.on('drain', () => gzip.resume())
    gzip.on('end', () => end())
  }
  response.write = ((chunk: string) => {
    begin()
    return gzip.write(chunk)
  }) as typeof response.write
  response.end = ((chunk?: string) => {
    begin()
    gzip.end(chunk)
    return response
  }) as typeof response.end
  next()
}
