//! A base URL that events may be sent below.

use sentinel_core::{Error, ErrorKind, Result};
use ureq::http::Uri;

/// An `https` URL, or an `http` URL on the loopback interface.
#[derive(Clone, Debug)]
pub(super) struct Endpoint {
    base: String,
}

impl Endpoint {
    pub(super) fn parse(base: &str) -> Result<Self> {
        let wrong =
            |problem| Err(Error::new(ErrorKind::InvalidInput, "configure webhook", problem).with("field", "url"));
        let Ok(uri) = base.parse::<Uri>() else { return wrong("not a URL") };
        let (Some(scheme), Some(host)) = (uri.scheme_str(), uri.host()) else { return wrong("not a whole URL") };
        if uri.authority().is_some_and(|authority| authority.as_str().contains('@')) {
            return wrong("a URL with a user or a password is not allowed");
        }
        if uri.query().is_some() {
            return wrong("a URL with a query is not allowed");
        }
        let loopback = matches!(host, "localhost" | "[::1]")
            || host.parse::<std::net::Ipv4Addr>().is_ok_and(|address| address.is_loopback());
        match scheme {
            "https" => {}
            "http" if loopback => {}
            "http" => return wrong("http is allowed on the loopback interface only; use https"),
            _ => return wrong("expected an https URL"),
        }
        Ok(Self { base: base.trim_end_matches('/').to_owned() })
    }

    pub(super) fn join(&self, path: &str) -> String {
        format!("{}/{path}", self.base)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_https_and_loopback_are_allowed() {
        for base in ["https://security.example.com/hooks/", "http://127.0.0.1:8080/hooks", "http://localhost:1/"] {
            assert!(Endpoint::parse(base).is_ok(), "{base}");
        }
        for base in ["http://security.example.com", "ftp://127.0.0.1", "/hooks", "", "https://u:p@h/", "https://h/?q=1"]
        {
            let error = Endpoint::parse(base).unwrap_err();
            assert_eq!(error.context().next(), Some(("field", "url")));
        }
        assert_eq!(Endpoint::parse("https://h/hooks/").unwrap().join("revoke"), "https://h/hooks/revoke");
    }
}
