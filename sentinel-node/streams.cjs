'use strict'

// Streams and iterators of the platform over `Scanner.stream`.
const { Transform } = require('node:stream')
const { bufferOf, refusal } = require('./data.cjs')

exports.wrapStreams = ({ Scanner, Stream }, adopt) => {
  const { push, flush, finish } = Stream.prototype
  const halves = new WeakMap()
  const ofBuffers = new WeakSet()
  const define = (Class, name, value) => Object.defineProperty(Class.prototype, name, { value })
  // What nobody can ask for is not kept.
  const pushed = (stream, piece) => {
    const text = stream.push(piece)
    stream.forget()
    return text
  }
  const inKind = (stream, given) => (ofBuffers.has(stream) ? bufferOf(given) : given)

  define(Stream, 'push', function (piece) {
    if (typeof piece !== 'string') {
      const given = push.call(this, piece)
      if (Buffer.isBuffer(piece)) ofBuffers.add(this)
      return inKind(this, given)
    }
    const [text, half] = whole((halves.get(this) ?? '') + piece)
    const given = push.call(this, text)
    halves.set(this, half)
    return given
  })
  define(Stream, 'flush', function () {
    return inKind(this, flush.call(this))
  })
  define(Stream, 'finish', function () {
    const half = halves.get(this)
    halves.delete(this)
    return inKind(this, half ? push.call(this, half) + finish.call(this) : finish.call(this))
  })

  define(Scanner, 'webTransform', function (format) {
    const stream = this.stream(format)
    const give = (controller, text) => text.length > 0 && controller.enqueue(text)
    return new TransformStream({
      transform: (chunk, controller) => void give(controller, pushed(stream, chunk)),
      flush: (controller) => void give(controller, stream.finish()),
    })
  })
  define(Scanner, 'transform', function (format) {
    const stream = this.stream(format)
    const attempt = (done, call) => {
      let given
      try {
        given = call()
      } catch (error) {
        return done(error)
      }
      done(null, given)
    }
    // It gives bytes, whatever comes: strings and bytes may take turns.
    const encoder = new Encoder()
    return new Transform({
      decodeStrings: false,
      transform: (chunk, encoding, done) => attempt(done, () => pushed(stream, encoder.bytes(chunk, encoding))),
      flush: (done) => attempt(done, () => Buffer.concat([stream.push(encoder.rest()), stream.finish()])),
    })
  })
  define(Scanner, 'streamIter', function (pieces, format) {
    const stream = this.stream(format)
    if (typeof pieces?.[Symbol.asyncIterator] !== 'function' && typeof pieces?.[Symbol.iterator] !== 'function') {
      throw adopt(refusal('streamIter', 'expected an iterable', 'pieces'))
    }
    return iterate(stream, pieces, pushed)
  })
}

/** A character of two surrogates may be cut between them: the first waits for the second. */
const whole = (text) => (/[\ud800-\udbff]$/.test(text) ? [text.slice(0, -1), text.at(-1)] : [text, ''])

/** Makes bytes of the pieces of a stream of Node. */
class Encoder {
  #half = ''

  bytes(piece, encoding) {
    if (typeof piece === 'string' && /^utf-?8$/i.test(encoding)) {
      const [text, half] = whole(this.#half + piece)
      this.#half = half
      return Buffer.from(text)
    }
    const before = this.rest()
    const given = typeof piece === 'string' ? Buffer.from(piece, encoding) : piece
    return before.length > 0 ? Buffer.concat([before, given]) : given
  }

  /** What waits for more. */
  rest() {
    const rest = Buffer.from(this.#half)
    this.#half = ''
    return rest
  }
}

async function* iterate(stream, pieces, pushed) {
  for await (const piece of pieces) {
    const text = pushed(stream, piece)
    if (text.length > 0) yield text
  }
  const rest = stream.finish()
  if (rest.length > 0) yield rest
}
