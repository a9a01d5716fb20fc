import sentinel from './index.cjs'

export const {
  Scanner,
  Sentinel,
  Stream,
  Rules,
  Quarantine,
  Revocations,
  Hyperlog,
  SentinelError,
  open,
  redact,
  scan,
  preview,
  draftRegex,
  checkRules,
  inputOffset,
  outputOffset,
  pseudonym,
} = sentinel
