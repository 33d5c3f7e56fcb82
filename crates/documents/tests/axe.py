"""Runs axe-core on every page of a folder in Chromium: in the dark on a phone and in the light on a desk.

Tells each violation, each page that has to be scrolled sideways and each that did not change with the scheme; ends with 1
if there is any. Each page is in a frame of its own, one browser for each way of looking.
"""
import html
import json
import pathlib
import re
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

import axe_core_python

# 320 px is the width at which WCAG 1.4.10 asks for no scrolling in two directions.
WIDTHS = {"phone": 320, "desk": 1280}
# Nor is there anything to scroll sideways on a larger phone and on a tablet, held upright.
BESIDE = {"phone": 390, "desk": 760}
WAYS = [("phone", "dark"), ("desk", "light")]
RUNNER = """<!DOCTYPE html><html lang="en"><title>axe</title><body><script>
const axe_source = %s, pages = %s, width = %d, beside = %d;
const look = (name, page) => new Promise(done => {
  const frame = document.createElement('iframe');
  frame.style = `border: 0; width: ${width}px; height: 900px`;
  frame.srcdoc = page;
  frame.onload = async () => {
    const root = frame.contentDocument.documentElement;
    let over = root.scrollWidth - root.clientWidth;
    const script = frame.contentDocument.createElement('script');
    script.textContent = axe_source;
    frame.contentDocument.head.append(script);
    const found = await frame.contentWindow.axe.run(frame.contentDocument, {resultTypes: ['violations']});
    const told = found.violations.map(v => [v.id, v.nodes.length, v.nodes[0].html.slice(0, 200)]);
    const ground = frame.contentWindow.getComputedStyle(frame.contentDocument.body).backgroundColor;
    frame.style.width = `${beside}px`;
    over = Math.max(over, root.scrollWidth - root.clientWidth);
    frame.remove();
    done([name, told, found.passes.length, ground, over]);
  };
  document.body.append(frame);
});
addEventListener('load', async () => {
  const all = [];
  for (const [name, page] of pages) all.push(await look(name, page));
  const pre = document.createElement('pre'); pre.id = 'axe-told'; pre.textContent = JSON.stringify(all);
  document.body.append(pre);
});
</script></body></html>"""


def quoted(value):
    """JSON that may stand in a script element."""
    return json.dumps(value).replace("<", "\\u003c")


def look(place, width, scheme):
    """What the browser tells of all pages at this width in this scheme; nothing if it did not run."""
    runner = place / f"{width}.html"
    dom = subprocess.run(
        ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=1000000000",
         "--window-size=1400,1000", f"--user-data-dir={place}/{width}-{scheme}",
         f"--blink-settings=preferredColorScheme={int(scheme == 'light')}", "--dump-dom", runner.as_uri()],
        capture_output=True, text=True).stdout
    told = re.search(r'<pre id="axe-told">(.*?)</pre>', dom, re.S)
    return told and json.loads(html.unescape(told.group(1)))


folder = pathlib.Path(sys.argv[1])
axe = next(pathlib.Path(axe_core_python.__file__).parent.rglob("axe.min.js")).read_text()
pages = [(page.name, page.read_text()) for page in sorted(folder.glob("*.html"))]
looked, faults = 0, []
with tempfile.TemporaryDirectory() as place:
    place = pathlib.Path(place)
    for width, pixels in WIDTHS.items():
        (place / f"{width}.html").write_text(RUNNER % (quoted(axe), quoted(pages), pixels, BESIDE[width]))
    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(lambda way: look(place, *way), WAYS))
    grounds = {}
    for (width, scheme), told in zip(WAYS, results):
        if told is None or len(told) != len(pages):
            faults.append((width, scheme, "axe did not run"))
            continue
        for name, violations, passes, ground, over in told:
            looked += 1
            grounds.setdefault(name, set()).add(ground)
            if not passes:
                faults.append((name, width, scheme, "nothing was checked"))
            if over > 0:
                faults.append((name, width, scheme, f"{over} px wider than the window"))
            faults.extend((name, width, scheme, *violation) for violation in violations)
    faults.extend((name, "light and dark look the same") for name, seen in grounds.items() if len(seen) != 2)
for fault in faults:
    print(*fault)
print("looked at", looked, "pages")
sys.exit(1 if faults else 0)
