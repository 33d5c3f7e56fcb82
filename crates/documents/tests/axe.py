"""Runs axe-core on every page of a folder in Chromium, in light and in dark; tells each violation and ends with 1.

One browser looks at all pages, each in a frame of its own.
"""
import html
import json
import pathlib
import re
import subprocess
import sys
import tempfile

import axe_core_python

folder = pathlib.Path(sys.argv[1])
axe = next(pathlib.Path(axe_core_python.__file__).parent.rglob("axe.min.js")).read_text()
RUNNER = """<!DOCTYPE html><html lang="en"><title>axe</title><body><script>
const axe_source = %s, pages = %s;
const look = (name, page) => new Promise(done => {
  const frame = document.createElement('iframe');
  frame.style = 'width: 1000px; height: 900px';
  frame.srcdoc = page;
  frame.onload = async () => {
    const script = frame.contentDocument.createElement('script');
    script.textContent = axe_source;
    frame.contentDocument.head.append(script);
    const found = await frame.contentWindow.axe.run(frame.contentDocument);
    const told = found.violations.map(v => [v.id, v.nodes.length, v.nodes[0].html.slice(0, 200)]);
    const ground = frame.contentWindow.getComputedStyle(frame.contentDocument.body).backgroundColor;
    frame.remove();
    done([name, told, found.passes.length, ground]);
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


pages = [(page.name, page.read_text()) for page in sorted(folder.glob("*.html"))]
looked, broken = 0, 0
with tempfile.TemporaryDirectory() as place:
    runner = pathlib.Path(place) / "runner.html"
    runner.write_text(RUNNER % (quoted(axe), quoted(pages)))
    grounds = set()
    for scheme in ("light", "dark"):
        dom = subprocess.run(
            ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=100000000",
             f"--user-data-dir={place}/profile", f"--blink-settings=preferredColorScheme={int(scheme == 'light')}",
             "--dump-dom", runner.as_uri()],
            capture_output=True, text=True).stdout
        told = re.search(r'<pre id="axe-told">(.*?)</pre>', dom, re.S)
        if not told:
            print(scheme, "axe did not run")
            broken += 1
            continue
        for name, violations, passes, ground in json.loads(html.unescape(told.group(1))):
            looked += 1
            grounds.add(ground)
            if not passes:
                print(name, scheme, "nothing was checked")
                broken += 1
            for violation in violations:
                print(name, scheme, *violation)
                broken += 1
    if len(grounds) != 2:
        print("light and dark look the same:", grounds)
        broken += 1
print("looked at", looked, "pages")
sys.exit(1 if broken else 0)
