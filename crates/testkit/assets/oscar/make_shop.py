"""Makes a shop with a past: 300 users, 500 orders from 2016 to 2024, baskets, reviews, alerts.

Every row goes through oscar's own models, factories and order placement; only dates are set afterwards, because the
models stamp "now". No randomness from outside: the same shop each time.
"""
import datetime
import random

import django

django.setup()

from django.core.management import call_command  # noqa: E402

call_command("migrate", verbosity=0, interactive=False)

from decimal import Decimal  # noqa: E402

from django.db import transaction  # noqa: E402
from faker import Faker  # noqa: E402
from oscar.core.loading import get_model  # noqa: E402
from oscar.test import factories  # noqa: E402

Basket = get_model("basket", "Basket")
Order = get_model("order", "Order")
ProductReview = get_model("reviews", "ProductReview")
User = factories.UserFactory._meta.model

USERS, ORDERS, PRODUCTS, OPEN_BASKETS, REVIEWS, ALERTS = 300, 500, 25, 80, 120, 40
START = datetime.datetime(2016, 1, 1, tzinfo=datetime.timezone.utc)
DAYS = 9 * 365

dice = random.Random(1)
# oscar draws SKUs from the global generator.
random.seed(1)
fake = Faker("sv_SE")
fake.seed_instance(1)


def past_moment(latest=DAYS):
    return START + datetime.timedelta(days=dice.randrange(latest), seconds=dice.randrange(86400))


def stamp(row, **dates):
    """Past dates by UPDATE, as the models' auto_now fields ignore what is assigned."""
    type(row)._default_manager.filter(pk=row.pk).update(**dates)


def make_users():
    users = []
    for n in range(USERS):
        first, last = fake.first_name(), fake.last_name()
        user = factories.UserFactory(
            username=f"user{n}", email=f"user{n}@example.com", first_name=first, last_name=last
        )
        joined = past_moment()
        # One in ten never logged in: an anchor that is NULL.
        seen = None if n % 10 == 0 else joined + datetime.timedelta(days=dice.randrange(900))
        stamp(user, date_joined=joined, last_login=seen)
        factories.UserAddressFactory(
            user=user, first_name=first, last_name=last, line1=fake.street_address(), line4=fake.city(),
            postcode=fake.postcode(),
        )
        users.append(user)
    return users


def make_products():
    return [
        factories.create_product(
            upc=f"upc{n}", title=f"Sak {n}", product_class="Saker", partner_name="Lagret", partner_sku=f"sku{n}",
            price=Decimal(dice.randrange(10, 2000)), num_in_stock=100000,
        )
        for n in range(PRODUCTS)
    ]


def fill(user, products):
    basket = factories.create_basket(empty=True)
    basket.owner = user
    basket.save()
    for product in dice.sample(products, dice.randrange(1, 4)):
        basket.add_product(product, quantity=dice.randrange(1, 5))
    return basket


def make_orders(users, products):
    for n in range(ORDERS):
        # Every twelfth is a guest's.
        user = None if n % 12 == 0 else dice.choice(users)
        first, last = (user.first_name, user.last_name) if user else (fake.first_name(), fake.last_name())
        where = {"first_name": first, "last_name": last, "line1": fake.street_address(), "line4": fake.city()}
        guest = {} if user else {"guest_email": f"guest{n}@example.net"}
        moment = past_moment()
        basket = fill(user, products)
        order = factories.create_order(
            number=str(100001 + n), basket=basket, user=user,
            shipping_address=factories.ShippingAddressFactory(**where),
            billing_address=factories.BillingAddressFactory(**where), **guest,
        )
        stamp(order, date_placed=moment)
        stamp(basket, date_created=moment, date_submitted=moment)
        order.notes.create(message=f"Ringde kunden {first} {last}", user=user)


def make_rest(users, products):
    for _ in range(OPEN_BASKETS):
        stamp(fill(dice.choice(users), products), date_created=past_moment())
    pairs = [(user, product) for user in users for product in products]
    for user, product in dice.sample(pairs, REVIEWS):
        review = ProductReview.objects.create(
            product=product, user=user, score=dice.randrange(1, 6), title="Omdöme",
            body=f"Skrivet av {user.first_name}", name=user.get_full_name(), email=user.email,
        )
        stamp(review, date_created=past_moment())
    for _ in range(ALERTS):
        stamp(factories.ProductAlertFactory(user=dice.choice(users), product=dice.choice(products)),
              date_created=past_moment())


with transaction.atomic():
    people = make_users()
    things = make_products()
    make_orders(people, things)
    make_rest(people, things)
print(User.objects.count(), Order.objects.count())
