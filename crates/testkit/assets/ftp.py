"""An FTP server: argv = port, certificate, key, and `none`, `offered` or `required` for TLS."""
import sys

from pyftpdlib.authorizers import DummyAuthorizer
from pyftpdlib.handlers import FTPHandler, TLS_FTPHandler
from pyftpdlib.servers import FTPServer

port, certificate, key, tls = int(sys.argv[1]), sys.argv[2], sys.argv[3], sys.argv[4]
handler = FTPHandler if tls == "none" else TLS_FTPHandler
handler.authorizer = DummyAuthorizer()
if tls != "none":
    handler.certfile, handler.keyfile = certificate, key
    handler.tls_control_required = tls == "required"
    handler.tls_data_required = tls == "required"
FTPServer(("127.0.0.1", port), handler).serve_forever()
