"""A help desk: staff, tickets by web form and by mail, answers with attachments, a custom field, settings.

What people do goes through django-helpdesk's own forms, views and mail reading, by Django's test client.
"""
import logging

import django

django.setup()

from django.core.management import call_command  # noqa: E402

call_command("migrate", verbosity=0, interactive=False)

from django.contrib.auth import get_user_model  # noqa: E402
from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import setup_test_environment  # noqa: E402
from faker import Faker  # noqa: E402
from helpdesk.email import extract_email_metadata  # noqa: E402
from helpdesk.models import CustomField, Queue, Ticket  # noqa: E402

# Responses then tell their forms.
setup_test_environment()
fake = Faker("sv_SE")
fake.seed_instance(1)
log = logging.getLogger("desk")
User = get_user_model()


def did(response):
    """A form that is refused is shown again with 200; a form that is taken leads elsewhere."""
    form = (response.context or {}).get("form")
    assert response.status_code in (302, 303), (response.request["PATH_INFO"], form and form.errors)
    return response


staff = []
for n in range(4):
    first, last = fake.first_name(), fake.last_name()
    staff.append(User.objects.create_user(
        f"agent{n}", f"agent{n}@desk.example", "hemligt", first_name=first, last_name=last, is_staff=True,
        is_superuser=n == 0,
    ))
queue = Queue.objects.create(
    title="Kundtjänst", slug="kundtjanst", allow_public_submission=True, email_address="kundtjanst@desk.example",
    new_ticket_cc="chef@desk.example", updated_ticket_cc="chef@desk.example, ekonomi@desk.example",
    allow_email_submission=True,
)
CustomField.objects.create(name="kundnr", label="Kundnummer", data_type="varchar", max_length=40, ordering=1, required=False)

visitor = Client()
for n in range(25):
    name = fake.name()
    did(visitor.post("/tickets/submit/", {
        "queue": queue.pk, "title": f"{name} kan inte logga in", "submitter_email": f"kund{n}@kund.example",
        "body": f"Hej, jag heter {name} och når er inte. Ring {fake.phone_number()}. {fake.sentence(12)}",
        "priority": 3, "custom_kundnr": f"K{n:05}",
    }))
for n in range(10):
    name = fake.name()
    mail = (
        f"From: {name} <mejl{n}@kund.example>\nTo: kundtjanst@desk.example\nCc: sambo{n}@hem.example\n"
        f"Subject: Klagomål från {name}\nMessage-ID: <m{n}@kund.example>\nContent-Type: text/plain; charset=utf-8\n\n"
        f"Jag är missnöjd och vill bli uppringd på {fake.phone_number()}. {fake.sentence(10)}\n"
    )
    assert extract_email_metadata(mail, queue, log)

agents = []
for one in staff:
    client = Client()
    client.force_login(one)
    agents.append(client)
for n, ticket in enumerate(Ticket.objects.order_by("pk")):
    did(agents[n % 4].post(f"/tickets/{ticket.pk}/update/", {
        "comment": f"Ringde {fake.name()} som var nöjd med svaret vi gav.", "new_status": Ticket.RESOLVED_STATUS if n % 2 else 1,
        "title": ticket.title, "queue": queue.pk, "owner": staff[n % 4].pk, "priority": 2, "public": "1",
        "attachment": SimpleUploadedFile(f"brev-{fake.last_name()}.txt", b"skannat"),
    }))
did(agents[0].post("/ignore/add/", {"name": "Robot", "email_address": "robot@spam.example", "queues": [queue.pk]}))
did(agents[0].post("/tickets/1/cc/add/", {"email": "granne@hem.example", "can_view": "on"}))
wishes = agents[0].get("/settings/").context["form"]
wishes = {name: wishes[name].value() for name in wishes.fields if wishes[name].value() not in (None, False)}
did(agents[0].post("/settings/", wishes | {"tickets_per_page": 50}))
did(agents[0].post("/admin/auth/group/add/", {"name": "Kundtjänst"}))
print(Ticket.objects.count())
