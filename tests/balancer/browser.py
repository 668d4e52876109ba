"""What asks for pages, by the balancer over TLS or a server itself."""

import http.client
import socket
import ssl
import time
from urllib.parse import urlencode

HOST = "wiki.example.org"
PASSWORD = "seven herons tax the ferry"


class Answer:
    def __init__(self, response, took):
        self.status = response.status
        self.headers = response.headers
        self.body = response.read().decode()
        self.took = took

    def cookie(self):
        """Returns what a browser sends back after it has signed in."""
        assert self.status == 303, self.status
        line = self.headers["set-cookie"]
        assert "; Secure" in line and "; HttpOnly" in line, line
        return line.split(";")[0]


def ask(address, method, path, authority=None, cookie="", form=None, body=None, more=None, patience=60):
    """Asks a machine at an address: over TLS where an authority is named, else as a proxy would that has it."""
    headers = {"Host": HOST, "Sec-Fetch-Site": "same-origin", "User-Agent": "Tries of the balancer"}
    if cookie:
        headers["Cookie"] = cookie
    if form is not None:
        body = urlencode(form)
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    started = time.monotonic()
    connection = socket.create_connection((address, 443 if authority else 8080), patience)
    if authority:
        trust = ssl.create_default_context(cafile=authority)
        connection = trust.wrap_socket(connection, server_hostname=HOST)
    else:
        headers["X-Forwarded-For"] = "198.51.100.1"
        headers["X-Forwarded-Proto"] = "https"
    headers.update(more or {})
    client = http.client.HTTPConnection(HOST)
    client.sock = connection
    try:
        client.request(method, path, body=body, headers=headers)
        response = client.getresponse()
        answer = Answer(response, 0)
        answer.took = time.monotonic() - started
        return answer
    finally:
        client.close()


def signing_in(name="root", password=PASSWORD):
    return {"name": name, "password": password}
