"""azure-iot-hub 2.7.0, unmodified: the registry, modules, queries, statistics, and who may do what."""

import base64

from checks import check, expect
from service import refused, registry

PRIMARY = base64.b64encode(b"a key of 32 bytes, the first one").decode()
SECONDARY = base64.b64encode(b"a key of 32 bytes, another one..").decode()


@check("a device is created, read, changed under its tag, and deleted")
def life(hub):
    service = registry(hub)
    made = service.create_device_with_sas("reg:1%41#", PRIMARY, SECONDARY, "enabled", status_reason="new")
    expect(made.device_id == "reg:1%41#", f"the id is {made.device_id}")
    expect(made.authentication.symmetric_key.primary_key == PRIMARY, "another key")
    expect((made.status, made.status_reason, made.connection_state) == ("enabled", "new", "Disconnected"), f"{made}")
    expect(made.authentication.type == "sas" and not made.capabilities.iot_edge, f"{made}")
    with refused(409, "DeviceAlreadyExists"):
        service.create_device_with_sas("reg:1%41#", PRIMARY, SECONDARY, "enabled")
    changed = service.update_device_with_sas("reg:1%41#", made.etag, "", "", "disabled", status_reason="off")
    expect((changed.status, changed.status_reason) == ("disabled", "off") and changed.etag != made.etag, f"{changed}")
    expect(changed.authentication.symmetric_key.primary_key == PRIMARY, "an empty key took the place of the present one")
    with refused(412, "PreconditionFailed"):
        service.update_device_with_sas("reg:1%41#", made.etag, PRIMARY, SECONDARY, "enabled")
    read = service.get_device("reg:1%41#")
    expect(read.as_dict() == changed.as_dict(), f"{read} instead of {changed}")
    with refused(412, "PreconditionFailed"):
        service.delete_device("reg:1%41#", made.etag)
    service.delete_device("reg:1%41#")
    with refused(404, "DeviceNotFound"):
        service.get_device("reg:1%41#")
    with refused(404, "DeviceNotFound"):
        service.delete_device("reg:1%41#")


@check("keys are made, and certificates are known by their thumbprints or their CA")
def kinds(hub):
    service = registry(hub)
    made = service.create_device_with_sas("kind-1", "", "", "enabled").authentication.symmetric_key
    expect(len(base64.b64decode(made.primary_key)) == 64 and made.primary_key != made.secondary_key, "no new keys")
    first, second = "AB" * 20, "CD" * 20
    prints = service.create_device_with_x509("kind-2", first, second, "enabled").authentication
    expect(prints.type == "selfSigned", prints.type)
    expect((prints.x509_thumbprint.primary_thumbprint, prints.x509_thumbprint.secondary_thumbprint) == (first, second), f"{prints}")
    expect(service.create_device_with_certificate_authority("kind-3", "enabled").authentication.type == "certificateAuthority", "")
    with refused(400, "ArgumentInvalid"):
        service.create_device_with_sas("kind-4", "", "", "enabled", iot_edge=True)


@check("a device of the type none has no keys, and is shown by the native API")
def keyless(hub):
    from azure.iot.hub.models import AuthenticationMechanism, Device

    service = registry(hub)
    body = Device(device_id="kind-5", status="enabled", authentication=AuthenticationMechanism(type="none"))
    made = service.protocol.devices.create_or_update_identity("kind-5", body)
    expect(made.authentication.type == "none" and made.authentication.symmetric_key.primary_key is None, f"{made}")
    expect(service.get_twin("kind-5").authentication_type == "none", "the twin says another type")
    expect(hub.api("GET", "/devices/kind-5")["authentication"] == {"type": "none"}, "the native API says another type")
    expect(hub.request("GET", f"/v1/hubs/{hub.name}/devices/kind-5/keys").status == 404, "it has keys")


@check("the native API and this one show the same devices")
def faces(hub):
    service = registry(hub)
    key = hub.create_device("face-1")
    expect(service.get_device("face-1").authentication.symmetric_key.primary_key == key, "another key")
    made = service.create_device_with_sas("face-2", PRIMARY, SECONDARY, "disabled")
    shown = hub.api("GET", "/devices/face-2")
    expect(shown["status"] == "disabled" and shown["generationId"] == made.generation_id, f"{shown}")
    expect(hub.api("GET", "/devices/face-2/keys") == {"primaryKey": PRIMARY, "secondaryKey": SECONDARY}, "other keys")


@check("modules are created, listed, changed and deleted")
def modules(hub):
    service = registry(hub)
    service.create_device_with_sas("mod-1", "", "", "enabled")
    made = service.create_module_with_sas("mod-1", "cam", "us", PRIMARY, SECONDARY)
    expect((made.device_id, made.module_id, made.managed_by) == ("mod-1", "cam", "us"), f"{made}")
    service.create_module_with_sas("mod-1", "audio", "", "", "")
    expect([m.module_id for m in service.get_modules("mod-1")] == ["audio", "cam"], "other modules")
    changed = service.update_module_with_sas("mod-1", "cam", "them", made.etag, "", "")
    expect(changed.managed_by == "them" and changed.authentication.symmetric_key.primary_key == PRIMARY, f"{changed}")
    with refused(412, "PreconditionFailed"):
        service.delete_module("mod-1", "cam", made.etag)
    service.delete_module("mod-1", "cam")
    with refused(404, "DeviceNotFound"):
        service.get_module("mod-1", "cam")


@check("many devices are changed at once, and what cannot be done is told")
def bulk(hub):
    from azure.iot.hub.models import ExportImportDevice

    service = registry(hub)
    service.create_device_with_sas("bulk-mod", "", "", "enabled")
    lines = [ExportImportDevice(id="bulk-mod", module_id=f"m{n}", import_mode="create") for n in range(3)]
    expect(service.bulk_create_or_update_devices(lines).is_successful, "modules were not made")
    lines[0].import_mode = lines[1].import_mode = "delete"
    expect(service.bulk_create_or_update_devices(lines[:2]).is_successful, "modules were not deleted")
    expect([one.module_id for one in service.get_modules("bulk-mod")] == ["m2"], "other modules")
    lines = [ExportImportDevice(id=f"bulk-{n}", import_mode="create", status="enabled") for n in range(20)]
    expect(service.bulk_create_or_update_devices(lines).is_successful, "not successful")
    lines = [
        ExportImportDevice(id="bulk-0", import_mode="create"),
        ExportImportDevice(id="bulk-1", import_mode="delete"),
        ExportImportDevice(id="bulk-2", import_mode="update", status="disabled"),
    ]
    report = service.bulk_create_or_update_devices(lines)
    expect(not report.is_successful, "successful")
    expect([(e.device_id, e.error_code) for e in report.errors] == [("bulk-0", "DeviceAlreadyExists")], f"{report.errors}")
    with refused(404):
        service.get_device("bulk-1")
    expect(service.get_device("bulk-2").status == "disabled", "not disabled")


@check("devices are listed, counted and found by queries, page by page")
def queries(hub):
    from azure.iot.hub.models import ExportImportDevice, QuerySpecification, Twin

    service = registry(hub)
    before = service.get_device_registry_statistics()
    lines = [
        ExportImportDevice(id=f"find-{n:03}", import_mode="create", status="disabled" if n % 3 == 0 else "enabled")
        for n in range(60)
    ]
    expect(service.bulk_create_or_update_devices(lines).is_successful, "not successful")
    after = service.get_device_registry_statistics()
    counts = [getattr(after, k) - getattr(before, k) for k in ("total_device_count", "enabled_device_count", "disabled_device_count")]
    expect(counts == [60, 40, 20], f"{counts}")
    for n in (4, 8):
        service.update_twin(f"find-{n:03}", Twin(tags={"plant": {"line": n}, "site": "it's"}))
    expect([d.device_id for d in service.get_devices(3)] == sorted(d.device_id for d in service.get_devices())[:3], "other devices")

    def find(query, size=None):
        found, token, pages = [], None, 0
        while True:
            page = service.query_iot_hub(QuerySpecification(query=query), token, size)
            found, token, pages = found + page.items, page.continuation_token, pages + 1
            if token is None:
                return found, pages

    twins, pages = find("SELECT * FROM devices WHERE STARTSWITH(deviceId, 'find-') AND status = 'enabled'", 7)
    expect([t.device_id for t in twins] == [f"find-{n:03}" for n in range(60) if n % 3], "other devices")
    expect(pages == 6, f"{pages} pages")
    for condition in (
        "tags.plant.line IN [4, 8]", "tags.site = 'it\\'s' AND NOT deviceId = 'x'", "tags.plant.line = 4 OR tags.plant.line = 8",
    ):
        twins, _ = find(f"SELECT * FROM devices WHERE {condition}")
        expect([t.device_id for t in twins] == ["find-004", "find-008"], f"{condition}: {[t.device_id for t in twins]}")
    twins, _ = find("SELECT TOP 5 * FROM devices WHERE STARTSWITH(deviceId, 'find-') ORDER BY deviceId", 2)
    expect([t.device_id for t in twins] == [f"find-{n:03}" for n in range(5)], "TOP is not kept")
    count, _ = find("SELECT COUNT() AS number FROM devices WHERE status = 'disabled' AND STARTSWITH(deviceId, 'find-')")
    expect(count[0].additional_properties == {"number": 20}, f"{count[0].additional_properties}")
    with refused(400, "ArgumentInvalid"):
        find("SELECT * FROM devices WHERE properties.reported.x = 1")


@check("each policy opens what it has the right for, and nothing else")
def rights(hub):
    from azure.iot.hub.models import QuerySpecification, Twin

    owner = registry(hub)
    owner.create_device_with_sas("right-1", "", "", "enabled")
    query = QuerySpecification(query="SELECT TOP 1 * FROM devices")
    calls = {
        "read": lambda s: s.get_device("right-1"),
        "list": lambda s: s.get_devices(1),
        "write": lambda s: s.update_device_with_sas("right-1", None, "", "", "enabled"),
        "twin": lambda s: s.update_twin("right-1", Twin(tags={"a": "b"})),
        "query": lambda s: s.query_iot_hub(query),
    }
    allowed = {
        "iothubowner": {"read", "list", "write", "twin", "query"},
        "registryRead": {"read", "list", "query"},
        "registryReadWrite": {"read", "list", "write", "query"},
        "service": {"twin", "query"},
        "device": set(),
    }
    for policy, names in allowed.items():
        service = registry(hub, policy)
        for name, call in calls.items():
            if name in names:
                call(service)
            else:
                with refused(401, "IotHubUnauthorizedAccess"):
                    call(service)
