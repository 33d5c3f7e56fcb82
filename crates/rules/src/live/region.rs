//! Where the regions of object stores are, by their providers' public naming.
//!
//! The same code means different places with different providers (`eu-central-1` is Frankfurt with one and Amsterdam with
//! another), so the endpoint's name tells first who the provider is. What is not listed here is unknown, never guessed.

use serde::{Deserialize, Serialize};

use super::{Finding, Unseen};
use crate::check::in_eea;

/// Where a region is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// In this country (ISO 3166-1 alpha-2).
    Country(String),
    /// Somewhere in the Union.
    Union,
}

impl Place {
    /// Whether the regulation applies there.
    pub fn is_in_eea(&self) -> bool {
        match self {
            Self::Country(code) => in_eea(code),
            Self::Union => true,
        }
    }
}

/// Endpoint (itself or the end of its name) → its provider's regions. `EU` stands for the whole Union.
const PROVIDERS: [(&str, &str); 8] = [
    (
        "amazonaws.com",
        "eu-north-1 SE eu-west-1 IE eu-west-2 GB eu-west-3 FR eu-central-1 DE eu-central-2 CH eu-south-1 IT eu-south-2 ES \
         us-east-1 US us-east-2 US us-west-1 US us-west-2 US ca-central-1 CA ca-west-1 CA sa-east-1 BR af-south-1 ZA \
         il-central-1 IL me-south-1 BH me-central-1 AE ap-south-1 IN ap-south-2 IN ap-northeast-1 JP ap-northeast-2 KR \
         ap-northeast-3 JP ap-southeast-1 SG ap-southeast-2 AU ap-southeast-3 ID ap-southeast-4 AU ap-east-1 HK",
    ),
    ("amazonaws.eu", "eusc-de-east-1 DE"),
    (
        "storage.googleapis.com",
        "europe-north1 FI europe-north2 SE europe-west1 BE europe-west2 GB europe-west3 DE europe-west4 NL europe-west6 CH \
         europe-west8 IT europe-west9 FR europe-west10 DE europe-west12 IT europe-southwest1 ES europe-central2 PL eu EU \
         us-central1 US us-east1 US us-east4 US us-east5 US us-south1 US us-west1 US us-west2 US us-west3 US us-west4 US \
         northamerica-northeast1 CA northamerica-northeast2 CA asia-east1 TW asia-northeast1 JP asia-southeast1 SG",
    ),
    ("scw.cloud", "fr-par FR nl-ams NL pl-waw PL"),
    ("your-objectstorage.com", "fsn1 DE nbg1 DE hel1 FI"),
    (
        "digitaloceanspaces.com",
        "ams3 NL fra1 DE lon1 GB nyc3 US sfo2 US sfo3 US atl1 US tor1 CA sgp1 SG blr1 IN syd1 AU",
    ),
    (
        "wasabisys.com",
        "eu-central-1 NL eu-central-2 DE eu-west-1 GB eu-west-2 FR eu-west-3 GB eu-south-1 IT us-east-1 US us-east-2 US \
         us-central-1 US us-west-1 US ca-central-1 CA",
    ),
    ("io.cloud.ovh.net", "gra FR sbg FR rbx FR de DE waw PL uk GB bhs CA eu-west-par FR"),
];

/// Where a provider's region is; `None` if the provider or the region is not known.
pub fn located(endpoint: &str, code: &str) -> Option<Place> {
    let (endpoint, code) = (endpoint.to_ascii_lowercase(), code.to_ascii_lowercase());
    let is = |name: &str| {
        endpoint.strip_suffix(name).is_some_and(|before| before.is_empty() || before.ends_with('.'))
    };
    let (_, regions) = PROVIDERS.iter().find(|(name, _)| is(name))?;
    let mut words = regions.split_whitespace();
    while let (Some(region), Some(place)) = (words.next(), words.next()) {
        if region == code {
            return Some(if place == "EU" { Place::Union } else { Place::Country(place.to_owned()) });
        }
    }
    None
}

/// What a region that a store told says about the promise that it lies in `country` (and in `declared`, if the policy
/// names the region).
pub fn region(endpoint: &str, told: &str, country: Option<&str>, declared: Option<&str>) -> Finding {
    let Some(place) = located(endpoint, told) else {
        return Finding::Unseen(Unseen::RegionUnknown(told.to_owned()));
    };
    let Some(country) = country else { return Finding::Unseen(Unseen::NoCountry) };
    let same = declared.is_none_or(|declared| declared.eq_ignore_ascii_case(told));
    let as_declared = match &place {
        Place::Country(code) => code == country && same,
        Place::Union if same && in_eea(country) => {
            return Finding::Unseen(Unseen::RegionTooWide(told.to_owned()));
        }
        Place::Union => false,
    };
    Finding::Region { code: told.to_owned(), place, as_declared }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn country(code: &str) -> Place {
        Place::Country(code.to_owned())
    }

    #[test]
    fn a_code_means_what_its_own_provider_says() {
        assert_eq!(located("s3.eu-north-1.amazonaws.com", "eu-north-1"), Some(country("SE")));
        assert_eq!(located("s3.eu-central-1.amazonaws.com", "eu-central-1"), Some(country("DE")));
        assert_eq!(located("s3.eu-central-1.wasabisys.com", "eu-central-1"), Some(country("NL")));
        assert_eq!(located("storage.googleapis.com", "EU"), Some(Place::Union));
        assert_eq!(located("hel1.your-objectstorage.com", "hel1"), Some(country("FI")));
        assert_eq!(located("s3.gra.io.cloud.ovh.net", "GRA"), Some(country("FR")));
    }

    #[test]
    fn what_is_not_listed_is_unknown() {
        for (endpoint, code) in [
            ("minio.example.com", "eu-north-1"),
            ("s3.amazonaws.com.example.org", "eu-north-1"),
            ("notamazonaws.com", "eu-north-1"),
            ("s3.amazonaws.com", "eu-north-9"),
            ("s3.amazonaws.com", "SE"),
            ("s3.amazonaws.com", ""),
        ] {
            assert_eq!(located(endpoint, code), None, "{endpoint} {code}");
            let found = region(endpoint, code, Some("SE"), None);
            assert_eq!(found, Finding::Unseen(Unseen::RegionUnknown(code.to_owned())));
        }
    }

    #[test]
    fn every_listed_place_is_a_country() {
        for (provider, regions) in PROVIDERS {
            let words: Vec<&str> = regions.split_whitespace().collect();
            assert_eq!(words.len() % 2, 0, "{provider}");
            for pair in words.chunks(2) {
                assert!(pair[1] == "EU" || crate::check::is_country(pair[1]), "{provider}: {pair:?}");
            }
        }
    }

    #[test]
    fn a_bucket_elsewhere_breaks_the_promise_and_one_nobody_placed_cannot_keep_it() {
        let aws = "s3.amazonaws.com";
        let fits = |found: Finding| match found {
            Finding::Region { as_declared, .. } => Some(as_declared),
            _ => None,
        };
        assert_eq!(fits(region(aws, "eu-north-1", Some("SE"), None)), Some(true));
        assert_eq!(fits(region(aws, "eu-north-1", Some("SE"), Some("eu-north-1"))), Some(true));
        assert_eq!(fits(region(aws, "us-east-1", Some("SE"), None)), Some(false));
        assert_eq!(fits(region(aws, "us-east-1", Some("US"), Some("us-west-2"))), Some(false));
        assert_eq!(region(aws, "eu-north-1", None, None), Finding::Unseen(Unseen::NoCountry));
        let wide = region("storage.googleapis.com", "eu", Some("SE"), None);
        assert_eq!(wide, Finding::Unseen(Unseen::RegionTooWide("eu".to_owned())));
    }
}
