//! Texts of known shapes: names mask, and the shape stays.

use proptest::prelude::*;
use sentinel_core::{Policy, Scanner, Shape, Treatment};

#[test]
fn names_mask_values_that_look_innocent() {
    let table = [
        (Shape::Url, "https://ann:horse@h.org/x", "https://ann:[REDACTED:PASSWORD]@h.org/x"),
        (Shape::Url, "https://ann@h.org/?page=2", "https://ann@h.org/?page=2"),
        (Shape::Url, "/cb?code=1&x=2#access_token=v", "/cb?code=[REDACTED:TOKEN]&x=2#access_token=[REDACTED:TOKEN]"),
        (
            Shape::Url,
            "s3://b/?X-Amz-Signature=ab&api%5Fkey=v",
            "s3://b/?X-Amz-Signature=[REDACTED:TOKEN]&api%5Fkey=[REDACTED:API_KEY]",
        ),
        (Shape::Headers, "Authorization: Basic abc", "Authorization: Basic [REDACTED:AUTHORIZATION]"),
        (
            Shape::Headers,
            "GET /a?token=x HTTP/1.1\r\nHost: h\r\nX-Api-Key: v\r\n\r\n",
            "GET /a?token=[REDACTED:TOKEN] HTTP/1.1\r\nHost: h\r\nX-Api-Key: [REDACTED:API_KEY]\r\n\r\n",
        ),
        (Shape::Headers, "Cookie: a=1; b=2", "Cookie: a=[REDACTED:COOKIE]; b=[REDACTED:COOKIE]"),
        (Shape::Headers, "set-cookie: sid=x; Path=/; HttpOnly", "set-cookie: sid=[REDACTED:COOKIE]; Path=/; HttpOnly"),
        (Shape::Headers, "Referer: https://h/?token=x", "Referer: https://h/?token=[REDACTED:TOKEN]"),
        (Shape::Command, "curl -u ann:horse https://h/", "curl -u ann:[REDACTED:PASSWORD] https://h/"),
        (
            Shape::Command,
            "curl -H 'X-Api-Key: v w' \"https://h/?key=v\"",
            "curl -H 'X-Api-Key: [REDACTED:API_KEY]' \"https://h/?key=[REDACTED:API_KEY]\"",
        ),
        (Shape::Command, "mysql -u root -phorse db", "mysql -u root -p[REDACTED:PASSWORD] db"),
        (
            Shape::Command,
            "sudo mysqldump --password=horse db | gzip -p 1",
            "sudo mysqldump --password=[REDACTED:PASSWORD] db | gzip -p 1",
        ),
        (Shape::Command, "PGPASSWORD='horse x' psql -p 5432", "PGPASSWORD='[REDACTED:PASSWORD]' psql -p 5432"),
        (
            Shape::Command,
            "docker login -u me -p horse reg && docker run -d x",
            "docker login -u me -p [REDACTED:PASSWORD] reg && docker run -d x",
        ),
        (
            Shape::Command,
            "aws configure set aws_secret_access_key horse",
            "aws configure set aws_secret_access_key [REDACTED:API_KEY]",
        ),
        (Shape::Command, "export API_KEY=horse; make -j 2", "export API_KEY=[REDACTED:API_KEY]; make -j 2"),
        (Shape::Command, "tool --token horse \\\n  --verbose", "tool --token [REDACTED:TOKEN] \\\n  --verbose"),
        (
            Shape::Environment,
            "PATH=/bin\nDB_PASSWORD=\"a b\"\nX=1",
            "PATH=/bin\nDB_PASSWORD=\"[REDACTED:PASSWORD]\"\nX=1",
        ),
        (Shape::Environment, "A=1\0API_KEY=a\nb\0B=2\0", "A=1\0API_KEY=[REDACTED:API_KEY]\0B=2\0"),
        (Shape::Environment, "DATABASE_URL=pg://a:horse@h/d", "DATABASE_URL=pg://a:[REDACTED:PASSWORD]@h/d"),
        (Shape::Headers, ":path: /?token=horse\n:method: GET", ":path: /?token=[REDACTED:TOKEN]\n:method: GET"),
        (
            Shape::Environment,
            "PASSWORD = horse\n# API_KEY=mule\nCONF={\"password\":\"horse\"}",
            "PASSWORD = [REDACTED:PASSWORD]\n# API_KEY=[REDACTED:API_KEY]\nCONF={\"password\":\"[REDACTED:PASSWORD]\"}",
        ),
        (
            Shape::Command,
            "$env:TOKEN = \"horse\"; $password = 'mule'; $x = 1",
            "$env:TOKEN = \"[REDACTED:TOKEN]\"; $password = '[REDACTED:PASSWORD]'; $x = 1",
        ),
        (
            Shape::Command,
            "ldapsearch -b ou=people,dc=example -w horse && curl -b sid=1 h",
            "ldapsearch -b ou=people,dc=example -w [REDACTED:PASSWORD] && curl -b sid=[REDACTED:COOKIE] h",
        ),
        (
            Shape::Sql,
            "INSERT INTO u (n, password) VALUES ('a', crypt('horse', gen_salt('bf')))",
            "INSERT INTO u (n, password) VALUES ('a', crypt('[REDACTED:PASSWORD]', gen_salt('bf')))",
        ),
        (Shape::Url, "//ann:horse@h.org/x", "//ann:[REDACTED:PASSWORD]@h.org/x"),
        (
            Shape::Url,
            "jdbc:sqlserver://h:1433;databaseName=d;user=sa;password=ho rse;encrypt=true",
            "jdbc:sqlserver://h:1433;databaseName=d;user=sa;password=[REDACTED:PASSWORD];encrypt=true",
        ),
        (
            Shape::Command,
            "kubectl create secret generic s --from-literal=password=horse --from-literal token=mule -n x",
            "kubectl create secret generic s --from-literal=password=[REDACTED:PASSWORD] --from-literal token=[REDACTED:TOKEN] -n x",
        ),
        (
            Shape::Command,
            "openssl pkcs12 -in a.p12 -passin pass:horse -passout env:OUT",
            "openssl pkcs12 -in a.p12 -passin pass:[REDACTED:PASSWORD] -passout env:OUT",
        ),
        (
            Shape::Command,
            "psql \"host=db password=horse sslmode=require\" -c x",
            "psql \"host=db password=[REDACTED:PASSWORD] sslmode=require\" -c x",
        ),
        (
            Shape::Command,
            "helm upgrade r c --set image.tag=1,db.password=ho,rse,replicas=2",
            "helm upgrade r c --set image.tag=1,db.password=[REDACTED:PASSWORD],replicas=2",
        ),
        (
            Shape::Command,
            "isql -k \"Driver=x;Server=h;UID=sa;PWD={ho;r se};Port=1\"",
            "isql -k \"Driver=x;Server=h;UID=sa;PWD={[REDACTED:PASSWORD]};Port=1\"",
        ),
        (
            Shape::Command,
            "ssh h 'mysql -u root -phorse; echo \"a b\"' && git commit -m 'mysql -p1'",
            "ssh h 'mysql -u root -p[REDACTED:PASSWORD]; echo \"a b\"' && git commit -m 'mysql -p1'",
        ),
        (Shape::Environment, "DB_PASSWORD=ho\\\nrse\nX=1\\\n2", "DB_PASSWORD=[REDACTED:PASSWORD]\nX=1\\\n2"),
        (
            Shape::Environment,
            "DB_PASSWORD=\"ho\\\"\nrse\" \nX=\"1\nA_PASSWORD='a'b'\n",
            "DB_PASSWORD=\"[REDACTED:PASSWORD]\" \nX=\"1\nA_PASSWORD='[REDACTED:PASSWORD]'\n",
        ),
        (
            Shape::Environment,
            "JAVA_OPTS=-Xmx1g -Ddb.password=horse -Da=b",
            "JAVA_OPTS=-Xmx1g -Ddb.password=[REDACTED:PASSWORD] -Da=b",
        ),
        (Shape::Sql, "CREATE USER u IDENTIFIED BY 'it''s'", "CREATE USER u IDENTIFIED BY '[REDACTED:PASSWORD]'"),
        (Shape::Sql, "ALTER ROLE u WITH PASSWORD 'horse'", "ALTER ROLE u WITH PASSWORD '[REDACTED:PASSWORD]'"),
        (Shape::Sql, "SET PASSWORD FOR 'u' = 'horse'", "SET PASSWORD FOR 'u' = '[REDACTED:PASSWORD]'"),
        (
            Shape::Sql,
            "UPDATE users SET name='ann', password = 'horse' WHERE id=1",
            "UPDATE users SET name='ann', password = '[REDACTED:PASSWORD]' WHERE id=1",
        ),
    ];
    let scanner = Scanner::builder().builtin(false).build().unwrap();
    let mut wrong = Vec::new();
    for (shape, text, expected) in table {
        let redacted = scanner.redact_as(shape, text);
        if redacted.text != expected {
            wrong.push(format!("{text:?}: {:?}", redacted.text));
        }
        assert_eq!(scanner.redact_as(shape, &redacted.text).text, redacted.text, "twice is not once");
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_rules_find_is_replaced_too_and_names_the_value() {
    let scanner = Scanner::builtin();
    let key = ["AKIA", "QYLPMN5HHHFPZAM2"].concat();
    let redacted = scanner.redact_as(Shape::Environment, &format!("API_KEY={key}\nNOTE={key}"));
    assert_eq!(redacted.text, "API_KEY=[REDACTED:AWS_ACCESS_KEY]\nNOTE=[REDACTED:AWS_ACCESS_KEY]");
    assert!(scanner.scan(&redacted.text).unwrap().is_empty());
}

#[test]
fn policies_hold_for_what_names_mask() {
    let policy = Policy::new(Treatment::Mask(None)).field("api_key", Treatment::Remove);
    let scanner = Scanner::builder().builtin(false).policy(policy).build().unwrap();
    let redacted = scanner.redact_as(Shape::Environment, "API_KEY=horse\nDB_PASSWORD=horse");
    assert_eq!(redacted.text, "API_KEY=\nDB_PASSWORD=****");
    assert_eq!(scanner.redact_as(Shape::Environment, &redacted.text).text, redacted.text);
}

/// Texts of each shape around values that a name masks.
fn planted() -> impl Strategy<Value = (Shape, String, String)> {
    let noise = "[ -~\n\té]{0,12}";
    (0..Shape::ALL.len(), "[Q-W]{6,16}", noise, noise).prop_map(|(which, secret, a, b)| {
        let words: String = a.chars().filter(char::is_ascii_lowercase).collect();
        let shape = Shape::ALL[which];
        let text = match shape {
            Shape::Url => format!("https://{words}:{secret}@h.org/{words}?q={words}&token={secret}#{words}"),
            Shape::Headers => format!(
                "X-{words}: {}\r\nCookie: {words}={secret}; b={secret}\r\nX-Api-Key: {secret}",
                b.replace(['\n', '\t'], "")
            ),
            Shape::Command => {
                format!("{words} --{words} --password={secret} -H 'Authorization: Bearer {secret}' --token {secret}")
            }
            Shape::Environment => {
                format!("{words}={}\nAPI_KEY={secret}\nA_{words}_PASSWORD='{secret}'", b.replace(['\'', '"'], ""))
            }
            Shape::Traceback => format!(
                "{words}Error: password={secret} {}\n    at {words} (/{words}.js:1:2)\n  File \"{words}\", line 3, in {words}\n    f(token=\"{secret}\")",
                b.replace(['\n', '\t'], "")
            ),
            _ => format!(
                "SELECT 1; ALTER USER {words} IDENTIFIED BY '{secret}'; UPDATE t SET password = '{secret}' -- {}",
                b.replace('\'', "")
            ),
        };
        (shape, text, secret)
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 20_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_that_a_name_masks_is_left((shape, text, secret) in planted()) {
        static NONE: std::sync::LazyLock<Scanner> =
            std::sync::LazyLock::new(|| Scanner::builder().builtin(false).build().unwrap());
        let redacted = NONE.redact_as(shape, &text);
        prop_assert!(redacted.error.is_none());
        prop_assert!(!redacted.text.contains(&secret[..6]), "{shape}: a value is left");
        prop_assert!(NONE.redact_as(shape, &redacted.text).text == redacted.text, "{shape}: twice is not once");
    }

    #[test]
    fn any_text_is_redacted_once(which in 0..Shape::ALL.len(), text in "[a-z=:;&?/@'\"#\\-. \n]{0,40}") {
        static NONE: std::sync::LazyLock<Scanner> =
            std::sync::LazyLock::new(|| Scanner::builder().builtin(false).build().unwrap());
        let shape = Shape::ALL[which];
        let once = NONE.redact_as(shape, &text);
        prop_assert!(once.error.is_none());
        prop_assert!(NONE.redact_as(shape, &once.text).text == once.text, "{shape}: twice is not once");
    }
}
