//! What the five companies stated on their pages stands in the documents that follow from their policies, in both
//! languages: of every promise of `docs/promises.md` something is found, or it is told there to stand in no document. Which
//! figures of a promise are found, which are said in other words and which are nowhere, its tables tell.

use std::collections::{BTreeMap, BTreeSet};

use gallra_documents::{Kind, build, markdown};

use crate::support::{edition, example, language};

/// Promise, document, what it says in Swedish and in English.
type Stated = (&'static str, Kind, &'static str, &'static str);

#[rustfmt::skip]
const WEB_AGENCY: &[Stated] = &[
    ("S0-1", Kind::Notice, "Vi behandlar uppgifterna på deras uppdrag, som personuppgiftsbiträde.", "We process the data on their behalf, as processor."),
    ("S0-1", Kind::Instruction, "Kunden är personuppgiftsansvarig.", "The customer is the controller."),
    ("S0-2", Kind::Notice, "Kunders kontaktuppgifter", "Customers' contact details"),
    ("S0-2", Kind::Notice, "användarnamn, lösenord eller annan inloggningshemlighet", "user name, password or other login secret"),
    ("S0-3", Kind::Notice, "| Kommunikation med kunder (e-post, sms, anteckningar) |", "| Communication with customers (mail, text messages, notes) |"),
    ("S0-3", Kind::Notice, "| E-post med kunder |", "| E-mail with customers |"),
    ("S0-4", Kind::Notice, "| Kunders kontaktuppgifter | Högst 12 månader efter att avtalet har upphört |", "| Customers' contact details | At most 12 months after the agreement has ended |"),
    ("S0-4", Kind::Notice, "| Kontaktuppgifter till den som frågat | – | Högst 12 månader efter att vi senast hade kontakt |", "| Contact details of those who asked | – | At most 12 months after we were last in touch |"),
    ("S0-4", Kind::Instruction, "Högst 12 månader efter att formuläret skickades", "At most 12 months after the form was sent"),
    ("S0-5", Kind::Notice, "| Enbackens Drift AB | Personuppgiftsbiträde | Drift av servrar | Sverige |", "| Enbackens Drift AB | Processor | Running the servers | Sweden |"),
    ("S0-5", Kind::SubProcessors, "| Enbackens Drift AB | Drift av servrar | Sverige |", "| Enbackens Drift AB | Running the servers | Sweden |"),
    ("S0-5", Kind::Notice, "| Kontorsmoln Ireland Ltd | Personuppgiftsbiträde | Lagring av filer och e-post i SharePoint | Irland |", "| Kontorsmoln Ireland Ltd | Processor | Storage of files and mail in SharePoint | Ireland |"),
    ("S0-6", Kind::Notice, "| Avtal och anteckningar på papper | – | Högst 12 månader efter att handlingen arkiverades |", "| Agreements and notes on paper | – | At most 12 months after the document was filed |"),
    ("S0-7", Kind::Measures, "inom 72 timmar; därefter informeras de som berörs, och en handlingsplan", "within 72 hours; then those affected are told, and a plan of action"),
    ("S0-8", Kind::Measures, "Krypterad överföring (https)", "Encrypted transport (https)"),
    ("S0-9", Kind::Notice, "Integritetspolicy för Lingonbyrån AB", "Privacy notice of Lingonbyrån AB"),
    ("S0-10", Kind::Measures, "Information om kakor, och ett aktivt val (ja eller nej) på startsidan", "Information about cookies, and an active choice (allow or refuse) on the home page"),
    ("S0-11", Kind::Instruction, "av varje webbplats som vi driver", "of every site that we run"),
];

#[rustfmt::skip]
const CHAT_SERVICE: &[Stated] = &[
    ("S1-1", Kind::Agreement, "Den kund som har beställt tjänsten", "The customer that has ordered the service"),
    ("S1-1", Kind::Instruction, "Kunden är personuppgiftsansvarig.", "The customer is the controller."),
    ("S1-2", Kind::Agreement, "Personuppgiftsbiträdesavtal med Pratbubblan AB", "Data processing agreement with Pratbubblan AB"),
    ("S1-3", Kind::Instruction, "Instruktionen gäller tills kunden lämnar en egen", "The instruction applies until the customer gives a written instruction of its own"),
    ("S1-3", Kind::Instruction, "dataskydd@pratbubblan.example", "dataskydd@pratbubblan.example"),
    ("S1-4", Kind::Measures, "Fasta rutiner för register", "Fixed routines for registers"),
    ("S1-4", Kind::Measures, "| Ledningens genomgång av dataskyddet | Varje år |", "| Management's review of data protection | Every year |"),
    ("S1-5", Kind::Instruction, "**Var uppgifterna lagras:** Irland", "**Where the data is stored:** Ireland"),
    ("S1-5", Kind::SubProcessors, "| Molnbas Ireland Ltd | Lagring och drift | Irland |", "| Molnbas Ireland Ltd | Storage and operation | Ireland |"),
    ("S1-5", Kind::Measures, "Kontrollera att molnleverantören håller sig inom EU", "Check that the cloud provider stays within the EU"),
    ("S1-6", Kind::Agreement, "Tiderna anges i bilaga II.", "The times are set out in Annex II."),
    ("S1-7", Kind::Instruction, "Kunden kan själv exportera personuppgifter", "The customer can itself export personal data"),
    ("S1-8", Kind::Instruction, "Uppgifterna raderas. Gallring sker varje dag.", "The data is erased. Disposal runs every day."),
    ("S1-9", Kind::Agreement, "Högst 1 månad efter att chatten har avslutats<br>Kunden kan själv välja en kortare tid", "At most 1 month after the chat has ended<br>The customer may choose a shorter period"),
    ("S1-10", Kind::Instruction, "**Kategorier av registrerade:** Kundens administratörer: minst en, anställd hos kunden", "**Categories of data subjects:** The customer's administrators: at least one, employed by the customer"),
    ("S1-11", Kind::Instruction, "**Kategorier av personuppgifter:** Namn, bild på person och e-postadress", "**Categories of personal data:** Name, picture of a person and e-mail address"),
    ("S1-12", Kind::Instruction, "| Administratörers konton | Högst 1 månad efter att kunden har tagit bort administratören |", "| Administrators' accounts | At most 1 month after the customer has removed the administrator |"),
    ("S1-13", Kind::Instruction, "Deltagare i chattar, utan registrering och med valfritt namn", "Participants in chats, without registration and under any name"),
    ("S1-14", Kind::Instruction, "Namn och innehåll i kommunikation", "Name and content of communication"),
    ("S1-15", Kind::Instruction, "exportera personuppgifter och chattloggar ur tjänsten", "export personal data and chat logs from the service"),
    ("S1-15", Kind::Instruction, "| Chattmeddelanden | Högst 1 månad efter att chatten har avslutats", "| Chat messages | At most 1 month after the chat has ended"),
    ("S1-17", Kind::Agreement, "| Chattar | Högst 1 månad efter att chatten har avslutats", "| Chats | At most 1 month after the chat has ended"),
];

#[rustfmt::skip]
const HOSTING_COMPANY: &[Stated] = &[
    ("S2-1", Kind::Notice, "Norrmoln AB är personuppgiftsansvarig", "Norrmoln AB is the controller"),
    ("S2-1", Kind::Agreement, "personuppgiftsbiträde är Norrmoln AB", "the processor is Norrmoln AB"),
    ("S2-2", Kind::Agreement, "Bilaga II: Beskrivning av behandlingen", "Annex II: Description of the processing"),
    ("S2-2", Kind::Notice, "Integritetspolicy för Norrmoln AB", "Privacy notice of Norrmoln AB"),
    ("S2-3", Kind::Agreement, "Klausul 2: Klausulerna ändras inte", "Clause 2: The clauses are not changed"),
    ("S2-4", Kind::Instruction, "låter bli att lagra uppgifter som inte behövs.", "refrains from storing data that is not needed."),
    ("S2-5", Kind::Notice, "Rättslig förpliktelse (artikel 6.1 c): Bokföringslagen 7:2", "Legal obligation (Article 6(1)(c)): Swedish Accounting Act (1999:1078), chapter 7, section 2"),
    ("S2-6", Kind::Measures, "Krypterade protokoll för webb, e-post och filer", "Encrypted protocols for web, mail and files"),
    ("S2-7", Kind::Measures, "Säkra och uppdaterade program", "Secure and updated applications"),
    ("S2-7", Kind::Measures, "Så begränsad åtkomst som möjligt", "Access as limited as possible"),
    ("S2-8", Kind::Notice, "| Advokatfirman Älv KB | Självständigt personuppgiftsansvarig | Avtal och rättsliga krav | Sverige |", "| Advokatfirman Älv KB | Independent controller | Agreements and legal claims | Sweden |"),
    ("S2-8", Kind::Measures, "| Genomgång av avtal och rutiner | Varje år |", "| Review of agreements and routines | Every year |"),
    ("S2-9", Kind::Measures, "| Utbildning och intern certifiering i dataskydd | Varje år |", "| Training and internal certification in data protection | Every year |"),
    ("S2-10", Kind::Measures, "Certifierad enligt ISO 9001, 14001 och 27001", "Certified to ISO 9001, 14001 and 27001"),
    ("S2-10", Kind::Measures, "| Certifiering enligt ISO 9001 | Före certifikatets sista giltighetsdag |", "| Certification to ISO 9001 | Before the certificate's last day of validity |"),
    ("S2-10", Kind::Measures, "| Certifiering enligt ISO 14001 | Före certifikatets sista giltighetsdag |", "| Certification to ISO 14001 | Before the certificate's last day of validity |"),
    ("S2-10", Kind::Measures, "| Certifiering enligt ISO 27001 | Före certifikatets sista giltighetsdag |", "| Certification to ISO 27001 | Before the certificate's last day of validity |"),
    ("S2-11", Kind::Notice, "[Integritetsskyddsmyndigheten (IMY)](https://www.imy.se)", "(https://www.imy.se)"),
];

#[rustfmt::skip]
const BACKUP_PROVIDER: &[Stated] = &[
    ("S3-1", Kind::Notice, "**Återkalla samtycke (artikel 7.3):**", "**Withdrawal of consent (Article 7(3)):**"),
    ("S3-1", Kind::Cookies, "Ett samtycke kan återkallas när som helst", "Consent can be withdrawn at any time"),
    ("S3-2", Kind::Notice, "### Överblick och avtal", "### Overview and contracting"),
    ("S3-2", Kind::Notice, "| Kundregister |", "| Customer register |"),
    ("S3-2", Kind::Notice, "Vi raderar dina uppgifter när du begär det", "We erase your data when you ask for it"),
    ("S3-3", Kind::Notice, "kan finnas kvar i säkerhetskopior i upp till 12 månader, innan även de gallras", "may remain in backups for up to 12 months, until they are disposed of as well"),
    ("S3-4", Kind::Measures, "Krypterade säkerhetskopior", "Encrypted backups"),
    ("S3-4", Kind::Measures, "Övervakning av varje körning, automatisk eller för hand", "Supervision of every run, automatic or by hand"),
    ("S3-4", Kind::Agreement, "servrar: filer, systemavbildningar och databaser", "servers: files, system images and databases"),
    ("S3-4", Kind::Agreement, "kontorspaket: adressbok, filer, e-post, kalender, webbplatser och team", "office suites: address book, files, mail, calendar, sites and teams"),
    ("S3-5", Kind::Agreement, "| – | Högst 12 månader efter att säkerhetskopian togs<br>Kunden kan själv välja en kortare tid |", "| – | At most 12 months after the backup was taken<br>The customer may choose a shorter period |"),
    ("S3-5", Kind::Agreement, "När avtalet har upphört raderar biträdet, efter den ansvariges val, alla uppgifter", "When the contract has ended, the processor, at the controller's choice, erases all data"),
    ("S3-6", Kind::Notice, "| Service- och supportavtal | Behovet omprövas senast den 20 februari 2027 |", "| Service and support agreements | The need is reviewed no later than 20 February 2027 |"),
    ("S3-7", Kind::Instruction, "### Administration av kundens plattform", "### Administering the customer's platform"),
    ("S3-7", Kind::Agreement, "När avtalet har upphört raderar biträdet, efter den ansvariges val, alla uppgifter", "When the contract has ended, the processor, at the controller's choice, erases all data"),
    ("S3-8", Kind::Notice, "| Fakturor och kvitton | 7 år efter utgången av det kalenderår då räkenskapsåret avslutades |", "| Invoices and receipts | 7 years after the end of the calendar year in which the financial year ended |"),
    ("S3-9", Kind::Notice, "När uppgifterna inte längre behövs anonymiseras de", "When the data is no longer needed it is anonymised"),
    ("S3-10", Kind::Instruction, "| Kunders material | Högst 1 månad efter att avtalet har upphört och är slutreglerat |", "| Customers' material | At most 1 month after the agreement has ended and is finally settled |"),
    ("S3-11", Kind::Notice, "| Papper i pärmar |", "| Papers in binders |"),
    ("S3-11", Kind::Measures, "Pärmar i strukturerat arkiv", "Binders in a structured archive"),
    ("S3-12", Kind::Instruction, "### Webbplatser och material åt kunder", "### Sites and material for customers"),
    ("S3-12", Kind::Measures, "Kunden intygar att det som läggs ut på webben får publiceras", "The customer certifies that what goes on the web may be published"),
    ("S3-13", Kind::Notice, "| E-post med kunder |", "| E-mail with customers |"),
    ("S3-14", Kind::Notice, "| Kontakter i telefoner |", "| Contacts in telephones |"),
    ("S3-14", Kind::Measures, "| Rensa telefonernas kontakter | Med högst 6 månader mellan gångerna |", "| Clear out the contacts in phones | At intervals of at most 6 months |"),
    ("S3-15", Kind::Notice, "| Möten i kalendern |", "| Meetings in the calendar |"),
    ("S3-16", Kind::Notice, "Det kostar ingenting.", "It is free of charge."),
    ("S3-16", Kind::Notice, "**Direktmarknadsföring (artikel 21.2):**", "**Direct marketing (Article 21(2)):**"),
    ("S3-16", Kind::Notice, "Vi fattar inga beslut om dig enbart på automatisk väg, och ingen profilering", "We make no decisions about you by automated means alone, and no profiling"),
    ("S3-17", Kind::Notice, "rätt att lämna klagomål till tillsynsmyndigheten", "right to complain to the supervisory authority"),
    ("S3-17", Kind::Notice, "[Integritetsskyddsmyndigheten (IMY)](https://www.imy.se)", "(https://www.imy.se)"),
    ("S3-18", Kind::Measures, "inom 72 timmar från upptäckt", "within 72 hours of discovery"),
];

#[rustfmt::skip]
const WEB_HOST: &[Stated] = &[
    ("S4-1", Kind::Instruction, "Instruktionen gäller tills kunden lämnar en egen, skriftlig instruktion. Den ersätter då den här, så långt som lagen medger.", "The instruction applies until the customer gives a written instruction of its own, which then replaces this one as far as the law permits."),
    ("S4-2", Kind::Notice, "Granskning av kunders egna instruktioner, mot ersättning", "Review of customers' own instructions, for a fee"),
    ("S4-3", Kind::Notice, "### Leverera tjänster enligt avtal", "### Deliver services as agreed"),
    ("S4-3", Kind::Instruction, "Uppgifterna behandlas bara för att leverera det som kunden har beställt.", "The data is processed only to deliver what the customer has ordered."),
    ("S4-4", Kind::Notice, "Samarbetspartners med konto för DNS eller innehåll", "Partners with accounts for DNS or content"),
    ("S4-4", Kind::Notice, "  - Leverantörer", "  - Suppliers"),
    ("S4-4", Kind::Instruction, "Kundernas kunder och personal", "Customers' customers and staff"),
    ("S4-5", Kind::Notice, "Namn, personnummer, e-postadress, telefonnummer, postadress, övriga kontaktuppgifter", "Name, national identification number, e-mail address, telephone number, postal address, other contact details"),
    ("S4-5", Kind::Notice, "organisationsnummer (en enskild ", "organisation number (a sole trader's is "),
    ("S4-5", Kind::Instruction, "Det som en kund väljer att lagra", "Whatever a customer chooses to store"),
    ("S4-6", Kind::Notice, "### Skydd mot intrång och missbruk", "### Protection against intrusion and misuse"),
    ("S4-6", Kind::Notice, "- **Vilka uppgifter:** IP-adress", "- **Which data:** IP address"),
    ("S4-6", Kind::Notice, "| Inloggningar | – | Högst 6 månader efter att inloggningen skedde |", "| Logins | – | At most 6 months after the login |"),
    ("S4-7", Kind::Measures, "Säkerhetsuppdateringar", "Security updates"),
    ("S4-7", Kind::Measures, "| Säkerhetskopiering |", "| Backups |"),
    ("S4-7", Kind::Instruction, "svarar för säkerheten i det som kunden själv installerar och väljer att lagra", "is responsible for the security of what it installs itself and chooses to store"),
    ("S4-8", Kind::Notice, "Gallring sker varje år.", "Disposal runs every year."),
    ("S4-8", Kind::Notice, "kan finnas kvar i säkerhetskopior i upp till 6 månader", "may remain in backups for up to 6 months"),
    ("S4-8", Kind::Instruction, "| Data lagrad av våra kunder | Högst 1 månad efter att avtalet har upphört och är slutreglerat | Sammanlagt högst 7 månader |", "| Data stored by our customers | At most 1 month after the agreement has ended and is finally settled | At most 7 months in all |"),
    ("S4-9", Kind::Notice, "| Kunders kontaktuppgifter | Högst 7 år efter att avtalet har upphört och är slutreglerat | – | Sammanlagt högst 7 år och 6 månader | Avtal (artikel 6.1 b); även samtycke (artikel 6.1 a) |", "| Customers' contact details | At most 7 years after the agreement has ended and is finally settled | – | At most 7 years and 6 months in all | Contract (Article 6(1)(b)); also consent (Article 6(1)(a)) |"),
    ("S4-9", Kind::Measures, "Kontaktuppgifter rättas när en ändring blir känd", "Contact details are corrected when a change is known"),
    ("S4-9", Kind::Notice, "| Bokföringsrelaterat material | Högst 7 år efter att avtalet har upphört och är slutreglerat | Minst 7 år", "| Bookkeeping material | At most 7 years after the agreement has ended and is finally settled | At least 7 years"),
    ("S4-9", Kind::Notice, "| Avtal (artikel 6.1 b); även rättslig förpliktelse (artikel 6.1 c): Bokföringslagen 7:2 |", "| Contract (Article 6(1)(b)); also legal obligation (Article 6(1)(c)): Swedish Accounting Act (1999:1078), chapter 7, section 2 |"),
    ("S4-9", Kind::Notice, "| Intern chatt | – | Högst 12 månader efter att meddelandet skickades | Sammanlagt högst 18 månader | Avtal (artikel 6.1 b); även berättigat intresse (artikel 6.1 f) |", "| Internal chat | – | At most 12 months after the message was sent | At most 18 months in all | Contract (Article 6(1)(b)); also legitimate interest (Article 6(1)(f)) |"),
    ("S4-9", Kind::Notice, "| E-post till oss | – | Högst 2 år efter att meddelandet togs emot | Sammanlagt högst 2 år och 6 månader | Avtal (artikel 6.1 b); även berättigat intresse (artikel 6.1 f) |", "| E-mail to us | – | At most 2 years after the message was received | At most 2 years and 6 months in all | Contract (Article 6(1)(b)); also legitimate interest (Article 6(1)(f)) |"),
    ("S4-9", Kind::Notice, "| Säkerhetskopierade data | – | Högst 6 månader efter att säkerhetskopian togs | – | Avtal (artikel 6.1 b) |", "| Backed-up data | – | At most 6 months after the backup was taken | – | Contract (Article 6(1)(b)) |"),
    ("S4-9", Kind::Notice, "| Åtkomstloggar från servrar | – | Högst 6 månader efter att händelsen loggades | Sammanlagt högst 12 månader | Avtal (artikel 6.1 b) |", "| Server access logs | – | At most 6 months after the event was logged | At most 12 months in all | Contract (Article 6(1)(b)) |"),
    ("S4-9", Kind::Instruction, "| Data lagrad av våra kunder | Högst 1 månad efter", "| Data stored by our customers | At most 1 month after"),
    ("S4-10", Kind::Notice, "| Kontaktpersoner | Högst 1 månad efter att kontaktpersonen har slutat |", "| Contact persons | At most 1 month after the contact has left |"),
    ("S4-11", Kind::Notice, "- **Personuppgiftsansvarig:** Granvik Webb AB", "- **Controller:** Granvik Webb AB"),
    ("S4-11", Kind::Notice, "- **Organisationsnummer:** 559900-0048", "- **Registration number:** 559900-0048"),
    ("S4-11", Kind::Notice, "  - Ågatan 5, 392 00 Kalmar", "  - Ågatan 5, 392 00 Kalmar"),
    ("S4-11", Kind::Notice, "  - [08-465 004 05](tel:0846500405)", "  - [08-465 004 05](tel:0846500405)"),
    ("S4-11", Kind::Notice, "[Integritetsskyddsmyndigheten (IMY)](https://www.imy.se), 08-657 61 00, imy@imy.se.", "(https://www.imy.se), 08-657 61 00, imy@imy.se."),
    ("S4-11", Kind::Notice, "hör gärna av dig till [dataskydd@granvikwebb.example]", "you are welcome to contact [dataskydd@granvikwebb.example]"),
    ("S4-12", Kind::Measures, "| Gå igenom driften mot avtal, god sed och rutiner | Varje år |", "| Review operation against agreements, good practice and routines | Every year |"),
];

const COMPANIES: [(&str, &[Stated]); 5] = [
    ("web-agency", WEB_AGENCY),
    ("chat-service", CHAT_SERVICE),
    ("hosting-company", HOSTING_COMPANY),
    ("backup-provider", BACKUP_PROVIDER),
    ("web-host", WEB_HOST),
];

/// Promises of which no document says anything; `docs/promises.md` tells why, one by one.
const UNSTATED: [&str; 1] = ["S1-16"];

#[test]
fn every_document_says_what_the_companys_page_said() {
    for (company, stated) in COMPANIES {
        let policy = example(company);
        let mut documents = BTreeMap::new();
        let mut silent = Vec::new();
        for (id, kind, swedish, english) in stated {
            for (code, words) in [("sv", swedish), ("en", english)] {
                let text = documents.entry((*kind, code)).or_insert_with(|| {
                    markdown::render(&build(&policy, *kind, &language(code), &[]).document, &edition(), &[])
                });
                if !text.contains(words) {
                    silent.push(format!("{id} {kind} {code}: {words}"));
                }
            }
        }
        assert_eq!(silent, [""; 0], "{company}");
    }
}

#[test]
fn no_promise_is_forgotten() {
    let told = include_str!("../../../../docs/promises.md");
    let (kept, tables) = told.split_once("## In the documents").expect("docs/promises.md has the section");
    let rows = kept.lines().filter_map(|line| line.strip_prefix("| S")?.split(' ').next());
    let promised: BTreeSet<String> = rows.map(|id| format!("S{id}")).collect();
    let stated = COMPANIES.iter().flat_map(|(_, stated)| *stated).map(|(id, ..)| *id);
    let covered: BTreeSet<String> = stated.chain(UNSTATED).map(str::to_owned).collect();
    assert_eq!(promised, covered);
    for id in promised {
        assert!(tables.contains(&format!("| {id} |")), "no figure of {id} is told");
    }
    for id in UNSTATED {
        assert!(tables.contains(&format!("- {id}: ")), "{id}");
    }
}
