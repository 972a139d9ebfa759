"The shipped tables: size, checksum, schema, keys, quotes, and a gazetteer that is complete."
import csv
import hashlib
import json
import re
from datetime import date

import pytest

from syriaevents.datasets import data_path, load_articles, load_camp_population, load_coded, load_events, load_places, read_table, rows

PACKAGE = json.loads(data_path("datapackage.json").read_text(encoding="utf-8"))
RESOURCES = {r["path"]: r for r in PACKAGE["resources"]}
each_table = pytest.mark.parametrize("path", RESOURCES)
PARSE = {"string": str, "integer": int, "number": float, "date": date.fromisoformat, "boolean": {"true": True, "false": False}.__getitem__}


def test_every_table_is_described():
    assert {p.name for p in data_path("places.csv").parent.glob("*.csv")} == set(RESOURCES)
    for name in RESOURCES: assert f"`{name}`" in data_path("README.md").read_text(encoding="utf-8"), name


@each_table
def test_size_and_checksum(path):
    raw = data_path(path).read_bytes()
    assert (len(raw), "sha256:" + hashlib.sha256(raw).hexdigest()) == (RESOURCES[path]["bytes"], RESOURCES[path]["hash"]), "run: python tools/datapackage.py"
    assert b"\r" not in raw and raw.endswith(b"\n")


@each_table
def test_sources_and_licences(path):
    assert RESOURCES[path]["licenses"] and RESOURCES[path]["sources"] and RESOURCES[path]["description"]


@each_table
def test_columns_are_described(path):
    with open(data_path(path), encoding="utf-8", newline="") as f: header = next(csv.reader(f))
    fields = RESOURCES[path]["schema"]["fields"]
    assert header == [f["name"] for f in fields]
    assert all(len(f["description"]) > 5 for f in fields)


@each_table
def test_cells_obey_the_schema(path):
    for field in RESOURCES[path]["schema"]["fields"]:
        rules, seen = field.get("constraints", {}), set()
        for i, row in enumerate(rows(path), 1):
            cell, where = row[field["name"]], (path, i, field["name"], row[field["name"]])
            if not cell:
                assert not rules.get("required"), where
                continue
            assert cell == cell.strip() or field["name"] == "text", where
            value = PARSE[field["type"]](cell)
            if "enum" in rules: assert value in rules["enum"], where
            if "pattern" in rules: assert re.fullmatch(rules["pattern"], cell), where
            if "minimum" in rules: assert value >= rules["minimum"], where
            if "maximum" in rules: assert value <= rules["maximum"], where
            if rules.get("unique"): assert cell not in seen, where
            seen.add(cell)


@each_table
def test_keys(path):
    schema = RESOURCES[path]["schema"]
    if key := schema.get("primaryKey"):
        values = [r[key] for r in rows(path)]
        assert len(values) == len(set(values))
    for link in schema.get("foreignKeys", []):
        there = next((p for p, r in RESOURCES.items() if r["name"] == link["reference"]["resource"]), path)
        known = {r[link["reference"]["fields"]] for r in rows(there)}
        assert {r[link["fields"]] for r in rows(path)} - {""} <= known


def test_coding_fits_the_articles():
    text = {a["article_id"]: a["text"] for a in rows("articles.csv")}
    for c in rows("coded.csv"):
        assert text[c["article_id"]][int(c["char_start"]):int(c["char_end"])] == c["quote"], c["coded_id"]
        numbers = [int(c[k]) for k in ("low", "best", "high") if c[k]]
        assert numbers and numbers == sorted(numbers), c["coded_id"]
        if c["start"] and c["end"]: assert c["start"] <= c["end"], c["coded_id"]
        if c["kind"] == "stock": assert c["start"] == c["end"], c["coded_id"]
        assert c["subset_of"] != c["coded_id"]


def test_loaders_give_the_types_of_the_schema():
    want = {"string": "string", "integer": "Int64", "number": "Float64", "boolean": "boolean", "date": "datetime64[s]"}
    loaders = {"articles.csv": load_articles, "coded.csv": load_coded, "places.csv": load_places, "camp_population.csv": load_camp_population, "events.csv": load_events,
               "ambiguous_names.csv": lambda: read_table("ambiguous_names.csv"), "outline.csv": lambda: read_table("outline.csv")}
    for path, resource in RESOURCES.items():
        table = loaders[path]()
        assert len(table) == len(rows(path))
        assert {c: str(t) for c, t in table.dtypes.items()} == {f["name"]: want[f["type"]] for f in resource["schema"]["fields"]}


def test_p_codes_are_complete_and_nest():
    places = rows("places.csv")
    areas = {kind: {p["pcode"]: p for p in places if p["type"] == kind} for kind in ("governorate", "district")}
    assert sorted(areas["governorate"]) == [f"SY{i:02}" for i in range(1, 15)]
    assert len(areas["district"]) == 62
    counts = [1, 8, 9, 6, 5, 4, 5, 4, 3, 6, 3, 3, 3, 2] # districts of SY01 ... SY14
    assert [sum(d.startswith(g) for d in areas["district"]) for g in sorted(areas["governorate"])] == counts
    for p in places:
        assert p["pcode"] in {"", "SY"} | set(areas["governorate"]) | set(areas["district"]), p["name"]
        assert (p["country"] == "SYR") == bool(p["pcode"]) or p["pcode"] == "" and p["type"] == "region", p["name"]
        if len(p["pcode"]) > 2: assert (p["adm1_pcode"], p["adm1"]) == (p["pcode"][:4], areas["governorate"][p["pcode"][:4]]["adm1"]), p["name"]
        if len(p["pcode"]) == 6: assert (p["adm2_pcode"], p["adm2"]) == (p["pcode"], areas["district"][p["pcode"]]["adm2"]), p["name"]
        else: assert not p["adm2"] and not p["adm2_pcode"], p["name"]
        assert bool(p["lat"]) == bool(p["lon"]), p["name"]
        if p["exact_coords"] == "true": assert p["lat"] and not re.search("unchecked|centroid|unknown", p["source"]), p["name"]


def test_places_lie_where_they_should():
    for p in rows("places.csv"):
        if p["country"] == "SYR" and p["lat"]: assert 32.2 <= float(p["lat"]) <= 37.4 and 35.6 <= float(p["lon"]) <= 42.4, p["name"]
        for spelling in (p["name_ar"], *p["aliases_ar"].split("|")): assert not re.search("[A-Za-z]", spelling), p["name"]
        for spelling in (p["name"], *p["aliases"].split("|")): assert not re.search("[\u0600-\u06ff]", spelling), p["name"]


def test_camp_population_minus_arrivals_is_steady():
    camp = load_camp_population()
    assert (camp.population - camp.cumulative_arrivals).dropna().between(9000, 10100).all()
