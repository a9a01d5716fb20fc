//! Vaults as hosts use them: tokens out, values back, and what is refused.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering::Relaxed},
};

use sentinel_core::{
    Actor, Clock, ErrorKind, Grant, Guard, GuardPolicy, LogKind, Policy, Scanner, Scope, Sentinel, Shape, Sink, Store,
    Timestamp, Tokenizer, Treatment, Vault,
};
use sentinel_store::{KeyRing, MemoryStore, Open, SqliteStore, VaultOptions};

const UNTIL: Timestamp = Timestamp::from_millis(4_000_000_000_000);
const AWS: &str = concat!("AKIA", "QYLPMN5HHHFPZAM2");
const GITHUB: &str = concat!("ghp_", "zmE0ZDZM8J9lQRRGI28hq55rn55TQO0HRLR9");

fn vault() -> Vault {
    VaultOptions::new().key_ring(KeyRing::new([7; 32])).open("memory://").unwrap()
}

fn grant() -> Grant {
    Grant::new(Actor::machine("agent"), Sink::File, "write .env", UNTIL).every_rule()
}

#[derive(Debug, Default)]
struct SetClock(AtomicI64);

impl Clock for SetClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.0.load(Relaxed))
    }
}

#[test]
fn what_is_tokenized_is_restored() {
    let (vault, scanner) = (vault(), Scanner::builtin());
    let line = format!("a={AWS} b={GITHUB} c={AWS} {{\"k\": \"{AWS}\"}} für Köln");
    let tokenized = scanner.tokenize(&line, &vault);
    assert!(!tokenized.text.contains("AKIA") && !tokenized.text.contains("ghp_"));
    assert_eq!(tokenized.findings.len(), 4);
    let restored = vault.restore(&tokenized.text, &grant()).unwrap();
    assert!(restored.expose() == line.as_bytes());
    assert_eq!(restored.tokens().len(), 4);
    assert_eq!(vault.counts().restored, 4);
}

#[test]
fn a_value_has_one_token_in_a_scope_and_another_in_the_next() {
    let vault = vault();
    let token = |vault: &Vault| vault.tokenize("A", b"value").unwrap();
    let scoped = |tenant: &str, session: &str| vault.scoped(Scope::new(tenant, session));
    assert_eq!(token(&vault), token(&vault));
    let tokens = [token(&vault), token(&scoped("a", "")), token(&scoped("", "a")), token(&scoped("a", "a"))];
    for (at, one) in tokens.iter().enumerate() {
        assert!(!tokens[at + 1..].contains(one));
    }
    let error = vault.restore(&tokens[1], &grant()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Tampered, "another tenant's");
    let theirs = grant().scope(Scope::new("a", ""));
    assert_eq!(vault.restore(&tokens[1], &theirs).unwrap().expose(), b"value");
}

#[test]
fn redaction_knows_tokens_as_ours() {
    let (vault, scanner) = (vault(), Scanner::builder().pii(true).build().unwrap());
    for line in ["password=", "Authorization: Bearer ", "{\"api_key\": \"", "https://u:", "export SECRET_TOKEN='"] {
        for rule in ["AWS_ACCESS_KEY", "GITHUB_TOKEN"] {
            let token = vault.tokenize(rule, line.as_bytes()).unwrap();
            for written in [token.clone(), token.replace('«', "\\u00ab").replace('»', "\\u00bb")] {
                let text = format!("{line}{written}\"' @host/x\nnext line");
                assert!(scanner.scan(&text).unwrap().is_empty(), "{line}");
                assert_eq!(scanner.redact(&text).text, text);
                let mut stream = scanner.stream().unwrap();
                let mut streamed = Vec::new();
                for byte in text.as_bytes() {
                    streamed.extend(stream.push([*byte]).text);
                }
                streamed.extend(stream.finish().text);
                assert!(streamed == text.as_bytes(), "{line}");
            }
        }
    }
}

#[test]
fn a_grant_gives_what_it_says_and_nothing_else() {
    let (vault, scanner) = (vault(), Scanner::builtin());
    let text = scanner.tokenize(&format!("a={AWS}\nb={GITHUB}\n"), &vault).text;
    let only = Grant::new(Actor::machine("agent"), Sink::File, "write", UNTIL).rule("AWS_ACCESS_KEY");
    let error = vault.restore(&text, &only).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Forbidden);
    let context: Vec<_> = error.context().map(|(key, value)| (key, value.to_owned())).collect();
    assert_eq!(context, [("rule", "GITHUB_TOKEN".into()), ("token", "2".into()), ("line", "2".into())]);
    assert!(vault.restore(text.lines().next().unwrap(), &only).is_ok());
    let none = Grant::new(Actor::machine("agent"), Sink::File, "write", UNTIL);
    assert_eq!(vault.restore(&text, &none).unwrap_err().kind(), ErrorKind::Forbidden);
    let past = Grant::new(Actor::machine("agent"), Sink::File, "write", Timestamp::from_millis(1)).every_rule();
    assert_eq!(vault.restore(&text, &past).unwrap_err().kind(), ErrorKind::Forbidden);
    let idle = Grant::new(Actor::machine("agent"), Sink::File, " ", UNTIL).every_rule();
    assert_eq!(vault.restore(&text, &idle).unwrap_err().kind(), ErrorKind::InvalidInput);
    assert_eq!(vault.counts().refused, 4);
}

#[test]
fn values_expire_by_the_hosts_clock() {
    let clock = Arc::new(SetClock::default());
    let options = VaultOptions::new().retention_millis(1000).clock(Arc::clone(&clock) as Arc<dyn Clock>);
    let vault = options.open("memory://").unwrap();
    let token = vault.tokenize("A_RULE", b"value").unwrap();
    clock.0.store(999, Relaxed);
    assert!(vault.restore(&token, &grant()).is_ok());
    clock.0.store(1000, Relaxed);
    let error = vault.restore(&token, &grant()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotFound);
    assert!(error.to_string().contains("A_RULE"));
    assert_eq!((vault.purge().unwrap(), vault.purge().unwrap()), (1, 0));
}

#[test]
fn a_full_vault_gives_no_token_and_lets_no_value_out() {
    let vault = VaultOptions::new().capacity(1).open("memory://").unwrap();
    let scanner = Scanner::builtin();
    let text = scanner.tokenize(&format!("a={AWS}"), &vault).text;
    let full = scanner.tokenize(&format!("a={AWS} b={GITHUB}"), &vault);
    assert_eq!((full.text.as_str(), full.findings.len()), ("[REDACTED:LIMIT]", 0));
    assert_eq!(full.error.unwrap().kind(), ErrorKind::LimitExceeded);
    assert_eq!((vault.counts().failed, scanner.withheld()), (1, 1));
    assert!(vault.restore(&text, &grant()).is_ok());
}

#[test]
fn a_key_can_be_replaced_and_the_old_one_still_restores() {
    let store = Arc::new(MemoryStore::new());
    let [old, new] = [[1; 32], [2; 32]].map(KeyRing::new);
    let before = VaultOptions::new().over(Arc::clone(&store), &old).unwrap();
    let token = before.tokenize("A", b"value").unwrap();
    let audit = Arc::new(sentinel_store::HyperlogAudit::new(Arc::clone(&store) as Arc<dyn Store>));
    let clock = Arc::new(sentinel_store::SystemClock);
    let builder = sentinel_core::VaultBuilder::new(
        new.vault_key(),
        Arc::new(new.sealing_key()),
        Arc::clone(&store) as _,
        audit,
        clock,
    );
    let after = builder.clone().older(old.vault_key(), Arc::new(old.sealing_key())).build().unwrap();
    assert_eq!(after.restore(&token, &grant()).unwrap().expose(), b"value");
    let anew = after.tokenize("A", b"value").unwrap();
    assert_ne!(anew, token);
    assert_eq!(after.restore(&anew, &grant()).unwrap().expose(), b"value");
    assert_eq!(builder.build().unwrap().restore(&token, &grant()).unwrap_err().kind(), ErrorKind::Tampered);
}

#[test]
fn every_attempt_is_in_the_log_and_holds_no_value() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", folder.path().join("sentinel.db").display());
    let sentinel = Sentinel::open(&url).unwrap();
    let vault = VaultOptions::new().open(&url).unwrap();
    let text = Scanner::builtin().tokenize(&format!("a={AWS}\nb={GITHUB}\n"), &vault).text;
    let leaky = Grant::new(Actor::machine(AWS), Sink::Command, format!("run {AWS}"), UNTIL);
    let leaky = leaky.scope(Scope::default());
    vault.restore(&text, &leaky.clone().every_rule()).unwrap();
    vault.restore(&text, &leaky.clone()).unwrap_err();
    vault.restore("nothing in it", &leaky).unwrap();
    let entries = sentinel.hyperlog().entries(1, 10).unwrap();
    let kinds: Vec<&str> = entries.iter().map(|entry| entry.kind.as_str()).collect();
    assert_eq!(kinds, [LogKind::TokensRestored.as_str(), LogKind::RestoreRefused.as_str()]);
    assert!(entries[0].body.contains(r#""rules":["AWS_ACCESS_KEY","GITHUB_TOKEN"]"#), "{}", entries[0].body);
    assert!(entries[1].body.contains(r#""reason":"forbidden""#));
    assert!(sentinel.hyperlog().verify().is_ok());
    let kept = format!("{entries:?} {vault:?}");
    assert!(!kept.contains(AWS) && !kept.contains(GITHUB));
}

#[test]
fn what_cannot_be_noted_is_not_given_out() {
    #[derive(Debug)]
    struct Full;
    impl sentinel_core::VaultAudit for Full {
        fn record(&self, _: Timestamp, _: &sentinel_core::VaultEvent<'_>) -> sentinel_core::Result<()> {
            Err(sentinel_core::Error::new(ErrorKind::Storage, "audit", "the disk is full"))
        }
    }
    let ring = KeyRing::new([7; 32]);
    let (store, clock) = (Arc::new(MemoryStore::new()), Arc::new(sentinel_store::SystemClock));
    let sealer = Arc::new(ring.sealing_key());
    let vault =
        sentinel_core::VaultBuilder::new(ring.vault_key(), sealer, store, Arc::new(Full), clock).build().unwrap();
    let token = vault.tokenize("A", b"value").unwrap();
    assert_eq!(vault.restore(&token, &grant()).unwrap_err().kind(), ErrorKind::Storage);
    assert_eq!(vault.counts().restored, 0);
}

#[test]
fn a_swapped_record_gives_nobody_the_others_value() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sentinel.db");
    let ring = KeyRing::new([7; 32]);
    let vault = VaultOptions::new().over(Arc::new(SqliteStore::open(&path).unwrap()), &ring).unwrap();
    let tokens = ["one", "two"].map(|value| vault.tokenize("A", value.as_bytes()).unwrap());
    let database = rusqlite::Connection::open(&path).unwrap();
    let copy = "UPDATE vault SET (sealed, digest) = (SELECT sealed, digest FROM vault AS other WHERE other.id > vault.id) \
                WHERE id = (SELECT min(id) FROM vault)";
    assert_eq!(database.execute(copy, []).unwrap(), 1);
    let restored = tokens.map(|token| vault.restore(&token, &grant()).map_err(|error| error.kind()));
    let refused = restored.iter().filter(|restored| matches!(restored, Err(ErrorKind::Tampered))).count();
    assert_eq!(refused, 1);
}

#[test]
fn a_vault_is_kept_in_the_file_and_its_values_are_not_in_clear() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", folder.path().join("sentinel.db").display());
    let scanner = Scanner::builtin();
    let text = scanner.tokenize(&format!("a={AWS}\nb={GITHUB}\n"), &VaultOptions::new().open(&url).unwrap()).text;
    for file in std::fs::read_dir(folder.path()).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        for secret in [AWS, GITHUB] {
            assert!(memchr::memmem::find(&bytes, secret.as_bytes()).is_none());
        }
    }
    let again = VaultOptions::new().open(&url).unwrap();
    assert!(again.restore(&text, &grant()).unwrap().expose() == format!("a={AWS}\nb={GITHUB}\n").as_bytes());
    let other = VaultOptions::new().key_ring(KeyRing::new([9; 32])).open(&url);
    assert_eq!(other.unwrap_err().kind(), ErrorKind::Conflict);
}

#[test]
fn the_guard_restores_refuses_and_warns() {
    let (vault, scanner) = (vault(), Scanner::builtin());
    let guard = Guard::default().with_vault(vault.clone());
    let text = scanner.tokenize(&format!("KEY={AWS}\n"), &vault).text;
    let written = guard.check(&text, Sink::File, Some(&grant())).unwrap();
    assert!(written.expose() == format!("KEY={AWS}\n").as_bytes() && written.restored() == 1);
    assert!(!format!("{written:?}").contains("AKIA"));
    for (sink, grant) in [(Sink::File, None), (Sink::Command, Some(&grant()))] {
        assert_eq!(guard.check(&text, sink, grant).unwrap_err().kind(), ErrorKind::Forbidden);
    }
    let passed = guard.check(&text, Sink::Prompt, None).unwrap();
    assert!(passed.expose() == text.as_bytes() && passed.traces().len() == 1);

    let forged = text.replace(":", ":0").replace("«sn:0", "«sn:");
    for bad in ["KEY=[REDACTED:AWS_ACCESS_KEY]", "A=1\nKEY=AKIA****XYZ", forged.as_str()] {
        let error = guard.check(bad, Sink::File, Some(&grant())).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Forbidden, "{error}");
        assert!(!error.to_string().contains("AKIA"));
    }
    let lenient = GuardPolicy::from_json(r#"{"file": {"mask": "warn"}}"#).unwrap();
    let warned = Guard::new(lenient).check("A=1\nKEY=AKIA****XYZ", Sink::File, None).unwrap();
    assert_eq!(warned.warnings().map(|trace| trace.line).collect::<Vec<_>>(), [2]);
}

#[test]
fn a_value_that_a_shell_would_read_is_not_put_into_a_command() {
    let vault = vault();
    let guard = Guard::default().with_vault(vault.clone());
    let grant = Grant::new(Actor::machine("agent"), Sink::Command, "run", UNTIL).every_rule();
    let token = vault.tokenize("PASSWORD", b"a; rm -rf /").unwrap();
    let error = guard.check(&format!("login {token}"), Sink::Command, Some(&grant)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Forbidden);
    assert!(error.to_string().contains("PASSWORD") && !error.to_string().contains("rm"));
    let quoted = guard.check(&format!("login '{token}'"), Sink::Command, Some(&grant)).unwrap();
    assert_eq!(quoted.expose(), b"login 'a; rm -rf /'");
}

#[test]
fn a_document_is_the_same_again_whatever_its_values_hold() {
    let vault = vault();
    let policy = Policy::new(Treatment::Tokenize).tokenizer(Arc::new(vault.clone()));
    let scanner = Scanner::builder().policy(policy).build().unwrap();
    let documents = [
        r#"{"password":"a\",\"admin\":true,\"x\":\"b"}"#,
        r#"{"password":"a\"b\nc\u0041\\"}"#,
        r#"{"body":"{\"password\":\"a\\\"b\"}"}"#,
    ];
    for document in documents {
        let tokenized = scanner.redact_json(document).text;
        assert!(tokenized != document);
        assert!(vault.restore(&tokenized, &grant()).unwrap().expose() == document.as_bytes());
    }
    let statement = "UPDATE u SET password = 'it''s'";
    let tokenized = scanner.redact_as(Shape::Sql, statement).text;
    assert!(vault.restore(&tokenized, &grant()).unwrap().expose() == statement.as_bytes());
}

#[test]
fn a_value_that_would_end_a_string_of_a_document_is_not_put_into_it() {
    let vault = vault();
    let token = vault.tokenize("PASSWORD", b"a\",\"admin\":true,\"x\":\"b").unwrap();
    let guard = Guard::default().with_vault(vault);
    let error = guard.check(&format!("{{\"password\":\"{token}\"}}"), Sink::File, Some(&grant())).unwrap_err();
    assert_eq!(error.code(), "forbidden");
    assert!(guard.check(&format!("password={token}"), Sink::File, Some(&grant())).is_ok());
}
