'use strict'

const { types } = require('node:util')

// Arguments that are no texts. Options and reports cross to the addon as JSON, which says `null` for what it has no word
// for: a limit that is no number would read as no limit.

/** What is thrown for an argument; `index.cjs` makes a SentinelError of it. */
class Refusal {
  constructor(operation, problem, field) {
    const message = `${operation}: ${problem}${field ? ` (field: ${field})` : ''}`
    this.sentinel = { message, code: 'invalid_input', operation, context: field ? { field } : {} }
  }
}
const refusal = (...about) => new Refusal(...about)
exports.refusal = refusal

/** Reads an argument, which may run code of the caller: what that throws may quote it, and look like an error of ours. */
const reading = (operation, read) => {
  try {
    return read()
  } catch (error) {
    throw error instanceof Refusal ? error : refusal(operation, 'an argument is no plain data')
  }
}
exports.reading = reading

/** A copy of data that says in JSON all that it says. */
const plain = (operation, data) => {
  const paths = new Map([[undefined, '']])
  // `this` is the object or array that holds the value.
  const check = function (key, value) {
    const path = pathOf(paths.get(this), key, Array.isArray(this))
    if (isUnsaid(value)) throw refusal(operation, 'not of the right type', path)
    if (typeof value === 'object') paths.set(value, path)
    return value
  }
  return reading(operation, () => JSON.parse(JSON.stringify(data, check)))
}
exports.plain = plain

const pathOf = (holder, key, isIndex) => (isIndex ? `${holder}[${key}]` : holder ? `${holder}.${key}` : key)

const isUnsaid = (value) =>
  typeof value === 'number' ? !Number.isFinite(value) : ['bigint', 'function', 'symbol'].includes(typeof value)

/** Has a call take copies of its arguments that are data. */
exports.withPlain = (operation, call) =>
  function (...args) {
    return call.apply(this, args.map((arg) => (isData(arg) ? plain(operation, arg) : arg)))
  }

const isData = (arg) => typeof arg === 'object' && arg !== null && !ArrayBuffer.isView(arg)

/** Another thread could change shared memory while it is scanned. */
exports.own = (arg) =>
  ArrayBuffer.isView(arg) && types.isSharedArrayBuffer(arg.buffer) ? Uint8Array.prototype.slice.call(arg) : arg

/** Has a method give the text of its result as a `Buffer` where a `Buffer` was given. */
exports.inKind = (call, at = 0) =>
  function (...args) {
    const result = call.apply(this, args)
    if (Buffer.isBuffer(args[at])) result.text = bufferOf(result.text)
    return result
  }

/** The same bytes as a `Buffer`. */
const bufferOf = (bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
exports.bufferOf = bufferOf
