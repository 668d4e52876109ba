//! [`WebhookSecret`]: what the upstream's hosting and this site both know.

use std::fmt;

use axum::http::{HeaderMap, header};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// The secret that the upstream's hosting and this site share.
#[derive(Clone)]
pub struct WebhookSecret(String);

impl WebhookSecret {
    /// Takes a secret; an empty one is none.
    pub fn new(text: String) -> Option<Self> {
        (!text.is_empty()).then_some(Self(text))
    }

    fn mac(&self, text: &[u8]) -> Hmac<Sha256> {
        let mut mac = Hmac::<Sha256>::new_from_slice(self.0.as_bytes())
            .expect("a key of HMAC may have any length");
        mac.update(text);
        mac
    }

    /// Compares in a time that says nothing of either text.
    fn is(&self, text: &[u8]) -> bool {
        let expected = self.mac(self.0.as_bytes()).finalize().into_bytes();
        self.mac(text).verify_slice(&expected).is_ok()
    }

    /// Tells whether `signature`, in hexadecimal digits, is this secret's for the body.
    fn signed(&self, body: &[u8], signature: &str) -> bool {
        let digits = signature.as_bytes();
        let digit = |byte: u8| char::from(byte).to_digit(16);
        let bytes: Option<Vec<u8>> = digits
            .chunks(2)
            .map(|pair| match *pair {
                [high, low] => u8::try_from(digit(high)? * 16 + digit(low)?).ok(),
                _ => None,
            })
            .collect();
        bytes.is_some_and(|bytes| self.mac(body).verify_slice(&bytes).is_ok())
    }

    /// Tells whether a call shows that it knows the secret, in any of the ways of the hostings.
    pub(crate) fn is_known_to(&self, headers: &HeaderMap, body: &[u8]) -> bool {
        let value = |name: &str| Some(headers.get(name)?.as_bytes());
        if let Some(signature) = value("x-hub-signature-256") {
            let signature = std::str::from_utf8(signature).unwrap_or("");
            return signature
                .strip_prefix("sha256=")
                .is_some_and(|signature| self.signed(body, signature));
        }
        if let Some(token) = value("x-gitlab-token") {
            return self.is(token);
        }
        let authorization = value(header::AUTHORIZATION.as_str()).unwrap_or(b"");
        match authorization.split_at_checked(7) {
            Some((scheme, token)) if scheme.eq_ignore_ascii_case(b"bearer ") => self.is(token),
            _ => false,
        }
    }
}

impl fmt::Debug for WebhookSecret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Secret(***)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BODY: &[u8] = b"{\"zen\": \"calm\"}";
    /// The body's signature with the key `secret`, made with openssl.
    const SIGNATURE: &str =
        "sha256=509094888055904a83ef58aecee9bf0589f2e847d2b8644a0499572f4a479e0f";

    fn known(name: &'static str, value: &str) -> bool {
        let secret = WebhookSecret::new("secret".to_owned()).unwrap();
        let mut headers = HeaderMap::new();
        headers.insert(name, value.parse().unwrap());
        secret.is_known_to(&headers, BODY)
    }

    #[test]
    fn the_secret_is_taken_in_the_form_of_each_hosting() {
        assert!(known("authorization", "Bearer secret"));
        assert!(known("authorization", "bearer secret"));
        assert!(known("x-gitlab-token", "secret"));
        assert!(known("x-hub-signature-256", SIGNATURE));
    }

    #[test]
    fn a_wrong_secret_is_refused_in_each_form() {
        assert!(!known("authorization", "Bearer secrets"));
        assert!(!known("authorization", "Bearer "));
        assert!(!known("authorization", "Basic secret"));
        assert!(!known("authorization", "Bearé secret"));
        assert!(!known("x-gitlab-token", "Secret"));
        assert!(!known("x-gitlab-token", ""));
        assert!(!known(
            "x-hub-signature-256",
            &SIGNATURE[..SIGNATURE.len() - 1]
        ));
        assert!(!known(
            "x-hub-signature-256",
            &SIGNATURE.replace("sha256=", "sha1=")
        ));
        assert!(!known("x-hub-signature-256", &SIGNATURE.replace('a', "b")));
        assert!(!known("x-hub-signature-256", "sha256="));
        assert!(!known("x-other", "secret"));
        assert!(WebhookSecret::new(String::new()).is_none());
        let shown = format!("{:?}", WebhookSecret::new("secret".to_owned()));
        assert_eq!(shown, "Some(Secret(***))");
    }
}
