//! Source code and configuration in several languages.

use super::made_of;
use crate::Rng;

const TEMPLATES: [&str; 36] = [
    "    pub fn $N(&self, $n: &str) -> Result<Option<$T>, Error> {",
    "        let $n = self.$n.get($n).ok_or_else(|| Error::missing(\"$n\"))?;",
    "        match $n { Some($n) if $n.len() > $d => Ok($n), _ => Err(Error::from($n)) }",
    "    }",
    "#[derive(Clone, Debug, PartialEq)]",
    "use crate::{$n::{$T, $T}, $n::$T};",
    "def $n(self, $n: str, *, $n: int = $d) -> dict[str, Any]:",
    "    \"\"\"Return the $n of the $n, or raise ``$T`` when there is none.\"\"\"",
    "    if $n is None or not $n.startswith(\"$n_\"):",
    "        raise $T(f\"unknown $n: {$n!r}\")",
    "    $n = os.environ.get(\"$U_TOKEN\") or settings.$U_SECRET",
    "    return {key: value for key, value in $n.items() if key not in {\"$n\", \"$n\"}}",
    "const $n = await fetch(`${baseUrl}/$n/${id}`, { headers: { authorization: `Bearer ${token}` } })",
    "export function $n({ $n, $n, onChange }: $TProps): JSX.Element {",
    "  const [$n, set$T] = useState<$T | null>(null)",
    "  if (!$n || $n.length === $d) return <$T key={$n.id} {...$n} />",
    "import { $T, $n } from '../$n/$n.js'",
    "func (c *$T) $N(ctx context.Context, $n string) ($T, error) {",
    "\tif err := c.$n(ctx, &$n); err != nil {",
    "\t\treturn nil, fmt.Errorf(\"$n: %w\", err)",
    "\t}",
    "static int $n_$n(struct $n *$n, const char *$n, size_t len)",
    "\t\tmemcpy($n->$n, $n + $d, sizeof(*$n));",
    "#define $U_$U 0x$h",
    "private final Map<String, $T> $n = new ConcurrentHashMap<>($d);",
    "        this.passwordEncoder = Objects.requireNonNull(passwordEncoder, \"passwordEncoder\");",
    "        return $n.stream().filter($T::is$T).map($T::get$T).toList();",
    "  - name: $n",
    "    image: registry.example.com/$n/$n:$d.$d.$d",
    "      secretKeyRef: { name: $n-credentials, key: api-key }",
    "SELECT $n, COUNT(*) FROM $n WHERE $n = ? GROUP BY $n HAVING COUNT(*) > $d;",
    "<div class=\"$n $n-$n\" data-key=\"$n\"><a href=\"/$n/$n\">$T &amp; $T</a></div>",
    "// The $n is kept until the $n that asked for it was told; see $T.",
    "# $T must come before $n: the token is read by both.",
    "        assert_eq!($n.$n(\"$n\"), Some($d), \"{}\", $n);",
    "",
];

const NAMES: [&str; 24] = [
    "token", "key", "user", "account", "session", "buffer", "cursor", "request", "response", "secret", "config",
    "index", "parser", "node", "cache", "entry", "password", "order", "channel", "stream", "handler", "schema", "auth",
    "window",
];

/// Lines of source code without a secret.
pub fn source(bytes: usize) -> Vec<u8> {
    let mut rng = Rng::new(3);
    made_of(bytes, |text| fill(rng.pick(&TEMPLATES), &mut rng, text))
}

/// `$n` name, `$N` two names, `$T` type, `$U` constant, `$d` number, `$h` hexadecimal.
fn fill(template: &str, rng: &mut Rng, text: &mut String) {
    let mut parts = template.split('$');
    text.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let name = rng.pick(&NAMES);
        match part.as_bytes().first() {
            Some(b'n') => text.push_str(name),
            Some(b'N') => text.push_str(&format!("{name}_{}", rng.pick(&NAMES))),
            Some(b'T') => text.push_str(&format!("{}{}", name[..1].to_uppercase(), &name[1..])),
            Some(b'U') => text.push_str(&name.to_uppercase()),
            Some(b'd') => text.push_str(&rng.below(100).to_string()),
            Some(b'h') => text.push_str(&rng.hex(4)),
            _ => text.push('$'),
        }
        let taken = part.starts_with(['n', 'N', 'T', 'U', 'd', 'h']);
        text.push_str(&part[usize::from(taken)..]);
    }
}
