//! What names of columns are taken to mean.

use gallra_detect::name::{self, Moment, guess, moment};
use gallra_detect::value::Kind;

#[track_caller]
fn means(names: &str, category: &str) {
    for name in names.split_whitespace() {
        let (table, column) = name.split_once('.').unwrap();
        assert_eq!(guess(table, column).map(|guess| guess.category), Some(category), "{name}");
    }
}

#[track_caller]
fn means_nothing(names: &str) {
    for name in names.split_whitespace() {
        let (table, column) = name.split_once('.').unwrap();
        assert_eq!(guess(table, column), None, "{name}");
    }
}

/// Read as text: a dependency would have the bench build all of the policy language for release.
#[test]
fn every_category_that_can_be_named_is_one_of_the_policy_language() {
    let table = include_str!("../../../rules/src/category.rs");
    for category in name::categories().chain(Kind::ALL.map(Kind::category)) {
        assert!(table.contains(&format!("    (\"{category}\", ")), "{category}");
    }
    assert!(!table.contains("    (\"contact.pigeon\", "));
}

#[test]
fn one_thing_is_understood_in_every_way_of_writing_it() {
    means(
        "t.first_name t.FirstName t.firstName t.first-name t.FIRSTNAME t.fname t.usr_first_name t.strFirstName t.förnamn \
         t.fornamn t.cust_fname t.given_name t.surname t.Efternamn t.txtLastName",
        "person.name",
    );
    means(
        "t.email t.e_mail t.E-Mail t.EmailAddress t.emailaddress t.epost t.e_post t.mail t.usr_mail t.kund_epost",
        "contact.email",
    );
    means(
        "t.phone t.tel t.tfn t.HomePhone t.work_phone t.telefonnummer t.mobilnummer t.cellPhone t.fax t.phone_no",
        "contact.phone",
    );
    means(
        "t.personnummer t.PersonNr t.pnr t.ssn t.national_id t.kund_personnr t.social_security_no",
        "person.national_id",
    );
    means("t.dob t.birth_date t.DateOfBirth t.födelsedatum t.birthday", "person.birth_date");
    means("t.ip t.ip_address t.rc_ip t.remote_addr t.last_login_ip t.ipaddr", "online.ip");
    means("t.user_agent t.UserAgent t.http_user_agent", "online.user_agent");
    means(
        "t.password t.passwd t.pwd_hash t.lösenord t.api_key t.secret t.refresh_token t.user_newpassword",
        "account.secret",
    );
    means("t.username t.user_name t.login t.användarnamn t.loginname", "account.login");
    means("t.kundnr t.customer_no t.CustomerNumber t.medlemsnummer", "customer.number");
    means("t.iban t.bank_account t.bankkonto t.kontonr t.bankgiro", "finance.bank_account");
}

#[test]
fn a_name_in_a_table_of_things_is_nobody_s() {
    means(
        "customer.name users.Name kund.namn staff.display_name customers.ContactName suppliers.contact_name",
        "person.name",
    );
    means("orders.ship_name invoice.billing_name", "person.name");
    means_nothing(
        "product.name category.name country.name products.ProductName auth_group.name queue.title role.role_name",
    );
    means_nothing("users.country_name_id customer.product_name users.file_type");
}

#[test]
fn a_description_is_communication_where_people_write_it() {
    means("ticket.description ticket.title message.body post.content", "communication.content");
    means_nothing("product.description category.description offer.description setting.description");
}

#[test]
fn an_address_of_a_mailbox_a_machine_and_a_house_are_three_things() {
    means("customer.email_address", "contact.email");
    means("customer.ip_address ip_bans.address", "online.ip");
    means("customer.address customer.street orders.shipping_address kund.fakturaadress", "contact.address");
    means_nothing("content.content_address");
}

#[test]
fn what_is_said_about_a_thing_is_not_the_thing() {
    means_nothing(
        "t.email_count t.email_verified t.has_phone t.phone_type t.email_template t.name_id t.max_users t.is_user",
    );
    means_nothing("t.password_policy t.address_id t.message_type");
}

#[test]
fn moments_in_the_life_of_a_record_are_told_apart() {
    for name in [
        "created_at",
        "CreatedOn",
        "issued_on",
        "date_joined",
        "skapad",
        "registered",
        "order_date",
        "timestamp",
    ] {
        assert_eq!(moment(name), Some(Moment::Begins), "{name}");
    }
    for name in ["last_login", "LastSeen", "last_access", "senast_inloggad"] {
        assert_eq!(moment(name), Some(Moment::LastActive), "{name}");
    }
    for name in ["updated_at", "LastUpdated", "modified", "ändrad"] {
        assert_eq!(moment(name), Some(Moment::Changes), "{name}");
    }
    for name in ["ended", "ended_at", "avslutad", "closed_on", "expires_at", "deleted_at", "end_date"] {
        assert_eq!(moment(name), Some(Moment::Ends), "{name}");
    }
    for name in ["birth_date", "name", "amount", "id"] {
        assert_eq!(moment(name), None, "{name}");
    }
}

#[test]
fn a_guess_tells_the_words_it_rests_on() {
    let guess = guess("Users", "EmailAddress").unwrap();
    assert_eq!((guess.words, guess.confidence), ("email address", 95));
}
