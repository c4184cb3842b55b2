"""What differs between the versions of azure-mgmt-iothub: versions.py ORIGIN CLIENT SUBSCRIPTION HUB.

check_management.py starts it in an environment of each version; the client's secret is in the environment.
"""

import os
import sys

from azure.core.exceptions import HttpResponseError
from azure.identity import ClientSecretCredential
from azure.mgmt.iothub import IotHubClient, __version__

GROUP = "default"
SKU = {"name": "S1", "capacity": 1}


def main():
    origin, client_id, subscription, name = sys.argv[1:]
    secret = os.environ["CHECK_CLIENT_SECRET"]
    login = ClientSecretCredential("adfs", client_id, secret, authority=origin, disable_instance_discovery=True)
    is_new = __version__.startswith("5")
    # 5.0.0b5 knows device streams in its one version; 3.0.0 in an older preview only.
    version = {} if is_new else {"api_version": "2019-07-01-preview"}
    client = IotHubClient(
        login, subscription, base_url=origin, credential_scopes=[origin + "/.default"], retry_total=0, **version
    )
    hubs = client.iot_hub_resource
    shown = hubs.get(GROUP, name)
    endpoints = shown.properties.device_streams.streaming_endpoints
    assert len(endpoints) == 1 and endpoints[0].startswith(f"https://{name}.local-001.streams."), endpoints
    assert [one.name for one in hubs.list_by_subscription()] == [name]
    assert {rule.key_name for rule in hubs.list_keys(GROUP, name)} > {"iothubowner", "service"}

    # The older preview has no body there.
    body = [{"properties": {"name": "a"}}] if is_new else []
    assert hubs.create_event_hub_consumer_group(GROUP, name, "events", "a", *body).name == "a"
    assert [one.name for one in hubs.list_event_hub_consumer_groups(GROUP, name, "events")] == ["$Default", "a"]
    hubs.delete_event_hub_consumer_group(GROUP, name, "events", "a")
    assert [one.name for one in hubs.list_event_hub_consumer_groups(GROUP, name, "events")] == ["$Default"]

    made = hubs.begin_create_or_update(GROUP, "second", {"location": "local", "sku": SKU}).result()
    try:
        # 5.0.0b5 sends the tag in quotes, the others without.
        if is_new:
            from azure.core import MatchConditions

            tagged = {"etag": made.etag, "match_condition": MatchConditions.IfNotModified}
        else:
            tagged = {"if_match": made.etag}
        body = {"location": "local", "sku": SKU, "tags": {"a": "b"}}
        changed = hubs.begin_create_or_update(GROUP, "second", body, **tagged).result()
        assert changed.tags == {"a": "b"}, changed.tags
        try:
            hubs.begin_create_or_update(GROUP, "second", body, **tagged).result()
        except HttpResponseError as error:
            assert error.status_code == 412, error
        else:
            raise AssertionError("a tag that is past matched")
        assert hubs.begin_update(GROUP, "second", {"tags": {"c": "d"}}).result().tags == {"c": "d"}
    finally:
        hubs.begin_delete(GROUP, "second").result()
    assert hubs.check_name_availability({"name": "second"}).name_available is True
    print(f"azure-mgmt-iothub {__version__}: ok")


main()
