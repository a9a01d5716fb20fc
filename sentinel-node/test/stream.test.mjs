// Streams as a host uses them; that they equal the whole text is what the vectors and the core's tests show.
import assert from 'node:assert/strict'
import { Readable, Transform } from 'node:stream'
import { test } from 'node:test'
import { Scanner, SentinelError } from 'sentinel-secrets'

const key = 'AKIA' + 'QYLPMN5HHHFPZAM2'
const scanner = new Scanner()

test('a Transform redacts what flows through it', async () => {
  const stream = scanner.stream()
  const redacting = new Transform({
    transform: (chunk, _, done) => done(null, stream.push(chunk)),
    flush: (done) => done(null, stream.finish()),
  })
  const text = Buffer.from(`é key=${key} and\nmore`)
  const pieces = [...text].map((byte) => Buffer.from([byte]))
  const out = Buffer.concat(await Readable.from(pieces).pipe(redacting).toArray())
  assert.equal(out.toString(), 'é key=[REDACTED:AWS_ACCESS_KEY] and\nmore')
  assert.deepEqual(stream.findings.map(({ type, start, line }) => [type, start, line]), [['AWS_ACCESS_KEY', 7, 1]])
})

test('a finished stream takes nothing more, and all pieces are of one kind', () => {
  const stream = scanner.stream()
  assert.equal(stream.push('') + stream.flush() + stream.push('a') + stream.finish() + stream.finish(), 'a')
  assert.throws(() => stream.push('b'), (error) => error instanceof SentinelError && error.code === 'invalid_input')
  const mixed = scanner.stream()
  mixed.push('a')
  assert.throws(() => mixed.push(new Uint8Array([1])), { code: 'invalid_input' })
  assert.equal(mixed.finish(), 'a')
})

test('past a limit the rest is withheld, and the error says why', () => {
  const stream = new Scanner({ maxInputBytes: 10 }).stream()
  assert.equal(stream.push('more than ten units'), '[REDACTED:LIMIT]')
  assert.equal(stream.push(key) + stream.finish(), '')
  assert(stream.error instanceof SentinelError)
  assert.equal(stream.error.code, 'limit_exceeded')
})
