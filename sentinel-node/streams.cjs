'use strict'

// Streams and iterators of the platform over `Scanner.stream`.
const { Transform } = require('node:stream')

exports.wrapStreams = ({ Scanner, Stream }) => {
  const { push, finish } = Stream.prototype
  // A character of two surrogates may be cut between them: the first waits for the second.
  const halves = new WeakMap()
  const define = (Class, name, value) => Object.defineProperty(Class.prototype, name, { value })

  define(Stream, 'push', function (piece) {
    if (typeof piece !== 'string') return push.call(this, piece)
    const text = (halves.get(this) ?? '') + piece
    const half = /[\ud800-\udbff]$/.test(text) ? text.at(-1) : ''
    const given = push.call(this, half ? text.slice(0, -1) : text)
    halves.set(this, half)
    return given
  })
  define(Stream, 'finish', function () {
    const half = halves.get(this)
    halves.delete(this)
    return half ? push.call(this, half) + finish.call(this) : finish.call(this)
  })

  define(Scanner, 'webTransform', function (format) {
    const stream = this.stream(format)
    const give = (controller, text) => text.length > 0 && controller.enqueue(text)
    return new TransformStream({
      transform: (chunk, controller) => void give(controller, stream.push(chunk)),
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
    return new Transform({
      transform: (chunk, _, done) => attempt(done, () => stream.push(chunk)),
      flush: (done) => attempt(done, () => stream.finish()),
    })
  })
  define(Scanner, 'streamIter', function (pieces, format) {
    return iterate(this.stream(format), pieces)
  })
}

async function* iterate(stream, pieces) {
  for await (const piece of pieces) {
    const text = stream.push(piece)
    if (text.length > 0) yield text
  }
  const rest = stream.finish()
  if (rest.length > 0) yield rest
}
