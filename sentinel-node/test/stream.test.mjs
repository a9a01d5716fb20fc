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

test('what was found can be forgotten', () => {
  const stream = scanner.stream('lines')
  stream.push(`key=${key}\n`)
  assert.deepEqual([stream.findings.length, stream.replacements.length], [1, 1])
  stream.forget()
  assert.deepEqual([stream.findings, stream.replacements], [[], []])
  stream.push(`key=${key}\n`)
  assert.deepEqual(stream.findings.map(({ line }) => line), [2])
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

const masked = 'é 🔑 [REDACTED:AWS_ACCESS_KEY] and\nmore'
const text = `é 🔑 ${key} and\nmore`

test('transform redacts what flows through a stream of Node', async () => {
  const pieces = [...Buffer.from(text)].map((byte) => Buffer.from([byte]))
  assert.equal(Buffer.concat(await Readable.from(pieces).pipe(scanner.transform()).toArray()).toString(), masked)
})

test('transform takes strings and bytes, and characters that are cut', async () => {
  const stream = scanner.transform()
  const pieces = [...text.split(''), Buffer.from(text), '\ud83d', Buffer.from('x'), [...'6b3d'].join(''), '\ud83d']
  for (const piece of pieces) stream.write(piece, piece === '6b3d' ? 'hex' : 'utf8')
  stream.end()
  assert.equal(Buffer.concat(await stream.toArray()).toString(), `${masked}${masked}\ufffdxk=\ufffd`)
})

test('webTransform redacts what flows through a web stream', async () => {
  const through = (pieces) => collect(ReadableStream.from(pieces).pipeThrough(scanner.webTransform()))
  assert.equal((await through([...text])).join(''), masked)
  const bytes = await through([...Buffer.from(text)].map((byte) => new Uint8Array([byte])))
  assert.equal(Buffer.concat(bytes).toString(), masked)
  await assert.rejects(through(['a', new Uint8Array([1])]), { code: 'invalid_input' })
})

const collect = async (pieces) => {
  const all = []
  for await (const piece of pieces) all.push(piece)
  return all
}

test('streamIter takes pieces as they come, or from an array', async () => {
  async function* later() {
    for (const unit of text.split('')) yield unit
  }
  assert.equal((await collect(scanner.streamIter(later()))).join(''), masked)
  assert.deepEqual(await collect(scanner.streamIter([`a ${key}\n`, 'b'], 'lines')), ['a [REDACTED:AWS_ACCESS_KEY]\n', 'b'])
  assert.throws(() => scanner.streamIter([], 'words'), { code: 'invalid_input' })
})

test('a string may be cut between two surrogates, and each piece is whole characters', () => {
  const stream = scanner.stream()
  const given = [...'🔑'.repeat(40).split('').map((unit) => stream.push(unit)), stream.push('\ud83d'), stream.finish()]
  assert.equal(given.join(''), '🔑'.repeat(40) + '\ufffd')
  for (const piece of given) assert.equal(piece, piece.toWellFormed?.() ?? piece)
})

test('where Buffers are pushed, Buffers come back', () => {
  const stream = scanner.stream()
  const given = [stream.push(Buffer.from(text)), stream.flush(), stream.finish(), stream.finish()]
  assert(given.every(Buffer.isBuffer))
  assert.equal(given.join(''), masked)
})

test('the bytes of a push are whole characters', () => {
  const stream = scanner.stream()
  const decode = new TextDecoder('utf-8', { fatal: true })
  const given = [...Buffer.from(text)].map((byte) => decode.decode(stream.push(new Uint8Array([byte]))))
  assert.equal(given.join('') + decode.decode(stream.finish()), masked)
})
