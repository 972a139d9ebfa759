"""Cut the outline of Syria and its neighbours out of Natural Earth and write data/outline.csv.

Natural Earth (public domain, 1:10m, version 4.1) is read from the npm package world-atlas:
npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz, then python tools/outline.py package/countries-10m.json"""
import csv
import hashlib
import json
import sys
from pathlib import Path

SHA256 = "3bc6f1d367a9bcec479841bae0e76092f512838411d0cef124e92eec4db45f79" # of countries-10m.json
WEST, SOUTH, EAST, NORTH = 34.7, 30.5, 45.5, 39.3
TOLERANCE = .008 # degrees, about 0.8 km: half a point on a map 7 inches wide
COUNTRIES = {"760": ("SYR", "Syria"), "792": ("TUR", "Türkiye"), "422": ("LBN", "Lebanon"), "400": ("JOR", "Jordan"), "368": ("IRQ", "Iraq"), "376": ("ISR", "Israel"),
             "275": ("PSE", "Palestine"), "682": ("SAU", "Saudi Arabia"), "364": ("IRN", "Iran")}


def simplify(line):
    "Douglas and Peucker 1973. Ends stay, and so borders that two countries share stay shared."
    if len(line) < 3: return line
    (x0, y0), (x1, y1) = line[0], line[-1]
    length = ((x1-x0)**2 + (y1-y0)**2)**.5
    off = [abs((x1-x0)*(y0-y) - (x0-x)*(y1-y0))/length if length else ((x-x0)**2 + (y-y0)**2)**.5 for x, y in line[1:-1]]
    far = max(range(len(off)), key=off.__getitem__)
    return simplify(line[:far+2])[:-1] + simplify(line[far+1:]) if off[far] > TOLERANCE else [line[0], line[-1]]


def arcs(topology):
    "The arcs of a TopoJSON file in degrees, simplified."
    (kx, ky), (x0, y0) = topology["transform"]["scale"], topology["transform"]["translate"]
    for arc in topology["arcs"]:
        x = y = 0
        line = []
        for dx, dy in arc:
            x, y = x+dx, y+dy
            line.append((x*kx + x0, y*ky + y0))
        yield simplify(line)


def rings(country, lines):
    "The outer rings of a country."
    for polygon in country["arcs"] if country["type"] == "MultiPolygon" else [country["arcs"]]:
        parts = [lines[i] if i >= 0 else lines[~i][::-1] for i in polygon[0]]
        yield [p for part in parts for p in part[:-1]]


def clip(ring):
    "Sutherland and Hodgman 1974: the part of a ring inside the frame."
    for axis, edge, sign in ((0, WEST, 1), (0, EAST, -1), (1, SOUTH, 1), (1, NORTH, -1)):
        inside, out = (lambda p: sign*(p[axis]-edge) >= 0), []
        for a, b in zip(ring[-1:] + ring[:-1], ring):
            if inside(a) != inside(b):
                t = (edge-a[axis]) / (b[axis]-a[axis])
                out.append(tuple(a[k] + t*(b[k]-a[k]) for k in (0, 1)))
            if inside(b): out.append(b)
        ring = out
    return ring


if __name__ == "__main__":
    raw = Path(sys.argv[1]).read_bytes()
    if hashlib.sha256(raw).hexdigest() != SHA256: sys.exit(f"{sys.argv[1]} is not countries-10m.json of world-atlas 2.0.2")
    topology = json.loads(raw)
    lines = list(arcs(topology))
    with open(Path(__file__).parent.parent/"data"/"outline.csv", "w", encoding="utf-8", newline="") as f:
        table = csv.writer(f, lineterminator="\n")
        table.writerow(["iso3", "name", "part", "points"])
        found = {g["id"]: g for g in topology["objects"]["countries"]["geometries"] if g.get("id") in COUNTRIES}
        for number, (iso3, name) in COUNTRIES.items():
            kept = [r for r in map(clip, rings(found[number], lines)) if len(r) > 2]
            for part, ring in enumerate(kept, 1): table.writerow([iso3, name, part, ";".join(f"{x:.3f} {y:.3f}" for x, y in ring)])
