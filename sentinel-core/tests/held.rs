//! How much of a text a stream holds back in which nothing may be found.

use sentinel_core::Scanner;

/// The most bytes that are held after a push of so many, and where.
fn most_held(scanner: &Scanner, text: &str, piece: usize) -> (usize, usize) {
    let mut stream = scanner.stream().unwrap();
    let mut at = 0;
    let held = text.as_bytes().chunks(piece).map(|bytes| {
        let given = stream.push(bytes);
        assert!(given.error.is_none() && given.replacements.is_empty());
        at += bytes.len();
        (stream.held(), at)
    });
    held.max().unwrap()
}

/// Numbers that differ and are the same in every run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end
    }

    fn pick<'w>(&mut self, words: &[&'w str]) -> &'w str {
        words[self.below(words.len())]
    }

    fn of(&mut self, alphabet: &[u8], length: usize) -> String {
        (0..length).map(|_| char::from(alphabet[self.below(alphabet.len())])).collect()
    }

    /// The text with a number for each `#`, a word for each `$`, and an id for each `@`.
    fn filled(&mut self, form: &str) -> String {
        let mut filled = String::new();
        for character in form.chars() {
            match character {
                '#' => filled.push_str(&self.below(10_000).to_string()),
                '$' => filled.push_str(self.pick(&WORDS)),
                '@' => filled.push_str(&self.of(b"0123456789abcdef", 32)),
                character => filled.push(character),
            }
        }
        filled
    }

    fn text(&mut self, forms: &[&str], bytes: usize) -> String {
        let mut text = String::new();
        while text.len() < bytes {
            let form = self.pick(forms);
            text.push_str(&self.filled(form));
        }
        text
    }
}

const WORDS: [&str; 16] = [
    "order", "invoice", "customer", "checkout", "search", "reports", "catalog", "shipping", "the", "and", "retry",
    "page", "index", "request", "cache", "upstream",
];

const LOGS: [&str; 8] = [
    "2025-08-02T12:40:00.#Z INFO $-7d9f took # ms for $ # of $ #, total=#.# EUR\n",
    "10.2.3.4 - - [02/Aug/2025:12:40:00 +0000] \"GET /v2/$/#/$?page=# HTTP/1.1\" 200 # \"-\" \"Mozilla/5.0 (X11; Linux)\"\n",
    "Aug  2 12:40:00 web-3 sshd[#]: Connection closed by 10.2.3.4 port # [preauth]\n",
    "2025-08-02 12:40:00,# WARN [http-nio-8080-exec-#] com.example.shop.$.InvoiceService - connection reset for $ #\n",
    "I0802 12:40:00.#  # controller.go:#] \"Reconciled\" deployment=\"shop/$\" generation=# uid=\"82a066a4-e1b5-41bf-a6c9-37b5d24dc7fd\"\n",
    "\tat com.example.shop.$.OrderController.handle(OrderController.java:#) ~[shop-2.1.jar:na]\n",
    "update # of package /usr/lib/python3/dist-packages/requests/adapters.py, commit @ by build #, 100% of 5 & more\n",
    "# changes in # seconds. Saving... $ space # entries, # expires; see https://example.org/$/$?page=#&sort=up\n",
];
const JSON: [&str; 3] = [
    "{\"ts\":\"2025-08-02T12:40:00Z\",\"level\":\"INFO\",\"pod\":\"$-7d9f8-x#\",\"trace_id\":\"@\",\"msg\":\"$ $ done\",\"took\":#}\n",
    "{\"level\":\"info\",\"msg\":\"cache miss\",\"path\":\"/v1/items/#\",\"note\":\"a \\\"quoted\\\" word\\nand a line\"}\n",
    "{\"event\":\"$\",\"items\":[#,#,#.5,null,true],\"page\":{\"size\":#,\"of\":\"$\"}}\n",
];
const SOURCE: [&str; 7] = [
    "    pub fn $(&self, $: &str) -> Result<Option<Order>, Error> {\n",
    "        let $ = self.$.get($).ok_or_else(|| Error::missing(\"$\"))?;\n",
    "        match $ { Some($) if $.len() > # => Ok($), _ => Err(Error::from($)) }\n    }\n",
    "import { Order, $ } from '../$/$.js'\n",
    "<div class=\"$ $-$\" data-page=\"$\"><a href=\"/$/$\">Order &amp; Invoice</a></div>\n",
    "SELECT $, COUNT(*) FROM $ WHERE $ = ? GROUP BY $ HAVING COUNT(*) > #;\n",
    "# The $ comes before the $: both are read by \"$\", 'once' and \\\\ again.\n",
];
const PROSE: [&str; 3] = [
    "The quick brown fox jumps over the lazy dog, and then it goes on for a while without any line break at all. ",
    "Für den $ und die Größe gilt: am Ende — nach # Jahren — steht „$“. ",
    "It is not the $ that counts, said she; it is the $!\n\n",
];

/// True for base64 of which the beginning, from one of its first digits on, decodes to characters that print.
fn starts_like_text(line: &str) -> bool {
    use base64::{Engine, engine::general_purpose::STANDARD};
    let prints = |byte: &&u8| byte.is_ascii_graphic() || byte.is_ascii_whitespace();
    (0..4).any(|skipped| {
        let decoded = STANDARD.decode(&line[skipped..skipped + 20]).unwrap();
        decoded.iter().filter(prints).count() >= 8
    })
}

#[test]
fn at_most_64_bytes_are_held_where_nothing_may_be_found() {
    let scanner = Scanner::builtin();
    let mut numbers = Numbers(7);
    let noise = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    // More than 64 letters and digits in a row may become a token, and what starts like text when it is decoded is looked
    // into: these are waited for.
    let mut line = || loop {
        let line = format!("{}+{}\n", numbers.of(noise, 37), numbers.of(noise, 38));
        if !starts_like_text(&line) {
            return line;
        }
    };
    let noise: String = (0..150).map(|_| line()).collect();
    let texts = [
        ("logs", numbers.text(&LOGS, 20_000)),
        ("JSON logs", numbers.text(&JSON, 20_000)),
        ("source code", numbers.text(&SOURCE, 20_000)),
        ("prose", numbers.text(&PROSE, 20_000)),
        ("base64 noise", noise),
        ("a long line", numbers.text(&LOGS, 10_000).replace('\n', " ")),
    ];
    for (name, text) in texts {
        for piece in [1, 2, 3, 7, 16, 61, 256, 1000, 5000] {
            let (held, at) = most_held(&scanner, &text, piece);
            assert!(held <= 64, "{name}: {held} bytes held at byte {at}, in pieces of {piece}");
        }
    }
}
