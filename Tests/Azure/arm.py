"""How Azure's packages reach the server: a client of its own, its credential, and the clients made of both."""

import json
import urllib.parse
from pathlib import Path

from checks import Skipped, expect

TENANT = "adfs"
GROUP = "default"


def regions(directory):
    """The options of a server with a region that has streams, and one that has none."""
    settings = Path(directory) / "devicestream.yaml"
    settings.write_text(
        "regions:\n"
        "  - {name: local, stamp: local-001, deviceStreams: true}\n"
        "  - {name: quiet, stamp: quiet-001, deviceStreams: false}\n"
    )
    return ["--config", str(settings)]


def new_client(hub, role="owner", **members):
    """A new API client: id and secret."""
    reply = hub.request("POST", "/v1/tokens", {"name": "check", "kind": "client", "role": role} | members)
    expect(reply.status == 201, f"a client could not be made: {reply}")
    return reply.json["id"], reply.json["clientSecret"]


def origin(hub):
    """The URL of the server under its management name, which only a namespace resolves."""
    if not hub.resolves:
        raise Skipped("it needs names, and so a namespace of our own")
    return f"https://{hub.domain}" + ("" if hub.port == 443 else f":{hub.port}")


def credential(hub, client_id, secret):
    """As `az` and every SDK sign in; with the tenant `adfs` nobody on the internet is asked."""
    from azure.identity import ClientSecretCredential

    return ClientSecretCredential(TENANT, client_id, secret, authority=origin(hub), disable_instance_discovery=True)


def subscription(hub, token_source):
    token = token_source.get_token(origin(hub) + "/.default").token
    reply = hub.request(
        "GET", "/subscriptions?api-version=2022-12-01", host=hub.domain, authorization=f"Bearer {token}"
    )
    expect(reply.status == 200, f"no subscriptions: {reply}")
    return reply.json["value"][0]["subscriptionId"]


def management(hub, role="owner", api_version=None, client=None, **members):
    """An `IotHubClient` with the rights of a new client, or of one that is there."""
    from azure.mgmt.iothub import IotHubClient

    login = credential(hub, *(client or new_client(hub, role, **members)))
    return IotHubClient(
        login,
        subscription(hub, login),
        api_version=api_version,
        base_url=origin(hub),
        credential_scopes=[origin(hub) + "/.default"],
        # An error is an error at once: nothing here passes by itself.
        retry_total=0,
    )


def code(error):
    """The code in the body of an error."""
    return error.error.code if error.error else json.loads(error.response.text())["error"]["code"]


def hub_of(hub, name):
    """The hub as the native API shows it."""
    reply = hub.request("GET", "/v1/hubs/" + urllib.parse.quote(name))
    expect(reply.status == 200, f"the native API: {reply}")
    return reply.json
