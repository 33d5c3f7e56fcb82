//! The words of table and column names, English and Swedish, and what they stand for.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::words::fold;

/// What a table, or the noun before a column's last word, is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Entity {
    /// People.
    Person,
    /// Where people live, or where things are sent.
    Address,
    /// What people write to one another.
    Communication,
    /// Payment cards and bank accounts.
    Card,
    /// Companies.
    Organisation,
    /// Goods, kinds, settings, machinery: names and descriptions of these are nobody's.
    Thing,
    /// Unknown.
    Neutral,
}

/// The spelling that the rules use, for any spelling in use; a plural is brought to the singular.
pub(super) fn canonical(word: &str) -> Option<&'static str> {
    let find = |word: &str| CANONICAL.get(word).copied();
    let folded = fold(word);
    find(word).or_else(|| find(&folded)).or_else(|| {
        let singular = [("ies", "y"), ("sses", "ss"), ("ches", "ch"), ("es", "e"), ("s", "")];
        singular.iter().find_map(|(plural, one)| find(&format!("{}{one}", folded.strip_suffix(plural)?)))
    })
}

/// What a word is about.
pub(super) fn entity(word: &str) -> Option<Entity> {
    ABOUT.get(word).copied()
}

/// Every spelling → the one that the rules use.
static CANONICAL: LazyLock<HashMap<&str, &str>> = LazyLock::new(|| {
    let spellings =
        SPELLINGS.iter().flat_map(|(known, others)| others.split(' ').map(move |other| (other, *known)));
    let known = SPELLINGS.iter().map(|(known, _)| (*known, *known));
    let nouns =
        ENTITIES.iter().flat_map(|(_, words)| words.split_whitespace()).chain(OTHERS.split_whitespace());
    // What comes later wins: a spelling's own meaning over the word as it stands.
    nouns.map(|word| (word, word)).chain(known).chain(spellings).collect()
});

static ABOUT: LazyLock<HashMap<&str, Entity>> = LazyLock::new(|| {
    let words =
        ENTITIES.iter().flat_map(|(entity, words)| words.split_whitespace().map(move |word| (word, *entity)));
    words.collect()
});

/// Spelling → the others that mean the same. Blanks separate.
const SPELLINGS: &[(&str, &str)] = &[
    ("user", "usr users anvandare brukare"),
    ("customer", "cust kund kunder customers klient"),
    ("person", "pers persons people individual human"),
    ("employee", "emp anstalld anstallda medarbetare"),
    ("member", "medlem medlemmar"),
    ("contact", "kontakt kontaktperson"),
    ("patient", "patienter"),
    ("student", "elev elever pupil"),
    ("author", "forfattare"),
    ("owner", "agare"),
    ("sender", "avsandare"),
    ("recipient", "mottagare addressee"),
    ("requester", "requestor sokande applicant bestallare"),
    ("participant", "deltagare attendee"),
    ("guest", "gast visitor besokare"),
    ("company", "foretag bolag firma organisation organization org employer"),
    ("supplier", "leverantor vendor"),
    ("name", "namn nm navn"),
    ("first name", "firstname fornamn forename givenname fname tilltalsnamn"),
    ("last name", "lastname efternamn surname familyname lname slaktnamn"),
    ("first", "given"),
    ("last", "sur family"),
    ("full name", "fullname helnamn"),
    ("real name", "realname gecos"),
    ("nick name", "nickname nick smeknamn handle alias screenname"),
    ("user name", "username anvandarnamn uname loginname userlogin jid"),
    ("number", "nr no num nbr nummer"),
    ("email", "epost mejl mail emailaddress epostadress mailadress"),
    ("phone", "tel tfn telefon telephone phonenumber telefonnr telefonnummer msisdn"),
    ("mobile", "mobil cell cellphone mobilnr mobilnummer mobiltelefon"),
    ("fax", "telefax"),
    ("address", "addr adr adress gatuadress postadress besoksadress street"),
    ("postcode", "zip zipcode postnr postnummer postalcode plz"),
    ("city", "ort postort town stad"),
    ("country", "land"),
    ("region", "lan district province county kommun"),
    ("birth date", "birthdate birthday dob fodelsedatum fodelsedag fodd"),
    ("birth", "fodelse born"),
    ("date", "datum dt"),
    ("gender", "kon sex"),
    ("age", "alder"),
    (
        "national id",
        "personnummer personnr pnr ssn persnr samordningsnummer nationalid personid personalnumber nin bsn cpr",
    ),
    ("organisation number", "orgnr organisationsnummer orgnummer vatnr vatnumber momsnr"),
    ("passport", "pass_nr passnummer passnr"),
    ("licence", "license korkort"),
    ("password", "pwd passwd pass losenord psw passphrase newpass"),
    ("secret", "hemlighet"),
    ("session", "sess"),
    ("agent", "ua"),
    ("browser", "webblasare"),
    ("invoice", "faktura"),
    ("ip", "ipaddress ipaddr ipadress ipnr remoteaddr"),
    ("message", "msg meddelande meddelanden"),
    ("comment", "kommentar kommentarer"),
    ("note", "anteckning anteckningar notering notes memo minnesanteckning"),
    ("subject", "amne rubrik subj"),
    ("description", "beskrivning descr desc"),
    ("text", "txt"),
    ("content", "innehall contents"),
    ("body", "brodtext"),
    ("reply", "svar"),
    ("ticket", "arende arenden"),
    ("picture", "bild portrait"),
    ("reason", "orsak anledning skal"),
    ("favourite", "favorite favorit favoriter fav"),
    ("certificate", "certifikat cert"),
    ("vcard", "vcf visitkort"),
    ("photo", "foto"),
    ("avatar", "gravatar"),
    ("account", "konto acct"),
    ("bankgiro", "bgnr"),
    ("plusgiro", "pgnr postgiro"),
    ("card", "kort creditcard bankcard kreditkort"),
    ("expiry", "expires expire expiration utgangsdatum"),
    ("latitude", "lat latitud"),
    ("longitude", "lon lng longitud"),
    ("language", "lang sprak"),
    ("nationality", "medborgarskap citizenship"),
    ("religion", "religious"),
    ("ethnicity", "ethnic ethnicity etnicitet"),
    ("diagnosis", "diagnos"),
    ("health", "halsa medical"),
    ("disability", "handikapp funktionsnedsattning"),
    ("salary", "lön wage loneuppgift"),
    ("signature", "underskrift namnteckning"),
    ("title", "titel befattning"),
    ("customer number", "kundnr kundnummer custno customerno"),
    ("employee number", "anstnr anstallningsnr anstallningsnummer"),
    ("member number", "medlemsnr medlemsnummer"),
    ("registration", "regnr registreringsnummer"),
    ("homepage", "website hemsida webpage"),
    ("file", "fil"),
    ("file name", "filename filnamn"),
    ("line", "rad"),
    ("time zone", "timezone tidszon"),
    ("created", "skapad inlagd"),
    ("ended", "avslutad slut"),
    ("closed", "stangd"),
    ("changed", "andrad"),
];

#[rustfmt::skip]
const ENTITIES: &[(Entity, &str)] = &[
    (Entity::Person, "user customer person employee staff member contact patient student teacher author actor candidate \
        subscriber recipient sender submitter requester owner guest driver passenger participant donor tenant reviewer \
        player borrower lead prospect profile principal composer artist holder beneficiary relative guardian spouse child \
        children parent manager physician doctor nurse creator editor resident voter buyer seller client identity moderator assignee \
        barn anhorig malsman vardnadshavare handlaggare hyresgast personal profil contributor uploader follower friend"),
    (Entity::Address, "address billing shipping ship delivery leverans faktureringsadress leveransadress"),
    (Entity::Communication, "message comment ticket chat review reply followup attachment sms conversation feedback \
        letter inbox complaint inquiry enquiry incident journal note correspondence email mailbox post \
        transaction issue case support forum guestbook"),
    (Entity::Card, "card"),
    (Entity::Organisation, "company supplier shipper partner manufacturer brand publisher carrier"),
    (Entity::Thing, "product category country city film book album genre playlist track language currency group role \
        permission type status class option attribute template queue page site migration tag topic catalog asset offer \
        voucher range store inventory territory region media job module cache condition action model app image link item \
        kb menu feature plugin widget theme color unit tax rate price stock warehouse line invoice order basket cart event \
        checklist field custom codename right permission system server host config configuration setting property \
        object slot skin namespace interwiki format domain lifecycle scrip kbi kbitem article program course \
        room table column schema index content file folder package version release device network"),
];

/// Words that rules and headings need and that stand for themselves.
const OTHERS: &str = "first last full real nick display middle maiden birth home work mobile pager fax street postal code \
    data value key info id type count date time at on day year status flag enabled verified length size sort order \
    agent browser hash salt api auth access refresh reset secret pin otp totp recovery private public old new from with to \
    cc bcc recipients headers html plain body question answer resolution query search settings preferences meta property \
    extension hire hired employment hobby interests bio biography about gps coordinates location \
    position marital union political party disease allergy medication blood criminal conviction biometric fingerprint \
    genetic dna bank clearing cvv cvc vin plate vehicle number social security identity personal tax login logged joined \
    registered seen cookie device visitor shared product ip custom field list log history archive table record entry \
    detail details change changes block blocks alert view search sharing sent word words pass userid book \
    preset canned predefined standard boilerplate reason vcard certificate smime pgp large free form watch favourite \
    bookmark wish follow visit failed vars words payload metadata remark upload memo in references reply mailbox smtp imap pop \
    ldap proxy database touched authenticated updated modified timestamp digest courtesy shipped billing zone iban token tokens nummer kod text date saved former talk temp";
