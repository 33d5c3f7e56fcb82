"""People who register at a chat server, tell who they are, and write to one another.

Usage: make_chat.py PORT. Every row is written by the server; this is a client and no more.
"""
import asyncio
import sys

from slixmpp import ClientXMPP

HOST = "chat.example"
PEOPLE = ["agda", "birger", "cilla", "disa", "egil"]


class Person(ClientXMPP):
    def __init__(self, name):
        super().__init__(f"{name}@{HOST}", f"hemligt-{name}")
        self.name = name
        self.ready = asyncio.get_event_loop().create_future()
        self.enable_starttls = self.enable_direct_tls = False
        self.enable_plaintext = True
        self.plugin["feature_mechanisms"].unencrypted_scram = True
        for plugin in ("xep_0030", "xep_0077", "xep_0054", "xep_0084", "xep_0313", "xep_0048", "xep_0049", "xep_0172"):
            self.register_plugin(plugin)
        self.plugin["xep_0077"].force_registration = True
        self.add_event_handler("register", self.on_register)
        self.add_event_handler("session_start", self.on_start)
        self.add_event_handler("failed_all_auth", lambda _: self.ready.set_exception(RuntimeError("refused")))

    async def on_register(self, _):
        wish = self.Iq()
        wish["type"] = "set"
        wish["register"]["username"] = self.boundjid.user
        wish["register"]["password"] = self.password
        await wish.send()

    async def on_start(self, _):
        self.send_presence()
        await self.get_roster()
        if not self.ready.done():
            self.ready.set_result(True)


async def main(port):
    people = [Person(name) for name in PEOPLE]
    for person in people:
        person.connect("127.0.0.1", port)
    await asyncio.wait_for(asyncio.gather(*(person.ready for person in people)), 30)
    for n, person in enumerate(people):
        card = person.plugin["xep_0054"].make_vcard()
        card["FN"] = f"{person.name.title()} Provsson"
        card["NICKNAME"] = person.name
        card["EMAIL"]["USERID"] = f"{person.name}@hem.example"
        card["TEL"]["NUMBER"] = f"+46 70 174 06 1{n}"
        await person.plugin["xep_0054"].publish_vcard(vcard=card)
        for other in PEOPLE:
            if other != person.name:
                await person.update_roster(f"{other}@{HOST}", name=f"{other.title()} från jobbet", groups=["vänner"])
    for round_ in range(8):
        for n, person in enumerate(people):
            other = PEOPLE[(n + 1 + round_ % 4) % len(PEOPLE)]
            if other != person.name:
                person.send_message(f"{other}@{HOST}", f"Hej {other.title()}, vi ses klockan {8 + round_} hos mig.")
    # Nobody is at home: kept until she is.
    people[0].send_message(f"egil@{HOST}", "Ring mig på 070-174 06 05")
    await asyncio.sleep(1)
    await people[4].disconnect()
    await asyncio.sleep(0.5)
    for n in range(4):
        people[n].send_message(f"egil@{HOST}", f"Var är du? {n} samtal missade från oss alla.")
    await asyncio.sleep(1)
    for person in people:
        await person.disconnect()
    await asyncio.sleep(0.5)


asyncio.get_event_loop_policy().get_event_loop().run_until_complete(main(int(sys.argv[1])))
print("made")
