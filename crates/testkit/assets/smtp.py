"""A submission server: argv = port, certificate, key, and `clear` if it takes logins before TLS."""
import ssl
import sys
import time

from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Sink
from aiosmtpd.smtp import AuthResult

port, certificate, key, mode = int(sys.argv[1]), sys.argv[2], sys.argv[3], sys.argv[4]
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(certificate, key)
controller = Controller(
    Sink(),
    hostname="127.0.0.1",
    port=port,
    tls_context=context,
    authenticator=lambda *_: AuthResult(success=False),
    auth_require_tls=mode != "clear",
)
controller.start()
while True:
    time.sleep(3600)
