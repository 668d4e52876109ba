//! Looks at what a provider signed: whether it did, for this site, for this sign-in, and now.

use std::time::{SystemTime, UNIX_EPOCH};

use openidconnect::core::{CoreIdTokenVerifier, CoreJwsSigningAlgorithm as Algorithm};
use openidconnect::{ClaimsVerificationError, ClientId, Nonce, SignatureVerificationError};

use crate::web::identity::error::ProviderError;
use crate::web::identity::settings::ProviderSettings;
use crate::web::identity::types::{Keys, Metadata, SignedClaims, VerifiedClaims};

/// The most seconds by which the clocks of the provider and this machine may differ.
const LEEWAY: i64 = 60;

/// The algorithms that may sign: pairs of keys alone, so that nobody who knows what is public can.
const ALGORITHMS: [Algorithm; 9] = [
    Algorithm::RsaSsaPkcs1V15Sha256,
    Algorithm::RsaSsaPkcs1V15Sha384,
    Algorithm::RsaSsaPkcs1V15Sha512,
    Algorithm::RsaSsaPssSha256,
    Algorithm::RsaSsaPssSha384,
    Algorithm::RsaSsaPssSha512,
    Algorithm::EcdsaP256Sha256,
    Algorithm::EcdsaP384Sha384,
    Algorithm::EdDsa,
];

/// The reasons why it is not believed.
pub(super) enum VerificationError {
    /// No key that is known has signed it.
    UnknownKey,
    /// Anything else.
    Wrong(String),
}

impl From<VerificationError> for ProviderError {
    fn from(reason: VerificationError) -> Self {
        Self::NotTrusted(match reason {
            VerificationError::UnknownKey => "no key of the provider's has signed it".to_owned(),
            VerificationError::Wrong(reason) => reason,
        })
    }
}

/// Returns what a provider states, if it may be believed.
pub(super) fn verify<'s>(
    signed: &'s SignedClaims,
    settings: &ProviderSettings,
    metadata: &Metadata,
    keys: &Keys,
    nonce: String,
) -> Result<&'s VerifiedClaims, VerificationError> {
    let supported = metadata.id_token_signing_alg_values_supported();
    let algorithms = ALGORITHMS.into_iter();
    let client = ClientId::new(settings.client.clone());
    let now = now();
    // The secret that this site shares with the provider is no key here.
    let verifier = CoreIdTokenVerifier::new_public_client(
        client.clone(),
        metadata.issuer().clone(),
        keys.clone(),
    )
    .set_allowed_algs(algorithms.filter(|one| supported.contains(one)))
    .set_issue_time_verifier_fn(move |issued| match issued.timestamp() <= now + LEEWAY {
        true => Ok(()),
        false => Err("it is issued in the future".to_owned()),
    });
    let claims = signed.claims(&verifier, &Nonce::new(nonce));
    let claims = claims.map_err(|error| match error {
        ClaimsVerificationError::SignatureVerification(
            SignatureVerificationError::NoMatchingKey,
        ) => VerificationError::UnknownKey,
        error => VerificationError::Wrong(error.to_string()),
    })?;
    // What the library leaves to whoever uses it.
    if claims
        .authorized_party()
        .is_some_and(|party| *party != client)
    {
        return Err(VerificationError::Wrong(
            "it is for another party (azp)".to_owned(),
        ));
    }
    match claims.additional_claims().all.get("nbf") {
        None => Ok(claims),
        Some(from)
            if from
                .as_f64()
                .is_some_and(|from| from <= (now + LEEWAY) as f64) =>
        {
            Ok(claims)
        }
        Some(_) => Err(VerificationError::Wrong(
            "it does not hold yet (nbf)".to_owned(),
        )),
    }
}

fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.map_or(0, |since| {
        i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
    })
}
