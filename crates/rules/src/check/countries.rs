//! Countries: ISO 3166-1, the EEA, and where the Commission has decided that protection is adequate (Art. 45).

/// ISO 3166-1 alpha-2, all officially assigned codes.
const CODES: &str = "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS \
    BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET \
    FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO \
    IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH \
    MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM \
    PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG \
    TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW";

/// The Union, Iceland, Liechtenstein and Norway, with the parts of them that have codes of their own and where the
/// regulation applies (Åland; the French overseas departments and Saint Martin).
const EEA: &str = "AT AX BE BG CY CZ DE DK EE ES FI FR GF GP GR HR HU IE IS IT LI LT LU LV MF MQ MT NL NO PL PT RE RO \
    SE SI SK YT";

/// Adequacy decisions as of the end of 2025. Canada: commercial organisations. United States: organisations certified
/// under the Data Privacy Framework.
const ADEQUATE: &str = "AD AR CA CH FO GB GG IL IM JE JP KR NZ US UY";

fn holds(list: &str, code: &str) -> bool {
    code.len() == 2 && list.split_whitespace().any(|one| one == code)
}

/// Whether it is an officially assigned code.
pub(crate) fn is_country(code: &str) -> bool {
    holds(CODES, code)
}

/// Whether the regulation applies there, so that data there is in no third country.
pub fn in_eea(code: &str) -> bool {
    holds(EEA, code)
}

/// Whether there is a decision under Art. 45.
pub(crate) fn is_adequate(code: &str) -> bool {
    holds(ADEQUATE, code)
}

/// The code that somebody may have meant: `UK` is `GB`, `EL` is `GR`, names in Swedish and English.
pub(crate) fn meant(text: &str) -> Option<&'static str> {
    let upper = text.to_uppercase();
    if let Some(code) = CODES.split_whitespace().find(|code| **code == upper) {
        return Some(code);
    }
    let names = [
        ("UK", "GB"),
        ("EL", "GR"),
        ("SWE", "SE"),
        ("SVERIGE", "SE"),
        ("SWEDEN", "SE"),
        ("NORGE", "NO"),
        ("NORWAY", "NO"),
        ("FINLAND", "FI"),
        ("DANMARK", "DK"),
        ("DENMARK", "DK"),
        ("TYSKLAND", "DE"),
        ("GERMANY", "DE"),
        ("IRLAND", "IE"),
        ("IRELAND", "IE"),
        ("USA", "US"),
        ("NEDERLÄNDERNA", "NL"),
        ("NETHERLANDS", "NL"),
        ("FRANKRIKE", "FR"),
        ("FRANCE", "FR"),
        ("STORBRITANNIEN", "GB"),
    ];
    names.iter().find(|(name, _)| *name == upper).map(|(_, code)| *code)
}
