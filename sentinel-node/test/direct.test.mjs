// Strings, which are scanned by functions of their own: whatever their length and their characters, they give what
// other texts give.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as sentinel from 'sentinel-secrets'
import { AWS_KEY } from './support.mjs'

const { Scanner, SentinelError } = sentinel
const scanner = new Scanner()

// Lengths round those at which a string is read in another way.
const LENGTHS = [0, 1, 63, 509, 510, 511, 512, 513, 65535, 65536, 65537, 200_000]
const FILLS = ['x ', 'é ', '日 ', '🔑 ', '\u0000 ', '\ufffd ']

test('strings of every length and of all characters give what their bytes give', () => {
  for (const fill of FILLS) {
    for (const length of LENGTHS) {
      const before = fill.repeat(length).slice(0, length).toWellFormed()
      for (const text of [before, `${before} ${AWS_KEY}`, `${before} ${AWS_KEY} ${fill}`]) {
        const bytes = Buffer.from(text)
        const ofBytes = scanner.redact(bytes)
        assert.equal(scanner.redact(text).text, Buffer.from(ofBytes.text).toString())
        const found = (findings) => findings.map(({ type, line, preview }) => [type, line, preview])
        assert.deepEqual(found(scanner.scan(text)), found(scanner.scan(bytes)))
        for (const { start, end } of scanner.scan(text)) assert.equal(text.slice(start, end), AWS_KEY)
      }
    }
  }
})

test('a lone surrogate is replaced in a text in which nothing is found', () => {
  for (const length of LENGTHS) {
    for (const lone of ['\ud800', '\udfff']) {
      const text = 'x'.repeat(length) + lone
      assert.deepEqual(scanner.redact(text), { text: text.toWellFormed(), findings: [], error: null, replacements: [] })
    }
  }
})

test('where nothing is found, each call gives a result of its own', () => {
  const calls = [(text) => scanner.redact(text), (text) => scanner.redactJson(text), sentinel.redact]
  for (const call of calls) {
    const [one, other] = [call('["user"]'), call('["user"]')]
    assert.deepEqual(one, { text: '["user"]', findings: [], error: null, replacements: [] })
    assert.deepEqual(Object.keys(one), Object.keys(call(JSON.stringify([AWS_KEY]))))
    one.findings.push('mine')
    one.text = ''
    assert.deepEqual(other, { text: '["user"]', findings: [], error: null, replacements: [] })
  }
  for (const call of [(text) => scanner.scan(text), sentinel.scan]) {
    call('user').push('mine')
    assert.deepEqual(call('user'), [])
  }
})

test('each scanner has its own rules, limits and counters, also when it is extended', () => {
  class Mine extends Scanner {
    redact(text) {
      return super.redact(`${text}!`)
    }
  }
  const house = new Mine({ builtin: false, yaml: 'patterns: {HOUSE: {regex: "hsk_[a-z]{8}"}}', maxInputBytes: 30 })
  assert.equal(house.redact(`${AWS_KEY} `).text, `${AWS_KEY} !`)
  assert.equal(house.redact('hsk_abcdefgh').text, '[REDACTED:HOUSE]!')
  const { text, error } = house.redact('x'.repeat(30))
  assert.equal(text, '[REDACTED:LIMIT]')
  assert(error instanceof SentinelError && error.code === 'limit_exceeded')
  assert.throws(() => house.scan('x'.repeat(31)), { name: 'SentinelError', code: 'limit_exceeded', operation: 'scan' })
  assert.equal(house.redactJson('{').text, '"[REDACTED:ERROR]"')
  const { calls, bytes, found, limited, failed } = house.counters
  assert.deepEqual({ calls, bytes, found, limited, failed }, { calls: 5, bytes: 22 + 13 + 31 + 31 + 1, found: 1, limited: 2, failed: 1 })
})

test('what is no scanner has no functions, and the package keeps them to itself', () => {
  const { scan, redact, redactJson } = Scanner.prototype
  for (const method of [scan, redact, redactJson]) {
    for (const other of [undefined, null, {}, Object.create(scanner)]) {
      assert.throws(() => method.call(other, 'text'), { name: 'SentinelError', code: 'invalid_input' })
    }
  }
  assert.deepEqual(Reflect.ownKeys(scanner), [])
  assert(!('direct' in scanner) && !('direct' in sentinel))
})

test('a text comes back as what it was given as', () => {
  const vault = new sentinel.Vault()
  const calls = {
    redact: (text) => sentinel.redact(text),
    'redact of a scanner': (text) => scanner.redact(text),
    redactAs: (text) => scanner.redactAs('url', text),
    tokenize: (text) => scanner.tokenize(text, vault),
  }
  for (const [name, call] of Object.entries(calls)) {
    for (const given of [`key=${AWS_KEY}`, 'key=']) {
      const [ofString, ofBuffer, ofBytes] = [given, Buffer.from(given), new TextEncoder().encode(given)].map((text) => call(text).text)
      assert.equal(typeof ofString, 'string', name)
      assert(Buffer.isBuffer(ofBuffer) && `${ofBuffer}` === ofString, name)
      assert(Object.getPrototypeOf(ofBytes) === Uint8Array.prototype, name)
    }
  }
})
