// A function of the host that says what stands for a value; whatever goes wrong in it, the text is withheld.
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { test } from 'node:test'
import { Worker } from 'node:worker_threads'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Scanner } from 'sentinel-secrets'
import { AWS_KEY, temporaryFolder } from './support.mjs'

const LINE = `key=${AWS_KEY} user=7`
const calling = (callback, options) => new Scanner({ policy: 'default: callback', callback, ...options })

test('a callback says what stands for a value', () => {
  const seen = []
  const scanner = calling((...finding) => {
    seen.push(finding)
    return '<gone>'
  })
  const { text, replacements } = scanner.redact(LINE)
  assert.equal(text, 'key=<gone> user=7')
  assert.deepEqual(seen[0], ['AWS_ACCESS_KEY', 'secret', 'HIGH', 'AKIA****AM2'])
  assert.deepEqual(replacements.map(({ treatment, output }) => [treatment, output]), [['callback', { start: 4, end: 10 }]])
  assert.deepEqual(scanner.redact(Buffer.from(LINE)).text, Buffer.from('key=<gone> user=7'))
  assert.deepEqual(scanner.redact({ note: LINE, list: [AWS_KEY] }).text, { note: 'key=<gone> user=7', list: ['<gone>'] })
  assert.equal(scanner.redactJson(JSON.stringify({ note: LINE })).text, '{"note":"key=<gone> user=7"}')
  assert.equal(scanner.redactAs('environment', `NOTE=${AWS_KEY}`).text, 'NOTE=<gone>')
  const stream = scanner.stream()
  assert.equal(stream.push(LINE.slice(0, 10)) + stream.push(LINE.slice(10)) + stream.finish(), 'key=<gone> user=7')
})

test('what it gives is any text, and is scanned', () => {
  assert.equal(calling(() => '').redact(LINE).text, 'key= user=7')
  assert.equal(calling(() => 'é🔑').redact(LINE).text, 'key=é🔑 user=7')
  assert.equal(calling(() => AWS_KEY).redact(LINE).text, 'key=[REDACTED:AWS_ACCESS_KEY] user=7')
})

const wrong = {
  'throws an error': () => { throw new Error(LINE) },
  'throws the text': () => { throw LINE },
  'gives nothing': () => undefined,
  'gives a number': () => 7,
  'gives an object': () => ({ toString: () => 'x' }),
  'gives a promise': async () => 'x',
  'calls itself for ever': function forever() { return forever() },
}
for (const [name, callback] of Object.entries(wrong)) {
  test(`a callback that ${name} gives the marker`, () => {
    const scanner = calling(callback)
    const { text, findings, replacements, error } = scanner.redact(LINE)
    assert.equal(text, '[REDACTED:ERROR]')
    assert.deepEqual([findings, replacements, error.code], [[], [], 'invalid_input'])
    assert(!`${error.message} ${JSON.stringify(error)} ${error.stack}`.includes(AWS_KEY), 'the error shows the value')
    assert(!JSON.stringify(error).includes('user=7'), 'the words of the callback are passed on')
    assert.equal(scanner.redact({ note: LINE }).text, '[REDACTED:ERROR]')
    assert.equal(scanner.redactJson(JSON.stringify({ note: LINE })).text, '"[REDACTED:ERROR]"')
    const stream = scanner.stream()
    assert.equal(stream.push(LINE) + stream.finish(), '[REDACTED:ERROR]')
    assert.deepEqual([stream.error.code, scanner.counters.failed, scanner.counters.redacted], ['invalid_input', 4, 0])
    assert.equal(scanner.redact('all is well').text, 'all is well')
  })
}

test('a callback that gives too much is a limit', () => {
  const scanner = calling(() => 'x'.repeat(1 << 20), { maxOutputBytes: 1 << 16 })
  const { text, error } = scanner.redact(LINE)
  assert.deepEqual([text, error.code, scanner.counters.limited], ['[REDACTED:LIMIT]', 'limit_exceeded', 1])
})

test('a policy without its callback is refused, and so is what is no function', () => {
  const refused = ({ code, context }) => code === 'invalid_input' && context.needs === 'callback'
  assert.throws(() => new Scanner({ policy: 'default: callback' }), refused)
  for (const callback of [7, 'x', {}]) {
    assert.throws(() => calling(callback), { code: 'invalid_input', context: { field: 'callback' } })
  }
})

test('a callback may call the library, and not the stream that called it', () => {
  const inner = calling(() => '<inner>')
  assert.equal(calling(() => inner.redact(LINE).text).redact(LINE).text, 'key=key=<inner> user=7 user=7')
  let stream
  let code
  const scanner = calling(() => {
    try {
      stream.push('more')
    } catch (error) {
      code = error.code
    }
    return '<gone>'
  })
  stream = scanner.stream()
  assert.equal(stream.push(LINE) + stream.finish(), 'key=<gone> user=7')
  assert.equal(code, 'invalid_input')
})

test('many findings need no more handles than one', () => {
  const scanner = calling((rule) => rule.toLowerCase(), { yaml: 'patterns: {A: {regex: "tk_[0-9]{6}"}}', builtin: false })
  const text = Array.from({ length: 50_000 }, (_, number) => `tk_${100_000 + number}`).join(' ')
  assert.equal(scanner.redact(text).text, Array(50_000).fill('a').join(' '))
})

test('files are scanned on other threads, where no callback is needed', async (t) => {
  const folder = temporaryFolder(t)
  writeFileSync(join(folder, 'note'), LINE)
  const { files } = await calling(() => '<gone>').scanTree(folder)
  assert.deepEqual(files.map(({ findings }) => findings.length), [1])
})

test('each worker thread has callbacks of its own, which go when it ends', async () => {
  const source = `
    import { parentPort, workerData } from 'node:worker_threads'
    import { Scanner } from 'sentinel-secrets'
    const scanner = new Scanner({ policy: 'default: callback', callback: () => '<' + workerData.name + '>' })
    parentPort.postMessage(scanner.redact(workerData.line).text)
  `
  const here = new URL('../index.mjs', import.meta.url).href
  const url = new URL(`data:text/javascript,${encodeURIComponent(source.replace('sentinel-secrets', here))}`)
  const answers = ['one', 'two', 'three'].map(async (name) => {
    const worker = new Worker(url, { workerData: { name, line: LINE } })
    const [[text], [code]] = await Promise.all([once(worker, 'message'), once(worker, 'exit')])
    return [text, code]
  })
  assert.deepEqual(await Promise.all(answers), ['one', 'two', 'three'].map((name) => [`key=<${name}> user=7`, 0]))
})
