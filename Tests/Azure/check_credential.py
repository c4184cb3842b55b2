"""azure-iot-hub with azure-identity in the place of a connection string."""

from arm import credential, new_client
from checks import Skipped, check, expect


@check("a client's access token opens the registry, and no more than its role")
def registry(hub):
    if not (hub.resolves and hub.port == 443):
        raise Skipped("it needs the port 443, and so a namespace of our own")
    from azure.iot.hub import IoTHubRegistryManager
    from azure.iot.hub.protocol.models import QuerySpecification
    from msrest.exceptions import HttpOperationError

    owner = IoTHubRegistryManager.from_token_credential(hub.host, credential(hub, *new_client(hub)))
    made = owner.create_device_with_sas("arm-3", "", "", "enabled")
    try:
        native = hub.api("GET", "/devices/arm-3/keys")
        expect(made.authentication.symmetric_key.primary_key == native["primaryKey"], "the keys differ")
        expect(owner.get_twin("arm-3").device_id == "arm-3", "no twin")
        found = owner.query_iot_hub(QuerySpecification(query="SELECT * FROM devices WHERE deviceId = 'arm-3'")).items
        expect([twin.device_id for twin in found] == ["arm-3"], f"{found}")
        reader = IoTHubRegistryManager.from_token_credential(hub.host, credential(hub, *new_client(hub, "reader")))
        for call in (lambda: reader.get_device("arm-3"), lambda: reader.delete_device("arm-3")):
            try:
                call()
            except HttpOperationError as error:
                expect(error.response.status_code == 403, f"{error}")
            else:
                raise AssertionError("a reader has the keys of a device")
    finally:
        owner.delete_device("arm-3")
    expect(hub.request("GET", "/v1/hubs/hub/devices/arm-3").status == 404, "the device is still there")
