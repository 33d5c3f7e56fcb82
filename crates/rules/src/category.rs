//! Categories of personal data: the dotted names of the policy language, the terms of the W3C Data Privacy Vocabulary
//! (Personal Data extension, version 2.3) that they stand for, and what the law asks of them.

/// What the law asks of a category beyond the ordinary.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sensitivity {
    /// Nothing beyond Art. 6.
    Ordinary,
    /// A stated reason (GDPR Art. 87, dataskyddslagen 3:10).
    NationalId,
    /// A basis under Art. 9(2).
    Special,
    /// A basis under Art. 10.
    Criminal,
}

/// A category of personal data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Category {
    /// Its dotted name in the policy language.
    pub name: &'static str,
    term: &'static str,
    /// What the law asks.
    pub sensitivity: Sensitivity,
    en: &'static str,
    sv: &'static str,
}

impl Category {
    /// The term's IRI in the W3C Data Privacy Vocabulary.
    pub fn iri(&self) -> String {
        format!("https://w3id.org/dpv/pd#{}", self.term)
    }

    /// Whether the category tells only the form, and whoever writes, speaks, draws or stores decides what is in it: free text,
    /// sound, pictures, hosted material. Any other category may hide there, those of Art. 9 and 10 too.
    pub fn is_open(&self) -> bool {
        OPEN.contains(&self.name)
    }

    /// Whether it is stored on or read from the person's own device (Directive 2002/58/EC Art. 5(3); LEK 2022:482 9:28).
    pub fn is_on_device(&self) -> bool {
        ON_DEVICE.contains(&self.name)
    }

    /// What it is called, in Swedish for `sv` and in English for every other language.
    pub fn label(&self, lang: &str) -> &'static str {
        if lang == "sv" { self.sv } else { self.en }
    }
}

/// The category of this name.
pub fn category(name: &str) -> Option<Category> {
    all().find(|category| category.name == name)
}

/// Every category, by subject.
pub fn all() -> impl Iterator<Item = Category> + Clone {
    TABLE.iter().map(|&(name, term, sensitivity, en, sv)| Category { name, term, sensitivity, en, sv })
}

const OPEN: &[&str] = &[
    "person.image",
    "communication.content",
    "communication.email",
    "communication.recording",
    "communication.note",
    "hosted.content",
    "image",
];

/// What a browser sends by itself (`online.ip`, `online.user_agent`) and what a server notes (`online.activity`) are not.
const ON_DEVICE: &[&str] = &["online.cookie", "online.device"];

type Row = (&'static str, &'static str, Sensitivity, &'static str, &'static str);

#[rustfmt::skip]
const TABLE: &[Row] = &[
    ("person.name", "Name", Sensitivity::Ordinary, "Name", "Namn"),
    ("person.national_id", "OfficialID", Sensitivity::NationalId, "National identification number", "Personnummer"),
    ("person.passport", "Passport", Sensitivity::Ordinary, "Passport or identity card", "Pass eller id-kort"),
    ("person.birth_date", "BirthDate", Sensitivity::Ordinary, "Date of birth", "Födelsedatum"),
    ("person.age", "Age", Sensitivity::Ordinary, "Age", "Ålder"),
    ("person.gender", "Gender", Sensitivity::Ordinary, "Gender", "Kön"),
    ("person.nationality", "Nationality", Sensitivity::Ordinary, "Nationality", "Medborgarskap"),
    ("person.language", "Language", Sensitivity::Ordinary, "Language", "Språk"),
    ("person.image", "Picture", Sensitivity::Ordinary, "Picture of a person", "Bild på person"),
    ("person.family", "Family", Sensitivity::Ordinary, "Family", "Familj"),
    ("person.relative", "Relationship", Sensitivity::Ordinary, "Next of kin", "Närstående"),
    ("person.signature", "Identifying", Sensitivity::Ordinary, "Signature", "Namnteckning"),
    ("contact.email", "EmailAddress", Sensitivity::Ordinary, "E-mail address", "E-postadress"),
    ("contact.phone", "TelephoneNumber", Sensitivity::Ordinary, "Telephone number", "Telefonnummer"),
    ("contact.address", "PhysicalAddress", Sensitivity::Ordinary, "Postal address", "Postadress"),
    ("contact.postal_code", "PostalCode", Sensitivity::Ordinary, "Postal code", "Postnummer"),
    ("contact.city", "City", Sensitivity::Ordinary, "City", "Ort"),
    ("contact.country", "Country", Sensitivity::Ordinary, "Country", "Land"),
    ("contact.other", "Contact", Sensitivity::Ordinary, "Other contact details", "Övriga kontaktuppgifter"),
    ("online.ip", "IPAddress", Sensitivity::Ordinary, "IP address", "IP-adress"),
    ("online.cookie", "Tracking", Sensitivity::Ordinary, "Cookie identifier", "Kakidentifierare"),
    ("online.device", "DeviceBased", Sensitivity::Ordinary, "Device", "Enhet"),
    ("online.user_agent", "UserAgent", Sensitivity::Ordinary, "Browser identification", "Webbläsarens identifikation"),
    ("online.activity", "BrowsingBehaviour", Sensitivity::Ordinary, "Activity on a site", "Aktivitet på webbplats"),
    ("account.login", "Username", Sensitivity::Ordinary, "User name", "Användarnamn"),
    ("account.secret", "Password", Sensitivity::Ordinary, "Password or other login secret", "Lösenord eller annan inloggningshemlighet"),
    ("account.settings", "Preference", Sensitivity::Ordinary, "Settings and preferences", "Inställningar"),
    ("account.log", "AuthenticationHistory", Sensitivity::Ordinary, "Login history", "Inloggningshistorik"),
    ("finance.bank_account", "BankAccount", Sensitivity::Ordinary, "Bank account", "Bankkonto"),
    ("finance.payment", "Transaction", Sensitivity::Ordinary, "Payment", "Betalning"),
    ("finance.card", "PaymentCardNumber", Sensitivity::Ordinary, "Payment card", "Betalkort"),
    ("finance.invoice", "Purchase", Sensitivity::Ordinary, "Invoice or receipt", "Faktura eller kvitto"),
    ("finance.salary", "Salary", Sensitivity::Ordinary, "Salary", "Lön"),
    ("finance.tax", "Tax", Sensitivity::Ordinary, "Tax", "Skatt"),
    ("finance.credit", "Credit", Sensitivity::Ordinary, "Credit check", "Kreditupplysning"),
    ("communication.content", "Communication", Sensitivity::Ordinary, "Content of communication", "Innehåll i kommunikation"),
    ("communication.metadata", "CommunicationsMetadata", Sensitivity::Ordinary, "Who, when and to whom", "Vem, när och till vem"),
    ("communication.email", "EmailContent", Sensitivity::Ordinary, "E-mail", "E-post"),
    ("communication.recording", "VoiceCommunicationRecording", Sensitivity::Ordinary, "Recorded call", "Inspelat samtal"),
    ("communication.note", "Reference", Sensitivity::Ordinary, "Note about a contact", "Anteckning om en kontakt"),
    ("location", "Location", Sensitivity::Ordinary, "Location", "Plats"),
    ("location.gps", "GPSCoordinate", Sensitivity::Ordinary, "Exact position", "Exakt position"),
    ("customer.number", "Identifier", Sensitivity::Ordinary, "Customer number", "Kundnummer"),
    ("customer.purchases", "PurchasesAndSpendingHabit", Sensitivity::Ordinary, "Purchases", "Köp"),
    ("organisation.name", "Professional", Sensitivity::Ordinary, "Company a person acts for", "Företag som en person företräder"),
    ("organisation.number", "OfficialID", Sensitivity::Ordinary, "Organisation number (a sole trader's is a national identification number)", "Organisationsnummer (en enskild näringsidkares är ett personnummer)"),
    ("work.title", "Job", Sensitivity::Ordinary, "Title or function", "Titel eller befattning"),
    ("work.history", "WorkHistory", Sensitivity::Ordinary, "Work history", "Arbetslivserfarenhet"),
    ("work.evaluation", "ProfessionalEvaluation", Sensitivity::Ordinary, "Evaluation at work", "Bedömning i arbetet"),
    ("education", "Education", Sensitivity::Ordinary, "Education", "Utbildning"),
    ("vehicle.registration", "VehicalLicenseRegistration", Sensitivity::Ordinary, "Vehicle registration", "Registreringsnummer på fordon"),
    ("insurance", "Insurance", Sensitivity::Ordinary, "Insurance", "Försäkring"),
    ("hosted.content", "PersonalDocuments", Sensitivity::Ordinary, "Whatever a customer chooses to store", "Det som en kund väljer att lagra"),
    ("image", "Picture", Sensitivity::Ordinary, "Picture", "Bild"),
    ("health", "Health", Sensitivity::Special, "Health", "Hälsa"),
    ("health.record", "HealthRecord", Sensitivity::Special, "Health record", "Journal"),
    ("health.disability", "Disability", Sensitivity::Special, "Disability", "Funktionsnedsättning"),
    ("genetic", "Genetic", Sensitivity::Special, "Genetic data", "Genetiska uppgifter"),
    ("biometric", "Biometric", Sensitivity::Special, "Biometric data for uniquely identifying a person", "Biometriska uppgifter för att entydigt identifiera en person"),
    ("religion", "Religion", Sensitivity::Special, "Religious belief", "Religiös övertygelse"),
    ("philosophy", "PhilosophicalBelief", Sensitivity::Special, "Philosophical belief", "Filosofisk övertygelse"),
    ("union", "TradeUnionMembership", Sensitivity::Special, "Trade union membership", "Medlemskap i fackförening"),
    ("political", "PoliticalOpinion", Sensitivity::Special, "Political opinion", "Politisk åsikt"),
    ("ethnic", "EthnicOrigin", Sensitivity::Special, "Racial or ethnic origin", "Ras eller etniskt ursprung"),
    ("sex_life", "Sexual", Sensitivity::Special, "Sex life or sexual orientation", "Sexualliv eller sexuell läggning"),
    ("criminal", "Criminal", Sensitivity::Criminal, "Criminal offences", "Lagöverträdelser"),
    ("criminal.conviction", "CriminalConviction", Sensitivity::Criminal, "Criminal convictions", "Fällande domar i brottmål"),
];
