// What becomes of values of every kind in the copy of an object: it holds nothing of the original, and can be logged.
import assert from 'node:assert/strict'
import { createServer, get } from 'node:http'
import { once } from 'node:events'
import { test } from 'node:test'
import { inspect } from 'node:util'
import { runInNewContext } from 'node:vm'
import { Scanner, redact } from 'sentinel-secrets'

const KEY = 'AKIA' + 'QYLPMN5HHHFPZAM2'
const PLACEHOLDER = '[REDACTED:AWS_ACCESS_KEY]'
const PASSWORD = '[REDACTED:PASSWORD]'

/** All that logging shows of a value. */
const shown = (value) => `${inspect(value, { depth: 9, showHidden: true })}\n${JSON.stringify(value, numbers)}`
const numbers = (_, part) => (typeof part === 'bigint' ? Number(part) : part)

/** The copy of a value, which must not show the key. */
const copied = (value) => {
  const { text, error } = redact(value)
  assert.equal(error, null)
  assert(!shown(text).includes(KEY), 'the copy shows the key')
  return text
}

test('keys of a map are redacted, whatever they are', () => {
  const text = copied(new Map([[{ token: KEY }, { password: 'horse' }], [[KEY], 1], ['password', 'horse'], [() => KEY, 2]]))
  const expected = [[{ token: PLACEHOLDER }, { password: PASSWORD }], [[PLACEHOLDER], 1], ['password', PASSWORD], ['[Function]', 2]]
  assert.deepEqual([...text], expected)
  assert.deepEqual([...copied(new Map([[{ a: 1 }, 1], [{ a: 1 }, 2]]))], [[{ a: 1 }, 1], [{ a: 1 }, 2]])
})

test('values of another realm are of their kind', () => {
  const source = '({ map: new Map([[{ key }, key]]), set: new Set([key]), list: [key], error: new TypeError(key) })'
  const text = copied(runInNewContext(source, { key: KEY }))
  const [[key, part]] = text.map
  assert.deepEqual([key.key, part], [PLACEHOLDER, PLACEHOLDER])
  assert.deepEqual([[...text.set], [...text.list]], [[PLACEHOLDER], [PLACEHOLDER]])
  assert.equal(text.error.message, PLACEHOLDER)
  assert(inspect(text.error).includes(`TypeError: ${PLACEHOLDER}`), 'the copy is shown as an error')
  assert.deepEqual(copied(runInNewContext('[new Date(7)]'))[0], new Date(7))
})

test('bytes of another realm are a text', () => {
  const bytes = runInNewContext('(bytes) => new Uint8Array(bytes)')([...Buffer.from(`key=${KEY}`)])
  const { text, findings } = redact(bytes)
  assert.equal(Buffer.from(text).toString(), `key=${PLACEHOLDER}`)
  assert.equal(findings.length, 1)
})

test('an object that holds a string or a number becomes that', () => {
  const boxes = [KEY, 1.5, true, 12n, Symbol.iterator].map(Object)
  assert.deepEqual(copied(boxes), [PLACEHOLDER, 1.5, true, 12n, Symbol.iterator])
  assert.equal(copied(Object(KEY)), PLACEHOLDER)
  assert.deepEqual(copied({ password: Object('horse') }), { password: PASSWORD })
  assert.deepEqual(copied(new Map([[Object('password'), 'horse']])), new Map([['password', PASSWORD]]))
})

test('no function is in a copy', async () => {
  const answers = { toJSON: () => ({ key: KEY }), toString: () => KEY, [inspect.custom]: () => KEY, then: (give) => give(KEY) }
  for (const [name, answer] of [...Object.entries(answers), [inspect.custom, answers[inspect.custom]]]) {
    const text = copied({ note: 'kept', [name]: answer })
    if (name !== 'toJSON') assert.deepEqual(text, { note: 'kept' })
    assert(`${await text}` === '[object Object]', 'the copy gives what the function gives')
  }
  const named = Object.assign(function named() {}, { key: KEY })
  assert.deepEqual(copied([named, () => KEY]), ['[Function: named]', '[Function]'])
  assert.equal(copied(Object.defineProperty(() => 1, 'name', { value: KEY })), `[Function: ${PLACEHOLDER}]`)
})

test('a symbol is redacted by its description', () => {
  assert.equal(copied([Symbol(KEY)])[0].description, PLACEHOLDER)
  assert.equal(copied([Symbol.for('user')])[0], Symbol.for('user'))
})

class Account {
  #key = KEY
  note = 'kept'
  get key() { return this.#key }
  get [Symbol.toStringTag]() { return `Account ${this.#key}` }
  [inspect.custom]() { return `Account ${this.#key}` }
}

class Sealed extends Account {
  #key = KEY
  toJSON() { return { key: this.#key, note: this.note } }
}

class Itself extends Account {
  toJSON() { return this }
}

class Failure extends Error {
  #key = KEY
  get message() { return `failed with ${this.#key}` }
  get name() { return `Failure ${this.#key}` }
  toJSON() { return { key: this.#key } }
  [inspect.custom]() { return this.message }
}

test('instances with private fields are copied without them, and as JSON has them', () => {
  const text = copied(new Account())
  assert(text instanceof Account && text.note === 'kept')
  assert.deepEqual(copied([new Sealed()]), [{ key: PLACEHOLDER, note: 'kept' }])
  assert.equal(copied(new Itself()).note, 'kept')
  assert(copied(new Failure()) instanceof Failure)
  assert.equal(copied({ toJSON: () => KEY }), PLACEHOLDER)
})

test('a class stays, and an object that stands in its place does not', () => {
  const text = copied(Object.assign(Object.create({ secret: KEY }), { note: 'kept' }))
  assert.deepEqual(text, { note: 'kept' })
  assert(text.secret === undefined, 'the copy inherits the key')
  assert.equal(Object.getPrototypeOf(copied(Object.create(null))), null)
})

test('headers, parameters and forms are copied as such, repeated names too', () => {
  const headers = new Headers([['set-cookie', 'a=1'], ['set-cookie', 'b=2'], ['accept', '*/*'], ['authorization', 'Basic abc']])
  const cookie = ['set-cookie', '[REDACTED:COOKIE]']
  assert.deepEqual([...copied(headers)], [['accept', '*/*'], ['authorization', '[REDACTED:AUTHORIZATION]'], cookie, cookie])
  const { query } = copied({ query: new URLSearchParams(`a=1&a=${KEY}&password=horse`) })
  assert(query instanceof URLSearchParams)
  assert.deepEqual([...query], [['a', '1'], ['a', PLACEHOLDER], ['password', PASSWORD]])
  const form = new FormData()
  form.append('note', KEY)
  form.append('file', new Blob([KEY]), 'file.txt')
  assert.deepEqual([...copied(form)], [['note', PLACEHOLDER], ['file', '[File]']])
})

test('a URL becomes a string, and its password is masked', () => {
  const words = 'correct-' + 'horse'
  const { link } = copied({ link: new URL(`https://ann:${words}@example.org/a?q=1&key=${KEY}`) })
  assert.equal(link, `https://ann:${PASSWORD}@example.org/a?q=1&key=${PLACEHOLDER}`)
  assert.equal(copied(new URL('https://example.org/a')), 'https://example.org/a')
  const blocked = new Scanner({ policy: 'default: block' }).redact([new URL(`https://ann:${words}@example.org`), 'a'])
  assert.deepEqual([blocked.text, blocked.error], ['[REDACTED:BLOCKED]', null])
  const limited = new Scanner({ maxOutputBytes: 40 }).redact([new URL(`https://ann:x@example.org/${'a'.repeat(30)}`)])
  assert.deepEqual([limited.text, limited.error.code], ['[REDACTED:LIMIT]', 'limit_exceeded'])
})

test('an exception of the platform keeps its name', () => {
  const text = copied(new DOMException(`no ${KEY}`, 'AbortError'))
  assert.deepEqual([text instanceof DOMException, text.name, text.message], [true, 'AbortError', `no ${PLACEHOLDER}`])
})

const unique = {}
const generator = (function* () { yield KEY })()
const WITHOUT_COPY = {
  '[Promise]': Promise.resolve(KEY),
  '[WeakMap]': new WeakMap([[unique, KEY]]),
  '[WeakSet]': new WeakSet([unique]),
  '[WeakRef]': new WeakRef({ key: KEY }),
  '[Generator]': generator,
  '[AsyncGenerator]': (async function* () { yield KEY })(),
  '[Map Iterator]': new Map([[KEY, KEY]]).entries(),
  '[Array Iterator]': [KEY][Symbol.iterator](),
  '[Request]': new Request('https://example.org', { headers: { authorization: KEY } }),
  '[Response]': new Response(KEY),
  '[Blob]': new Blob([KEY]),
  '[AbortSignal]': AbortSignal.abort(KEY),
  '[ReadableStream]': ReadableStream.from([KEY]),
  '[Intl.NumberFormat]': new Intl.NumberFormat(),
}
for (const [name, value] of Object.entries(WITHOUT_COPY)) {
  test(`what has no copy is named: ${name}`, () => {
    assert.deepEqual(copied({ value }), { value: name })
    assert.equal(copied(value), name)
  })
}

test('dates, patterns and bytes are what they were', () => {
  const given = [new Date(7), /user [0-9]+/gi, new ArrayBuffer(2), new SharedArrayBuffer(2), new DataView(new ArrayBuffer(2)), Buffer.from('a')]
  assert.deepEqual(copied(given), given)
  const [date, pattern] = [new Date(7), /a/].map((value) => Object.assign(value, { key: KEY }))
  assert.deepEqual(copied([date, pattern]), [new Date(7), /a/])
  assert.deepEqual(copied([new RegExp(KEY)]), [`/${PLACEHOLDER}/`])
})

test('what stands inside itself is named there, and all else is redacted', () => {
  const ring = { key: KEY, list: [], map: new Map() }
  ring.list.push(ring, { up: ring.list })
  ring.map.set(ring, ring)
  const text = copied(ring)
  assert.equal(text.key, PLACEHOLDER)
  assert.deepEqual(text.list, ['[Circular]', { up: '[Circular]' }])
  assert.deepEqual([...text.map], [['[Circular]', '[Circular]']])
  const shared = { note: KEY }
  assert.deepEqual(copied([shared, shared]), [{ note: PLACEHOLDER }, { note: PLACEHOLDER }])
})

test('a request of a server can be logged', async (t) => {
  const server = createServer().listen(0, '127.0.0.1')
  t.after(() => server.close().closeAllConnections())
  await once(server, 'listening')
  const headers = { authorization: 'Basic abc', 'x-note': KEY }
  get({ port: server.address().port, host: '127.0.0.1', headers }).on('error', () => {})
  const [request] = await once(server, 'request')
  const text = copied(request)
  assert.equal(text.headers.authorization, '[REDACTED:AUTHORIZATION]')
  assert.equal(text.headers['x-note'], PLACEHOLDER)
})
