// The language-neutral vectors: the same cases that Rust, Python and C run.
import assert from 'node:assert/strict'
import { readFileSync, readdirSync } from 'node:fs'
import { test } from 'node:test'
import { inspect } from 'node:util'
import { vault } from './vault_vectors.mjs'
import { Scanner, SentinelError, draftRegex, inputOffset, open, outputOffset, preview } from 'sentinel-secrets'

const folder = new URL('../../sentinel-core/tests/vectors/', import.meta.url)
const files = readdirSync(folder).filter((name) => name.endsWith('.json'))
const bytes = (base64) => new Uint8Array(Buffer.from(base64, 'base64'))
const utf8 = (text) => new TextEncoder().encode(text)

const scanners = new Map()

/** The scanner that a vector asks for; those of many vectors are the same. */
function scanner({ rules, pii, known, policy, pseudonym_keys, paths, ...given }) {
  const { max_input_bytes: maxInputBytes, max_decoded_bytes: maxDecodedBytes, max_output_bytes: maxOutputBytes } = given
  const limits = { maxInputBytes, maxDecodedBytes, maxOutputBytes }
  const options = { yaml: rules, builtin: rules === undefined, pii, known, policy, pseudonymKeys: pseudonym_keys, paths, ...limits }
  const key = JSON.stringify(options)
  if (!scanners.has(key)) scanners.set(key, new Scanner(options))
  return scanners.get(key)
}

/** What a vector says of a finding, in one unit. */
const expected = (finding, unit) => {
  const [start, end] = finding[unit]
  const { type, category, severity, proof, preview, line, components = [] } = finding
  return { type, category, severity, proof, preview, start, end, line, column: finding.column[unit], components }
}
const shown = ({ type, category, severity, proof, preview, start, end, line, column, components }) => ({
  type, category, severity, proof, preview, start, end, line, column, components: components.map((part) => part.type),
})

const OPERATIONS = {
  vault,
  scan(vector) {
    const { text, base64, findings } = vector
    const scan = (input, unit) =>
      assert.deepEqual(scanner(vector).scan(input).map(shown), findings.map((finding) => expected(finding, unit)))
    if (text !== undefined) scan(text, 'utf16')
    scan(text === undefined ? bytes(base64) : utf8(text), 'bytes')
  },
  redact(vector) {
    const redact = (input, output) => {
      const redacted = scanner(vector).redact(input)
      assert.deepEqual(redacted.text, output)
      assert.deepEqual(redacted.findings.map((finding) => finding.type), vector.types)
      assert.equal(redacted.error?.code, vector.error)
      if (vector.replacements !== undefined) replaced(redacted.replacements, typeof input === 'string' ? 'utf16' : 'bytes')
    }
    const replaced = (replacements, unit) => {
      const shown = replacements.map(({ type, treatment, input, output }) =>
        [type, treatment, [input.start, input.end, output.start, output.end]])
      assert.deepEqual(shown, vector.replacements.map((one) => [one.type, one.treatment, one[unit]]))
      for (const { input, output } of replacements) {
        assert.equal(outputOffset(replacements, input.start), output.start)
        assert(inputOffset(replacements, output.start) >= input.start)
      }
    }
    const { text, base64, redacted, redacted_base64 } = vector
    if (text !== undefined && redacted !== undefined) redact(text, redacted)
    const output = redacted === undefined ? bytes(redacted_base64) : utf8(redacted)
    redact(text === undefined ? bytes(base64) : utf8(text), output)
  },
  redact_json(vector) {
    const { text, error, findings } = scanner(vector).redactJson(vector.text)
    assert(text === vector.redacted, 'the redacted text is another')
    assert.deepEqual(findings.map((finding) => finding.type), vector.types)
    assert.equal(error?.code, vector.error)
    if (error) return
    assert.deepEqual(scanner(vector).redact(JSON.parse(vector.text)).text, JSON.parse(vector.redacted))
  },
  redact_as(vector) {
    const redact = (input, output) => {
      const redacted = scanner(vector).redactAs(vector.shape, input)
      assert.deepEqual(redacted.text, output)
      assert.deepEqual(redacted.findings.map((finding) => finding.type), vector.types)
      assert.equal(redacted.error?.code, vector.error)
      if (vector.replacements !== undefined) {
        const unit = typeof input === 'string' ? 'utf16' : 'bytes'
        const shown = redacted.replacements.map(({ type, treatment, input, output }) =>
          [type, treatment, [input.start, input.end, output.start, output.end]])
        assert.deepEqual(shown, vector.replacements.map((one) => [one.type, one.treatment, one[unit]]))
      }
      assert.deepEqual(scanner(vector).redactAs(vector.shape, redacted.text).text, output)
    }
    const { text, base64, redacted, redacted_base64 } = vector
    if (text !== undefined && redacted !== undefined) redact(text, redacted)
    const output = redacted === undefined ? bytes(redacted_base64) : utf8(redacted)
    redact(text === undefined ? bytes(base64) : utf8(text), output)
  },
  stream(vector) {
    const { text, base64, redacted, redacted_base64, chunks } = vector
    const stream = (input, output, join) => {
      const stream = scanner(vector).stream()
      const given = []
      for (let at = 0, turn = 0; at < input.length; turn += 1) {
        let end = Math.min(at + chunks[turn % chunks.length], input.length)
        // A string is not cut inside a character.
        if (typeof input === 'string' && /[\ud800-\udbff]$/.test(input.slice(at, end))) end += 1
        given.push(stream.push(input.slice(at, end)))
        at = end
      }
      given.push(stream.finish())
      assert.deepEqual(join(given), output)
      assert.deepEqual(stream.findings.map((finding) => finding.type), vector.types)
      assert.equal(stream.error?.code, vector.error)
      if (vector.error === undefined) {
        const whole = scanner(vector).redact(input)
        assert.deepEqual(stream.findings, whole.findings)
        assert.deepEqual(stream.replacements, whole.replacements)
      }
    }
    const joined = (parts) => new Uint8Array(Buffer.concat(parts.filter((part) => typeof part !== 'string')))
    if (text !== undefined && redacted !== undefined) stream(text, redacted, (parts) => parts.join(''))
    const output = redacted === undefined ? bytes(redacted_base64) : utf8(redacted)
    stream(text === undefined ? bytes(base64) : utf8(text), output, joined)
  },
  feed(vector) {
    const { text, chunks, format, redacted, types } = vector
    const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
    for (const input of [text, utf8(text)]) {
      const stream = scanner(vector).stream(format)
      const given = []
      for (let at = 0, turn = 0; at < input.length; turn += 1) {
        const end = Math.min(at + chunks[turn % chunks.length], input.length)
        given.push(stream.push(input.slice(at, end)))
        at = end
      }
      given.push(stream.finish())
      const binary = typeof input !== 'string'
      const whole = binary ? decoder.decode(Buffer.concat(given.filter((part) => typeof part !== 'string'))) : given.join('')
      assert.equal(vector.answer === undefined ? whole : answer(whole, vector.answer), redacted)
      assert.deepEqual(stream.findings.map((finding) => finding.type), types)
      assert.equal(stream.error?.code, vector.error)
    }
  },
  preview({ value, keep_prefix, keep_suffix, preview: expected }) {
    assert.equal(preview(value, { keepPrefix: keep_prefix, keepSuffix: keep_suffix }), expected)
  },
  draft({ evidence, error, regex, samples, matched, confidence }) {
    if (error !== undefined) return assert.throws(() => draftRegex(evidence), { code: error })
    assert.deepEqual({ ...draftRegex(evidence) }, { regex, samples, matched, confidence })
  },
  async error(vector) {
    const error = await CALLS[vector.call](vector).then(
      () => assert.fail('nothing was thrown'),
      (error) => error,
    )
    assert(error instanceof SentinelError)
    assert.equal(error.code, vector.code)
    for (const name of vector.names ?? []) assert(error.message.includes(name), `the error names ${name}`)
    for (const hidden of vector.hides ?? []) assert(!inspect(error).includes(hidden), 'the error quotes its input')
  },
}

/** What the members of this name say, all in all, in the documents of events. */
const answer = (events, name) =>
  [...events.matchAll(/^data: (\{.*)$/gm)].map(([, payload]) => said(JSON.parse(payload), name)).join('')
const said = (value, name) =>
  value === null || typeof value !== 'object' ? '' : Object.entries(value)
    .map(([key, item]) => (key === name && typeof item === 'string' ? item : said(item, name))).join('')

const CALLS = {
  rules: async (vector) => scanner(vector),
  known: async (vector) => scanner(vector),
  policy: async (vector) => scanner(vector),
  paths: async (vector) => scanner(vector),
  scan: async (vector) => scanner(vector).scan(vector.text ?? bytes(vector.base64)),
  redact_as: async (vector) => scanner(vector).redactAs(vector.shape, vector.text),
  feedback: async ({ feedback }) => (await open('memory://')).feedback(feedback),
  open: ({ url }) => open(url),
  approve: async ({ id, by }) => (await open('memory://')).rules.approve(id, { by, reason: 'a test' }),
}

let ran = 0
assert(files.length > 0, 'there are vectors')
for (const file of files) {
  const { cases } = JSON.parse(readFileSync(new URL(file, folder), 'utf8').replaceAll('<|>', ''))
  test(`${file}: ${cases.length} cases`, async (t) => {
    for (const vector of cases) {
      await t.test(vector.name, async () => {
        assert(Object.hasOwn(OPERATIONS, vector.op), `the operation ${vector.op} is known`)
        await OPERATIONS[vector.op](vector)
        ran += 1
      })
    }
  })
}
test('all of them ran', (t) => t.diagnostic(`${ran} vectors ran`))
