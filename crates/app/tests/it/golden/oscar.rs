//! django-oscar, a web shop of 97 tables in PostgreSQL with deferred foreign keys: orders that the law keeps, addresses that
//! orders share, guests without an account. What the sample lacks is made through the shop's own models, and after the
//! erasures the shop still sells.

use gallra_app::subject::GivenKind;
use gallra_testkit::samples::oscar;
use gallra_testkit::{PgVersion, Postgres};

use super::{Database, Golden, Somebody, agreed, bookkeeping};
use crate::real::oscar::{STILL_OPEN, in_the_shop};
use crate::support::House;

/// Orders of 2017 and earlier may go.
const NOW: &str = "2025-03-01T03:00:00+01:00";

const DATASETS: &str = "
datasets:
  users:
    in: shop
    table: auth_user
    about: [people]
    subject: {email: email}
    fields: {username: account.login, first_name: person.name, last_name: person.name, password: account.secret}
  user_addresses:
    in: shop
    table: address_useraddress
    about: [people]
    belongs_to: {users: user_id}
    fields: {first_name: person.name, last_name: person.name, line1: contact.address, search_text: contact.address}
  user_records: {in: shop, table: analytics_userrecord, about: [people], belongs_to: {users: user_id}}
  baskets: {in: shop, table: basket_basket, about: [people], belongs_to: {users: owner_id}}
  basket_lines: {in: shop, table: basket_line, about: [people], belongs_to: {baskets: basket_id}}
  orders:
    in: shop
    table: order_order
    about: [people]
    subject: {email: guest_email}
    belongs_to:
      users: user_id
      baskets: {by: basket_id, as: refers}
      shipping_addresses: {by: shipping_address_id, as: shares}
      billing_addresses: {by: billing_address_id, as: shares}
    anchors: {placed: date_placed}
  order_lines:
    in: shop
    table: order_line
    about: [people]
    belongs_to: {orders: order_id}
    anchors: {placed: {from: orders.placed}}
  line_prices:
    in: shop
    table: order_lineprice
    about: [people]
    belongs_to: {orders: order_id}
    anchors: {placed: {from: orders.placed}}
  order_notes:
    in: shop
    table: order_ordernote
    about: [people]
    belongs_to: {orders: order_id, users: {by: user_id, as: refers}}
    fields: {message: communication.note}
  shipping_addresses:
    in: shop
    table: order_shippingaddress
    about: [people]
    fields: {first_name: person.name, last_name: person.name, line1: contact.address, search_text: contact.address, phone_number: contact.phone}
  billing_addresses:
    in: shop
    table: order_billingaddress
    about: [people]
    fields: {first_name: person.name, last_name: person.name, line1: contact.address, search_text: contact.address}
  reviews:
    in: shop
    table: reviews_productreview
    about: [people]
    belongs_to: {users: user_id}
    fields: {name: person.name, body: communication.content}
  votes: {in: shop, table: reviews_vote, about: [people], belongs_to: {users: user_id, reviews: review_id}}
  alerts: {in: shop, table: customer_productalert, about: [people], belongs_to: {users: user_id}}
  wishlists: {in: shop, table: wishlists_wishlist, about: [people], belongs_to: {users: owner_id}, fields: {name: communication.content}}
  wishes: {in: shop, table: wishlists_line, about: [people], belongs_to: {wishlists: wishlist_id}}
  notices:
    in: shop
    table: communication_notification
    about: [people]
    belongs_to: {users: [{by: recipient_id, as: owned}, {by: sender_id, as: refers}]}
    fields: {body: communication.content}
  mails: {in: shop, table: communication_email, about: [people], belongs_to: {users: user_id}, fields: {body_text: communication.email}}
";

/// Through the shop's own models: two of a household have things sent to one address; wishes, votes, notices between people, a
/// mail, and a note that somebody wrote on another's order.
const MORE: &str = "
from django.apps import apps
from oscar.core.loading import get_model
User = apps.get_model('auth', 'User')
get = lambda n: User.objects.get(username='user%d' % (n - 1))
Order, Product = get_model('order', 'Order'), get_model('catalogue', 'Product')
one, other = Order.objects.filter(user=get(244)).order_by('pk')[0], Order.objects.filter(user=get(124)).order_by('pk')[0]
other.shipping_address = one.shipping_address
other.save()
WishList = get_model('wishlists', 'WishList')
for n in (26, 106):
    wishes = WishList.objects.create(owner=get(n), name='Önskningar')
    for product in Product.objects.order_by('pk')[:2]:
        wishes.add(product)
Review, Vote = get_model('reviews', 'ProductReview'), get_model('reviews', 'Vote')
theirs = Review.objects.filter(user=get(26)).order_by('pk')[0]
theirs.vote_up(get(120))
Review.objects.filter(user=get(120)).order_by('pk')[0].vote_up(get(26))
Notification = get_model('communication', 'Notification')
Notification.objects.create(recipient=get(120), sender=get(26), subject='hej', body='till dig')
Notification.objects.create(recipient=get(113), sender=get(120), subject='hej', body='till dig med')
Notification.objects.create(recipient=get(113), sender=None, subject='hej', body='från butiken')
get_model('communication', 'Email').objects.create(user=get(120), email='user119@example.com', subject='Välkommen', body_text='Hej')
Order.objects.filter(user=get(113)).order_by('pk')[0].notes.create(message='Kunden är nöjd', user=get(120))
";

/// For the user whose number stands for `WHO`: nothing is derived from a policy, each table is named.
const BY_HAND: &str = "
CREATE TEMP TABLE mine AS SELECT id, date_placed < '2017-12-31 23:00+00' AS is_old, shipping_address_id, billing_address_id
  FROM order_order WHERE WHO;
DELETE FROM order_lineprice WHERE order_id IN (SELECT id FROM mine WHERE is_old);
DELETE FROM order_line WHERE order_id IN (SELECT id FROM mine WHERE is_old);
DELETE FROM order_ordernote WHERE order_id IN (SELECT id FROM mine);
DELETE FROM order_order WHERE id IN (SELECT id FROM mine WHERE is_old);
DELETE FROM order_shippingaddress s WHERE id IN (SELECT shipping_address_id FROM mine WHERE is_old)
  AND NOT EXISTS (SELECT 1 FROM order_order o WHERE o.shipping_address_id = s.id);
DELETE FROM order_billingaddress b WHERE id IN (SELECT billing_address_id FROM mine WHERE is_old)
  AND NOT EXISTS (SELECT 1 FROM order_order o WHERE o.billing_address_id = b.id);
UPDATE order_shippingaddress SET first_name = 'anon', last_name = 'anon', line1 = 'anon', search_text = 'anon', phone_number = 'anon'
  WHERE id IN (SELECT shipping_address_id FROM mine WHERE NOT is_old);
UPDATE order_billingaddress SET first_name = 'anon', last_name = 'anon', line1 = 'anon', search_text = 'anon'
  WHERE id IN (SELECT billing_address_id FROM mine WHERE NOT is_old);
DROP TABLE mine;
";
const OF_USER: &str = "
UPDATE order_ordernote SET user_id = NULL WHERE user_id = WHO;
DELETE FROM basket_line WHERE basket_id IN (SELECT id FROM basket_basket WHERE owner_id = WHO);
DELETE FROM basket_basket b WHERE owner_id = WHO AND NOT EXISTS (SELECT 1 FROM order_order o WHERE o.basket_id = b.id);
DELETE FROM reviews_vote WHERE user_id = WHO OR review_id IN (SELECT id FROM reviews_productreview WHERE user_id = WHO);
DELETE FROM reviews_productreview WHERE user_id = WHO;
DELETE FROM customer_productalert WHERE user_id = WHO;
DELETE FROM wishlists_line WHERE wishlist_id IN (SELECT id FROM wishlists_wishlist WHERE owner_id = WHO);
DELETE FROM wishlists_wishlist WHERE owner_id = WHO;
DELETE FROM communication_notification WHERE recipient_id = WHO;
UPDATE communication_notification SET sender_id = NULL WHERE sender_id = WHO;
DELETE FROM communication_email WHERE user_id = WHO;
DELETE FROM analytics_userrecord WHERE user_id = WHO;
DELETE FROM address_useraddress WHERE user_id = WHO;
DELETE FROM auth_user u WHERE id = WHO AND NOT EXISTS (SELECT 1 FROM order_order o WHERE o.user_id = u.id);
UPDATE auth_user SET username = 'anon', email = 'anon', first_name = 'anon', last_name = 'anon', password = 'anon' WHERE id = WHO;
";

#[tokio::test]
async fn customers_of_a_web_shop_are_erased_and_the_shop_goes_on_selling() {
    let server = Postgres::shared(PgVersion::V15).await;
    let (ours, hand) = (server.database("oscar_golden"), server.database("oscar_golden_by_hand"));
    oscar(&ours);
    in_the_shop(&ours, MORE);
    hand.psql(&ours.dump());
    let house = House::new();
    let rest = "users, user_addresses, user_records, baskets, basket_lines, order_notes, shipping_addresses, billing_addresses, reviews, votes, \
                alerts, wishlists, wishes, notices, mails";
    let body = format!(
        "systems:\n  shop: {}\n{DATASETS}activities:{}{}",
        house.system("postgres", &ours.url()),
        bookkeeping("orders, order_lines, line_prices", "placed"),
        agreed(rest),
    );
    let context = house.open(&body, NOW).await;
    let (ours, hand) = (Database::Postgres(ours), Database::Postgres(hand));
    let golden = Golden::new("django-oscar", house, context, ours, hand);
    for (who, user, expect) in PEOPLE {
        let email = golden.ours.sql(&format!("SELECT email FROM auth_user WHERE id = {user}"));
        let which = format!("SELECT id FROM auth_user WHERE id = {user}");
        let of_user = format!("user_id = {user}");
        let by_hand = format!("{}{}", BY_HAND.replace("WHO", &of_user), OF_USER.replace("WHO", user));
        let given = &[(GivenKind::Email, email.as_str())];
        golden
            .erase(&Somebody { who, given, found: &[("users", "id", &which)], by_hand: &by_hand, expect })
            .await;
    }
    // Addressed in other letters than the shop has.
    let given = &[(GivenKind::Email, "Guest12@Example.NET")];
    let which = "SELECT id FROM order_order WHERE guest_email = 'guest12@example.net'";
    let by_hand = BY_HAND.replace("WHO", "guest_email = 'guest12@example.net'");
    let expect = GUEST;
    golden
        .erase(&Somebody {
            who: "a guest without an account",
            given,
            found: &[("orders", "id", which)],
            by_hand: &by_hand,
            expect,
        })
        .await;
    let Database::Postgres(shop) = &golden.ours else { panic!("PostgreSQL") };
    in_the_shop(shop, STILL_OPEN);
    golden.house.evidence_never_says(&["example.com", "example.net", "Juhlin"]);
}

/// Who, number, counts.
const PEOPLE: &[(&str, &str, &str)] = &[
    (
        "with orders before and after the limit, reviews, votes, notices and a note",
        "120",
        "address_useraddress -1, analytics_userrecord -1, auth_user ~1, basket_basket -3, basket_line -8, communication_email -1, communication_notification -1, communication_notification ~1, order_billingaddress -3, order_billingaddress ~1, order_line -6, order_lineprice -6, order_order -3, order_ordernote -4, order_ordernote ~1, order_shippingaddress -3, order_shippingaddress ~1, reviews_productreview -2, reviews_vote -2",
    ),
    (
        "the first of two with one address for deliveries",
        "244",
        "address_useraddress -1, analytics_userrecord -1, auth_user -1, basket_basket -2, basket_line -5, order_billingaddress -2, order_line -5, order_lineprice -5, order_order -2, order_ordernote -2, order_shippingaddress -1, reviews_productreview -1",
    ),
    (
        "the second of them",
        "124",
        "address_useraddress -1, analytics_userrecord -1, auth_user -1, basket_basket -2, basket_line -4, order_billingaddress -2, order_line -4, order_lineprice -4, order_order -2, order_ordernote -2, order_shippingaddress -2",
    ),
    (
        "with reviews, wishes and an old order",
        "26",
        "address_useraddress -1, analytics_userrecord -1, auth_user -1, basket_basket -1, basket_line -3, order_billingaddress -1, order_line -3, order_lineprice -3, order_order -1, order_ordernote -1, order_shippingaddress -1, reviews_productreview -2, wishlists_line -2, wishlists_wishlist -1",
    ),
    (
        "with three old orders",
        "263",
        "address_useraddress -1, analytics_userrecord -1, auth_user -1, basket_basket -3, basket_line -9, order_billingaddress -3, order_line -9, order_lineprice -9, order_order -3, order_ordernote -3, order_shippingaddress -3, reviews_productreview -1",
    ),
    (
        "who never bought anything",
        "106",
        "address_useraddress -1, auth_user -1, wishlists_line -2, wishlists_wishlist -1",
    ),
];
const GUEST: &str = "order_billingaddress -1, order_line -2, order_lineprice -2, order_order -1, order_ordernote -1, order_shippingaddress -1";
