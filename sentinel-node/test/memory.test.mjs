// The memory of scanners that nobody holds any more: the engine is told of it, and so frees it in time.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

const MANY = `
  import { setTimeout as sleep } from 'node:timers/promises'
  import { Scanner } from 'sentinel-secrets'
  let most = 0
  for (let made = 0; made < 100; made += 1) {
    new Scanner().redact('key=' + 'AKIA' + 'QYLPMN5HHHFPZAM2')
    await sleep(1)
    most = Math.max(most, process.memoryUsage.rss())
  }
  console.log(most)
`

test('a hundred scanners, one after the other, take no more memory than a few', () => {
  const cwd = fileURLToPath(new URL('..', import.meta.url))
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', MANY], { cwd, encoding: 'utf8' })
  assert.equal(stderr, '')
  assert(Number(stdout) < 400e6, `${stdout.trim()} bytes`)
})
