// Offsets in UTF-16 units of strings and bytes of arrays, and text that is not well-formed.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Scanner, open, redact, scan } from 'sentinel-secrets'
import { AWS_KEY } from './support.mjs'

const BEFORE = ['', 'key=', 'é ', '🔑 ', '日本語\n', 'e\u0301\u200d👩‍👩‍👧\n\n🔑', '\u0000', '\ufeff', '\ud83d\ud83d\udd11 ', '\udd11 ']

test('a string is counted in UTF-16 units', () => {
  for (const before of BEFORE) {
    const text = `${before} ${AWS_KEY} 🔑`
    const [finding, ...rest] = scan(text)
    assert.deepEqual(rest, [])
    assert.equal(text.slice(finding.start, finding.end), AWS_KEY)
    const lines = text.slice(0, finding.start).split('\n')
    assert.deepEqual([finding.line, finding.column], [lines.length, lines.at(-1).length + 1])
  }
})

test('bytes are counted in bytes, and need not be UTF-8', () => {
  for (const before of [...BEFORE.map((text) => Buffer.from(text)), Buffer.from([0xff, 0xc3, 0x0a, 0x80])]) {
    const bytes = Buffer.concat([before, Buffer.from(` ${AWS_KEY} `), Buffer.from([0xfe])])
    const [finding] = scan(bytes)
    assert.equal(bytes.subarray(finding.start, finding.end).toString(), AWS_KEY)
    const { text } = redact(bytes)
    assert(text instanceof Uint8Array)
    const expected = Buffer.concat([before, Buffer.from(' [REDACTED:AWS_ACCESS_KEY] '), Buffer.from([0xfe])])
    assert(expected.equals(text))
  }
})

test('a lone surrogate hides nothing: it is read as U+FFFD, one unit for one', async () => {
  const sentinel = await open('memory://')
  for (const lone of ['\ud800', '\udfff', '\udc00\ud800']) {
    for (const text of [`${lone}${AWS_KEY}`, `${AWS_KEY}${lone}`, `${lone} key=${AWS_KEY} ${lone}`]) {
      const replaced = text.toWellFormed().replace(AWS_KEY, '[REDACTED:AWS_ACCESS_KEY]')
      assert.equal(text.slice(scan(text)[0].start, scan(text)[0].end), AWS_KEY)
      assert.equal(redact(text).text, replaced)
      assert.equal((await sentinel.process(text)).text, replaced)
    }
  }
  await sentinel.close()
})

test('views into larger, shared and other buffers are read where they are', () => {
  const shared = new Uint8Array(new SharedArrayBuffer(64))
  shared.set(Buffer.from(`key=${AWS_KEY}`), 8)
  assert.equal(scan(shared.subarray(8))[0].start, 4)
  assert.equal(scan(shared.subarray(8, 20)).length, 0)
  assert.equal(scan(Buffer.from(`0123456789key=${AWS_KEY}`).subarray(10))[0].start, 4)
  assert.deepEqual(scan(new Uint8Array()), [])
  assert.deepEqual(scan(''), [])
})

test('an encoded value is found where it stands encoded', () => {
  const encoded = Buffer.from(`key=${AWS_KEY} and more`).toString('base64')
  const [plain] = scan(`é ${AWS_KEY}`)
  const [finding] = scan(`é ${encoded} x`)
  assert.deepEqual([finding.type, finding.encodings, plain.encodings], ['AWS_ACCESS_KEY', ['base64'], []])
  assert(finding.start >= 2 && finding.end <= 2 + encoded.length)
})

test('a text is redacted once: the result scans clean and is not changed again', () => {
  const scanner = new Scanner({ pii: true })
  const { text } = scanner.redact(`é ${AWS_KEY} 🔑 mail=jane.roe@` + 'mail.acme.io')
  assert.deepEqual(scanner.scan(text), [])
  assert.equal(scanner.redact(text).text, text)
})
