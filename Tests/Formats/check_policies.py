"""Policies of clouds and clusters, and scripts for firewalls that no program here can read."""

import re

from checks import check, expect
from lists import accepted, broken, refused, run


@check("kubernetes-validate takes the policy, and refuses a broken one")
def kubernetes(lists):
    import yaml

    tool = lists.venv / "kubernetes-validate"
    for name, text in lists.both("kubernetes"):
        file = lists.file(text, "list.yaml")
        accepted(run(tool, "--strict", file), f"kubernetes-validate of {name}")
        policy = yaml.safe_load(text)
        expect(len(policy["metadata"]["name"]) <= 63, f"{policy}")
        expect(policy["spec"]["podSelector"]["matchLabels"]["devicestream-hub"] == name, f"{policy}")
        rules = {rule["ports"][0]["port"]: rule["to"] for rule in policy["spec"]["egress"][1:]}
        expect(rules.keys() == {lists.port, lists.mqtt_port}, f"{rules}")
        blocks = {block["ipBlock"]["cidr"] for block in rules[lists.port]}
        expect({"192.0.2.20/32", "198.51.100.0/24", "2001:db8::20/128"} < blocks, f"{blocks}")
        for old, new in (("policyTypes: [Egress]", "policyTypes: Egress"), ("ipBlock:", "ipBlok:"), ("port: 53}", "port: [53]}")):
            file.write_text(broken(text, old, new))
            refused(run(tool, "--strict", file), f"'{new}'")


@check("the policy of Cilium is YAML, and says names and ports")
def cilium(lists):
    import yaml

    for name, text in lists.both("cilium"):
        policy = yaml.safe_load(text)
        expect((policy["apiVersion"], policy["kind"]) == ("cilium.io/v2", "CiliumNetworkPolicy"), f"{policy}")
        dns, *rules = policy["spec"]["egress"]
        expect(dns["toPorts"][0]["rules"]["dns"] == [{"matchPattern": "*"}], f"{dns}")
        found = {rule["toPorts"][0]["ports"][0]["port"]: {entry["matchName"] for entry in rule["toFQDNs"]} for rule in rules}
        expect(found == {str(lists.port): set(lists.hosts(name)), str(lists.mqtt_port): {lists.hosts(name)[0]}}, f"{found}")
        try:
            yaml.safe_load(broken(text, "egress:\n    -", "egress:\n   - [" if "egress:\n   -" in text else "egress: [\n    -"))
        except yaml.YAMLError:
            continue
        raise AssertionError("broken YAML was taken")


@check("python-hcl2 reads the rules for Terraform, and refuses broken ones")
def terraform(lists):
    import hcl2

    def strip(value):
        return value.strip('"') if isinstance(value, str) else value

    for name, text in lists.both("terraform"):
        document = hcl2.loads(text)
        kind, resource = next(iter(document["resource"][0].items()))
        expect(strip(kind) == "azurerm_firewall_policy_rule_collection_group", f"{document}")
        (group,) = [value for key, value in resource.items() if not key.startswith("__")]
        found = {}
        for rule in group["application_rule_collection"][0]["rule"]:
            found[rule["protocols"][0]["port"]] = {strip(host) for host in rule["destination_fqdns"]}
        hosts = lists.hosts(name)
        expect(found == {lists.port: set(hosts), lists.mqtt_port: {hosts[0]}}, f"{found}")
        for old, new in (("= [", "= ["[:-1] + "[["), ("protocols {", "protocols "), ('"Allow"', '"Allow')):
            try:
                hcl2.loads(broken(text, old, new))
            except Exception:  # lark's errors share no type.
                continue
            raise AssertionError(f"'{new}' was taken")


@check("every line for Windows and for a Cisco ASA is one of the known ones; no program here reads them")
def lines(lists):
    address = r"'[0-9a-f:.]+/[0-9]+'"
    text = r"'Device streams of [a-z0-9-]+(: record [0-9]+, [a-z0-9.-]+)?'"
    windows = [
        r"# [ -~]*", r"\$ErrorActionPreference = 'Stop'",
        rf"Get-NetFirewallRule -Group {text} -ErrorAction SilentlyContinue \| Remove-NetFirewallRule",
        rf"New-NetFirewallRule -Group {text} -DisplayName {text} -Direction Outbound -Action Allow -Protocol TCP "
        rf"-RemotePort [0-9]+ -RemoteAddress @\({address}(, {address})*\) \| Out-Null",
    ]
    asa = [
        r"! [ -~]*", r"object network [a-z0-9-]{1,64}", r" fqdn v[46] [a-z0-9.-]+",
        r"access-list devicestream-[a-z0-9-]+ extended permit tcp any object [a-z0-9-]{1,64} eq [0-9]+",
    ]
    for form, shapes in (("windows", windows), ("asa", asa)):
        for name, content in lists.both(form):
            for line in content.splitlines():
                expect(any(re.fullmatch(shape, line) for shape in shapes), f"{form} of {name}: {line!r}")
            expect(all(host in content for host in lists.hosts(name)), f"{form}: {content}")
