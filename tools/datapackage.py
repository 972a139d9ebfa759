"""Refresh size and checksum of every table in data/datapackage.json. Run it after a table was changed: python tools/datapackage.py"""
import hashlib
import json
from pathlib import Path

data = Path(__file__).parent.parent/"data"


def refreshed(package):
    "The package description with `bytes` and `hash` as the files are now."
    for resource in package["resources"]:
        raw = (data/resource["path"]).read_bytes()
        resource["bytes"], resource["hash"] = len(raw), "sha256:" + hashlib.sha256(raw).hexdigest()
    return package


if __name__ == "__main__":
    file = data/"datapackage.json"
    package = refreshed(json.loads(file.read_text(encoding="utf-8")))
    file.write_text(json.dumps(package, ensure_ascii=False, indent=2) + "\n", encoding="utf-8", newline="\n")
    print(f"{file.name}: {len(package['resources'])} tables, {sum(r['bytes'] for r in package['resources'])} bytes")
