"""A mail server that prints what it takes, one JSON object a line, for tests. Debian's python3-aiosmtpd.

Arguments: the address to listen on; the port, or 0 for a free one; and how it behaves: "take", "later"
(refuses for now), "never" (refuses for good), "slow" (says nothing to a text), "tls CERTIFICATE KEY" (offers
STARTTLS, and takes nothing without it and a password).
"""

import asyncio
import email
import email.policy
import json
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult

address, port, behaviour = sys.argv[1:4]


def say(**what):
    print(json.dumps(what), flush=True)


class Handler:
    async def handle_DATA(self, server, session, envelope):
        if behaviour == "later":
            return "451 not now"
        if behaviour == "never":
            return "550 not here"
        if behaviour == "slow":
            say(text="seen")
            await asyncio.sleep(3600)
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        say(
            sender=envelope.mail_from,
            to=envelope.rcpt_tos,
            headers={name.lower(): str(value) for name, value in message.items()},
            plain=message.get_body(("plain",)).get_content(),
            html=message.get_body(("html",)).get_content(),
            user=session.auth_data.decode() if session.auth_data else "",
        )
        return "250 taken"


def sign_in(server, session, envelope, mechanism, data):
    right = data.login == b"wiki" and data.password == b"a secret"
    return AuthResult(success=right, auth_data=data.login)


async def main():
    options = {}
    if behaviour == "tls":
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(sys.argv[4], sys.argv[5])
        options = {
            "tls_context": context,
            "require_starttls": True,
            "authenticator": sign_in,
            "auth_required": True,
        }
    loop = asyncio.get_running_loop()
    new = lambda: SMTP(Handler(), hostname="localhost", enable_SMTPUTF8=True, **options)
    server = await loop.create_server(new, address, int(port))
    say(port=server.sockets[0].getsockname()[1])
    await asyncio.get_running_loop().create_future()


asyncio.run(main())
