"""Runs axe-core on every page of a folder in Chromium, in light and in dark; tells each violation and ends with 1."""
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
RUN = """<script>%s</script><script>
addEventListener('load', () => axe.run(document).then(found => {
  const told = found.violations.map(v => [v.id, v.nodes.length, v.nodes[0].html.slice(0, 200)]);
  document.title = 'done';
  const pre = document.createElement('pre'); pre.id = 'axe-told'; pre.textContent = JSON.stringify(told);
  document.body.append(pre);
}));</script>"""
looked, broken = 0, 0
with tempfile.TemporaryDirectory() as place:
    for page in sorted(folder.glob("*.html")):
        copy = pathlib.Path(place) / page.name
        copy.write_text(page.read_text().replace("</head>", RUN % axe.replace("\\", "\\") + "</head>"))
        for scheme in ("light", "dark"):
            flags = ["--blink-settings=preferredColorScheme=%d" % (0 if scheme == "dark" else 1)]
            dom = subprocess.run(
                ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=20000",
                 f"--user-data-dir={place}/profile", *flags, "--dump-dom", copy.as_uri()],
                capture_output=True, text=True, timeout=120).stdout
            told = re.search(r'<pre id="axe-told">(.*?)</pre>', dom, re.S)
            if not told:
                print(page.name, scheme, "axe did not run")
                broken += 1
                continue
            looked += 1
            for violation in json.loads(html.unescape(told.group(1))):
                print(page.name, scheme, *violation)
                broken += 1
print("looked at", looked, "pages")
sys.exit(1 if broken else 0)
