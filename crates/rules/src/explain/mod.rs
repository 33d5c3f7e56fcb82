//! What each code means: the rule, the law behind it, a wrong and a right example.
//!
//! One Markdown file for each code and language. A test runs every example through the checker, so that none of them
//! can grow stale.

use crate::diagnostic::{Code, Lang};

macro_rules! pages {
    ($($name:ident $code:literal)*) => {
        /// The page of a code, as Markdown.
        pub const fn page(code: Code, lang: Lang) -> &'static str {
            match lang {
                Lang::En => match code {
                    $(Code::$name => include_str!(concat!("en/", $code, ".md")),)*
                },
                Lang::Sv => match code {
                    $(Code::$name => include_str!(concat!("sv/", $code, ".md")),)*
                },
            }
        }
    };
}

pages! {
    YamlSyntax "G001"
    TooLarge "G002"
    NotUtf8 "G003"
    NothingToRead "G004"
    DuplicateKey "G005"
    TooMuch "G006"
    UnknownField "G007"
    WrongShape "G008"
    MissingField "G009"
    NameTwice "G010"
    UnknownValue "G011"
    BadPeriod "G012"
    BadDate "G013"
    BadName "G014"
    BadVersion "G015"
    OutOfRange "G016"
    UnknownCountry "G020"
    UnknownTimeZone "G021"
    BadNumber "G022"
    UnknownCategory "G023"
    BadFormat "G024"
    UnknownName "G030"
    UnusedName "G031"
    Cycle "G032"
    NotRelated "G033"
    NoKey "G034"
    NotReached "G035"
    NotReachedRefused "G036"
    TieDoesNotFit "G037"
    NoBasis "G040"
    SeveralBases "G041"
    ConsentSource "G042"
    BalancingTest "G043"
    SpecialBasis "G044"
    NationalId "G045"
    NoTransfer "G046"
    NotAdequate "G047"
    NoAgreement "G048"
    NoMeasures "G049"
    NoActivity "G050"
    NoRetention "G051"
    ReviewPassed "G052"
    NoTranslation "G053"
    FloorAboveCap "G060"
    Cadence "G061"
    BackupSum "G062"
    StatutoryFloor "G063"
    SettingAboveCeiling "G064"
    NoCeiling "G065"
    DisposalsDisagree "G066"
    ParentBlocked "G067"
    AnonymisesOther "G068"
    AnonymisesLess "G069"
    OnlyAPerson "G070"
    LawOutlastsPromise "G071"
    NotPersonal "G072"
    DutyUndone "G073"
    PlainText "G080"
    SecretInPolicy "G081"
    DoesNotFit "G082"
    Template "G090"
    UnreadTemplate "G091"
}

/// What a code is called: the page's heading without the code.
pub fn title(code: Code, lang: Lang) -> &'static str {
    let heading = page(code, lang).lines().next().unwrap_or("");
    heading.trim_start_matches("# ").trim_start_matches(code.as_str()).trim()
}

/// The wrong and the right example of a code, if it can be shown in a policy's text.
pub fn examples(code: Code, lang: Lang) -> Option<(&'static str, &'static str)> {
    let mut blocks = page(code, lang).split("```yaml\n").skip(1).filter_map(|rest| rest.split("```").next());
    Some((blocks.next()?, blocks.next()?))
}
