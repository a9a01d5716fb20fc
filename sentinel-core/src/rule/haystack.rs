//! Ordinary log text to measure with: the same on every machine, and without a secret.

/// At least `bytes` bytes of it, and at most a line more.
pub(super) fn haystack(bytes: usize) -> String {
    let mut numbers = Numbers(0x853c_49e6_748f_ea9b);
    let mut text = String::with_capacity(bytes + 512);
    while text.len() < bytes {
        line(&mut text, &mut numbers);
    }
    text
}

/// A linear congruential generator: it need not be good, only always the same.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound
    }

    fn of<'w>(&mut self, words: &[&'w str]) -> &'w str {
        words[self.below(words.len() as u64) as usize]
    }
}

const SERVICES: [&str; 6] = ["checkout", "cart", "search", "billing", "session-store", "mailer"];
const LEVELS: [&str; 5] = ["INFO", "INFO", "DEBUG", "WARN", "ERROR"];
const PATHS: [&str; 5] = ["/api/v1/orders", "/healthz", "/static/app.js", "/cart/items", "/login"];
const WORDS: [&str; 8] =
    ["accepted", "retrying", "cache miss", "token refreshed", "slow query", "connected", "keys rotated", "done"];

fn line(text: &mut String, numbers: &mut Numbers) {
    let (second, millis) = (numbers.below(86_400), numbers.below(1000));
    let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
    let time = format!("2025-08-02T{hour:02}:{minute:02}:{second:02}.{millis:03}Z");
    let (service, level, word, path) =
        (numbers.of(&SERVICES), numbers.of(&LEVELS), numbers.of(&WORDS), numbers.of(&PATHS));
    let (order, user, took) = (numbers.below(1 << 40), numbers.below(100_000), numbers.below(900));
    let line = match numbers.below(5) {
        0 => format!("{time} {level} {service} {word} order={order} user={user} took={took}ms\n"),
        1 => format!(
            "{{\"time\":\"{time}\",\"level\":\"{level}\",\"service\":\"{service}\",\"msg\":\"{word}\",\"trace\":\"{order:016x}\",\"ms\":{took}}}\n"
        ),
        2 => format!(
            "10.{}.{}.7 - - [{time}] \"GET {path}?page={user} HTTP/1.1\" 200 {order} \"-\" \"Mozilla/5.0 (X11; Linux x86_64)\"\n",
            took % 256,
            user % 256
        ),
        3 => format!(
            "    at com.example.{service}.Handler.{}({}.java:{took})\n",
            word.replace(' ', ""),
            service.replace('-', "")
        ),
        _ => format!(
            "{time} {level} [{service}-{order:010x}] query took {took} ms: SELECT id, name FROM items WHERE user_id = {user} LIMIT 20\n"
        ),
    };
    text.push_str(&line);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_always_the_same_and_holds_no_secret() {
        let text = haystack(100_000);
        assert!((100_000..100_512).contains(&text.len()) && text == haystack(100_000));
        assert!(crate::Scanner::builtin().scan(&text).unwrap().is_empty());
    }
}
