"""azure-mgmt-iothub 4.0.0 with azure-identity, unmodified: hubs, policies, keys, and who may touch them."""

import concurrent.futures
import logging
import os
import subprocess
import uuid
from pathlib import Path

from arm import GROUP, code, credential, hub_of, management, new_client, origin, subscription
from checks import check, expect

logging.getLogger("azure").setLevel(logging.CRITICAL)

PREVIEW = "2019-07-01-preview"
SKU = {"name": "S1", "capacity": 1}


def raises(kind, call, wanted_status, wanted_code=None):
    try:
        call()
    except kind as error:
        expect(error.status_code == wanted_status, f"{error.status_code}, not {wanted_status}: {error}")
        if wanted_code:
            expect(code(error) == wanted_code, f"{code(error)}, not {wanted_code}")
        return
    raise AssertionError(f"no error, but {wanted_status} was due")


@check("a client signs in, and the hub of the first start has its streaming endpoint")
def sign_in(hub):
    port = "" if hub.port == 443 else f":{hub.port}"
    for version in (PREVIEW, "2023-06-30-preview"):
        shown = management(hub, "reader", version).iot_hub_resource.get(GROUP, hub.name)
        wanted = [f"https://{hub.name}.local-001.streams.{hub.domain}{port}"]
        streams = shown.properties.device_streams.streaming_endpoints
        expect(streams == wanted, f"{streams}, not {wanted}")
        native = hub_of(hub, hub.name)
        expect(shown.properties.host_name == native["properties"]["hostName"], shown.properties.host_name)
        expect(shown.etag == native["etag"], shown.etag)
        expect(shown.location == native["location"], shown.location)
        expect(shown.properties.state == "Active", shown.properties.state)
        expect(shown.properties.provisioning_state == "Succeeded", shown.properties.provisioning_state)
        expect((shown.sku.name, shown.sku.tier, shown.sku.capacity) == ("S1", "Standard", 1), f"{shown.sku}")
        if version != PREVIEW:
            # Younger than the first.
            expect(shown.properties.min_tls_version == "1.2", "no least TLS version")
        expect(shown.properties.event_hub_endpoints["events"].partition_count == 0, "partitions of no endpoint")
        expect(shown.properties.storage_endpoints["$default"].connection_string == "", "a storage that is none")
        expect(shown.properties.cloud_to_device.feedback.max_delivery_count == 10, "no feedback")
        expect(shown.properties.routing.fallback_route.is_enabled is False, "a route that is none")


@check("a hub is created, changed and deleted, and the native API shows each step")
def life(hub):
    from azure.core.exceptions import ResourceNotFoundError

    client = management(hub).iot_hub_resource
    group = "Plant-7"
    body = {"location": "local", "sku": SKU, "tags": {"site": "berlin"}}
    made = client.begin_create_or_update(group, "second", body).result()
    try:
        expect(made.name == "second" and made.additional_properties["resourcegroup"] == group, f"{made}")
        expect(made.tags == {"site": "berlin"}, f"{made.tags}")
        native = hub_of(hub, "second")
        expect((native["resourceGroup"], native["tags"]) == (group, made.tags), f"{native}")
        made.tags["site"] = "paris"
        changed = client.begin_create_or_update(group, "second", made, if_match=made.etag).result()
        expect(changed.tags == {"site": "paris"} and changed.etag != made.etag, f"{changed}")
        patched = client.begin_update(group, "second", {"tags": {"floor": "2"}}).result()
        expect(patched.tags == {"floor": "2"}, f"tags are replaced by a PATCH: {patched.tags}")
        expect(hub_of(hub, "second")["tags"] == {"floor": "2"}, "the native API shows other tags")
        reply = hub.request("PATCH", "/v1/hubs/second", {"tags": {"seen": "yes"}})
        expect(reply.status == 200, f"{reply}")
        seen = client.get("plant-7", "SECOND")
        expect(seen.tags == {"floor": "2", "seen": "yes"}, f"{seen.tags}")
        expect([one.name for one in client.list_by_resource_group("PLANT-7")] == ["second"], "the group's list")
    finally:
        client.begin_delete(group, "second").result()
    raises(ResourceNotFoundError, lambda: client.get(group, "second"), 404, "ResourceNotFound")
    expect(hub.request("GET", "/v1/hubs/second").status == 404, "the hub is still there")
    client.begin_delete(group, "second").result()


@check("a hub in a region without streams has no deviceStreams")
def quiet(hub):
    client = management(hub, api_version=PREVIEW).iot_hub_resource
    made = client.begin_create_or_update(GROUP, "third", {"location": "quiet", "sku": SKU}).result()
    try:
        expect(made.properties.device_streams is None, f"{made.properties.device_streams}")
        expect(made.properties.host_name.startswith("third."), made.properties.host_name)
    finally:
        client.begin_delete(GROUP, "third").result()


@check("lists of more than a page are followed to their end", limit=180)
def pages(hub):
    names = [f"page-{number:03}" for number in range(105)]
    client = management(hub).iot_hub_resource
    try:
        for name in names:
            reply = hub.request("POST", "/v1/hubs", {"name": name, "resourceGroup": "pages"})
            expect(reply.status == 201, f"{reply}")
        expect([one.name for one in client.list_by_resource_group("Pages")] == names, "the group's list")
        everything = [one.name for one in client.list_by_subscription()]
        expect(everything == sorted([hub.name, *names]), f"{len(everything)} hubs")
        groups = {one.additional_properties["resourcegroup"] for one in client.list_by_subscription()}
        expect(groups == {"pages", GROUP}, f"{groups}")
    finally:
        for name in names:
            hub.request("DELETE", f"/v1/hubs/{name}")


@check("policies and keys are those of the native API")
def keys(hub):
    from azure.core.exceptions import ResourceNotFoundError

    client = management(hub).iot_hub_resource
    rules = {rule.key_name: rule for rule in client.list_keys(GROUP, hub.name)}
    rights = {name: rule.rights for name, rule in rules.items()}
    expect(
        rights
        == {
            "iothubowner": "RegistryWrite, ServiceConnect, DeviceConnect",
            "service": "ServiceConnect",
            "device": "DeviceConnect",
            "registryRead": "RegistryRead",
            "registryReadWrite": "RegistryWrite",
        },
        f"{rights}",
    )
    for name, rule in rules.items():
        native = hub.api("GET", f"/policies/{name}/keys")
        expect((rule.primary_key, rule.secondary_key) == (native["primaryKey"], native["secondaryKey"]), name)
    one = client.get_keys_for_key_name(GROUP, hub.name, "service")
    expect(one.primary_key == rules["service"].primary_key, "the single key differs")
    raises(
        ResourceNotFoundError, lambda: client.get_keys_for_key_name(GROUP, hub.name, "none"), 404, "ResourceNotFound"
    )


@check("counts, quotas, tiers, health, consumer groups, free names and operations")
def facts(hub):
    from azure.core.exceptions import HttpResponseError, ResourceNotFoundError

    service = management(hub)
    client = service.iot_hub_resource
    before = client.get_stats(GROUP, hub.name).total_device_count
    for device in ("arm-1", "arm-2"):
        hub.create_device(device)
    hub.api("PATCH", "/devices/arm-2", {"status": "disabled"})
    try:
        counts = client.get_stats(GROUP, hub.name)
        expect(counts.total_device_count == before + 2, f"{counts}")
        expect(counts.disabled_device_count == 1, f"{counts}")
        expect(counts.enabled_device_count == before + 1, f"{counts}")
        quotas = {quota.name: quota.current_value for quota in client.get_quota_metrics(GROUP, hub.name)}
        expect(quotas == {"TotalMessages": 0, "TotalDeviceCount": before + 2}, f"{quotas}")
    finally:
        for device in ("arm-1", "arm-2"):
            hub.delete_device(device)
    skus = list(client.get_valid_skus(GROUP, hub.name))
    expect([(one.sku.name, one.capacity.minimum) for one in skus] == [("S1", 1)], f"{skus}")
    expect(list(client.get_endpoint_health(GROUP, hub.name)) == [], "ill endpoints")
    groups = [one.name for one in client.list_event_hub_consumer_groups(GROUP, hub.name, "events")]
    expect(groups == ["$Default"], f"{groups}")
    expect(client.get_event_hub_consumer_group(GROUP, hub.name, "events", "$Default").name == "$Default", "no group")
    made = client.create_event_hub_consumer_group(GROUP, hub.name, "events", "Alarms", {"properties": {"name": "Alarms"}})
    try:
        expect(made.name == "Alarms" and made.id.endswith("/ConsumerGroups/Alarms"), f"{made}")
        read = client.get_event_hub_consumer_group(GROUP, hub.name, "events", "alarms")
        expect(read.as_dict() == made.as_dict(), f"{read} instead of {made}")
        groups = [one.name for one in client.list_event_hub_consumer_groups(GROUP, hub.name, "events")]
        expect(groups == ["$Default", "Alarms"], f"{groups}")
    finally:
        client.delete_event_hub_consumer_group(GROUP, hub.name, "events", "Alarms")
    missing = lambda: client.get_event_hub_consumer_group(GROUP, hub.name, "events", "Alarms")
    raises(ResourceNotFoundError, missing, 404, "ResourceNotFound")
    standard = lambda: client.delete_event_hub_consumer_group(GROUP, hub.name, "events", "$Default")
    raises(HttpResponseError, standard, 409, "Conflict")
    taken = client.check_name_availability({"name": hub.name})
    expect(taken.name_available is False and taken.reason == "AlreadyExists", f"{taken}")
    expect(client.check_name_availability({"name": "free-one"}).name_available is True, "a free name is taken")
    expect(client.check_name_availability({"name": "a_b"}).name_available is False, "a name that is none is free")
    names = [one.name for one in service.operations.list()]
    expect("Microsoft.Devices/IotHubs/Read" in names, f"{names}")


@check("resource groups are those that hubs are in")
def groups(hub):
    from azure.core.exceptions import ResourceNotFoundError
    from azure.mgmt.resource.resources import ResourceManagementClient

    login = credential(hub, *new_client(hub, "reader"))
    client = ResourceManagementClient(
        login, subscription(hub, login), base_url=origin(hub), credential_scopes=[origin(hub) + "/.default"]
    )
    expect(client.resource_groups.check_existence(GROUP) is True, "the standard group is missing")
    expect(client.resource_groups.check_existence("none") is False, "a group that is none")
    expect([one.name for one in client.resource_groups.list()] == [GROUP], "the list of groups")
    expect(client.resource_groups.get("DEFAULT").location == "local", "where the group is")
    raises(ResourceNotFoundError, lambda: client.resource_groups.get("none"), 404, "ResourceGroupNotFound")


@check("a wrong secret, missing rights, another subscription and a revoked client are told apart")
def refusals(hub):
    from azure.core.exceptions import ClientAuthenticationError, HttpResponseError, ResourceNotFoundError
    from azure.mgmt.iothub import IotHubClient

    client_id, secret = new_client(hub, "reader")
    try:
        credential(hub, client_id, secret + "x").get_token(origin(hub) + "/.default")
    except ClientAuthenticationError as error:
        expect("invalid_client" in str(error) or "client's id or secret" in str(error), f"{error}")
    else:
        raise AssertionError("a wrong secret signed in")
    reader = management(hub, client=(client_id, secret)).iot_hub_resource
    reader.get(GROUP, hub.name)
    for call in (
        lambda: reader.begin_create_or_update(GROUP, "second", {"location": "local", "sku": SKU}),
        lambda: reader.begin_update(GROUP, hub.name, {"tags": {}}),
        lambda: reader.begin_delete(GROUP, hub.name),
        lambda: list(reader.list_keys(GROUP, hub.name)),
    ):
        raises(HttpResponseError, call, 403, "AuthorizationFailed")
    login = credential(hub, client_id, secret)
    other = IotHubClient(
        login, str(uuid.uuid4()), base_url=origin(hub), credential_scopes=[origin(hub) + "/.default"]
    )
    raises(
        ResourceNotFoundError, lambda: other.iot_hub_resource.get(GROUP, hub.name), 404, "SubscriptionNotFound"
    )
    expect(hub.request("DELETE", f"/v1/tokens/{client_id}").status == 204, "the client was not revoked")
    raises(
        ClientAuthenticationError, lambda: reader.get(GROUP, hub.name), 401, "InvalidAuthenticationToken"
    )


@check("of a hundred writers with one tag one wins, in each round", limit=180)
def races(hub):
    from azure.core.exceptions import HttpResponseError

    client = management(hub).iot_hub_resource

    def write(etag, value):
        body = {"location": "local", "sku": SKU, "tags": {"writer": value}}
        try:
            client.begin_create_or_update(GROUP, "second", body, if_match=etag).result()
            return value
        except HttpResponseError as error:
            expect(error.status_code == 412, f"{error}")
            return None

    etag = client.begin_create_or_update(GROUP, "second", {"location": "local", "sku": SKU}).result().etag
    try:
        with concurrent.futures.ThreadPoolExecutor(20) as pool:
            for number in range(3):
                values = [f"{number}-{writer}" for writer in range(100)]
                won = [value for value in pool.map(write, [etag] * 100, values) if value]
                expect(len(won) == 1, f"{len(won)} writers won: {won}")
                present = client.get(GROUP, "second")
                expect(present.tags == {"writer": won[0]}, f"{present.tags}, not {won[0]}")
                etag = present.etag
    finally:
        client.begin_delete(GROUP, "second").result()


@check("azure-mgmt-iothub 3.0.0 and 5.0.0b5 do the same", limit=180)
def versions(hub):
    client_id, secret = new_client(hub)
    login = credential(hub, client_id, secret)
    for directory in (".venv-azure-3", ".venv-azure-5"):
        run = subprocess.run(
            [f"{directory}/bin/python", str(Path(__file__).parent / "versions.py"), origin(hub), client_id]
            + [subscription(hub, login), hub.name],
            env=os.environ | {"CHECK_CLIENT_SECRET": secret},
            capture_output=True,
            text=True,
            timeout=80,
        )
        expect(run.returncode == 0, f"{directory}: {run.stdout}\n{run.stderr}")
