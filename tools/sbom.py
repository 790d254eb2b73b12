#!/usr/bin/python3
"""The program's bill of materials: SPDX 2.3, as JSON.

Usage: sbom.py --binary PROGRAM --version VERSION --out FILE NAME=VERSION...

NAME=VERSION are the modules that the build found (pkg-config). What the program really needs is read from
its dynamic section; a library that no module accounts for stops the build. On Debian the package that a
library came from is named, too. The time is SOURCE_DATE_EPOCH, else that of the program file.
"""
import argparse
import datetime
import hashlib
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys

# Module -> (how its library's name begins, licence as its distribution states it, home)
LIBRARIES = {
    "libcsv": ("libcsv", "LGPL-2.1-or-later", "https://github.com/rgamble/libcsv"),
    "jansson": ("libjansson", "MIT", "https://github.com/akheron/jansson"),
    "libpq": ("libpq", "PostgreSQL", "https://www.postgresql.org"),
    "libjwt": ("libjwt", "MPL-2.0", "https://github.com/benmcollins/libjwt"),
    "libcrypto": ("libcrypto", "Apache-2.0", "https://www.openssl.org"),
    "libpcre2-8": ("libpcre2-8", "BSD-3-Clause", "https://www.pcre.org"),
    "libulfius": ("libulfius", "LGPL-2.1-only", "https://github.com/babelouest/ulfius"),
    "liborcania": ("liborcania", "LGPL-2.1-only", "https://github.com/babelouest/orcania"),
    "libyder": ("libyder", "LGPL-2.1-only", "https://github.com/babelouest/yder"),
    "libmicrohttpd": ("libmicrohttpd", "LGPL-2.1-or-later", "https://www.gnu.org/software/libmicrohttpd/"),
    "libseccomp": ("libseccomp", "LGPL-2.1-only", "https://github.com/seccomp/libseccomp"),
    "zlib": ("libz", "Zlib", "https://zlib.net"),
    "xlsxwriter": ("libxlsxwriter", "BSD-2-Clause", "https://github.com/jmcnamara/libxlsxwriter"),
    "libzip": ("libzip", "BSD-3-Clause", "https://libzip.org"),
    "libmagic": ("libmagic", "BSD-2-Clause", "https://www.darwinsys.com/file"),
    "expat": ("libexpat", "MIT", "https://libexpat.github.io"),
    "libcurl": ("libcurl", "curl", "https://curl.se"),
    "cairo-pdf": ("libcairo", "LGPL-2.1-only OR MPL-1.1", "https://www.cairographics.org"),
    "pangocairo": ("libpangocairo", "LGPL-2.0-or-later", "https://pango.gnome.org"),
    "pango": ("libpango", "LGPL-2.0-or-later", "https://pango.gnome.org"),
    "gobject-2.0": ("libgobject", "LGPL-2.1-or-later", "https://www.gtk.org"),
    "glib-2.0": ("libglib", "LGPL-2.1-or-later", "https://www.gtk.org"),
    "harfbuzz": ("libharfbuzz", "MIT-Modern-Variant", "https://harfbuzz.github.io"),
    "freetype2": ("libfreetype", "FTL OR GPL-2.0-or-later", "https://freetype.org"),
    "fontconfig": ("libfontconfig", "HPND", "https://www.freedesktop.org/wiki/Software/fontconfig/"),
}
SYSTEM = re.compile(r"lib(c|m|pthread|asan|ubsan|tsan|gcc_s)\.so\.|ld-linux")


def needed(binary):
    """The libraries in the dynamic section."""
    output = subprocess.run(["readelf", "-dW", binary], check=True, capture_output=True, text=True).stdout
    return re.findall(r"\(NEEDED\)\s+Shared library: \[([^\]]+)\]", output)


def module_of(library):
    return next((name for name, (start, _, _) in LIBRARIES.items()
                 if re.match(re.escape(start) + r"[.-]", library)), None)


def debian_packages(libraries):
    """{library: (package, version, architecture)} of those that a Debian package installed."""
    if shutil.which("dpkg-query") is None:
        return {}
    found = subprocess.run(["dpkg-query", "-S", *(f"*/{library}" for library in libraries)],
                           capture_output=True, text=True, check=False).stdout
    owners = {path.rpartition("/")[2]: package for package, path in re.findall(r"^(\S+): (\S+)$", found, re.M)}
    if not owners:
        return {}
    fields = subprocess.run(["dpkg-query", "-W", "-f", "${binary:Package} ${Package} ${Version} ${Architecture}\n",
                             *set(owners.values())], capture_output=True, text=True, check=False).stdout
    known = {line.split()[0]: tuple(line.split()[1:]) for line in fields.splitlines()}
    return {library: known[package] for library, package in owners.items() if package in known}


def identifier(name):
    return "SPDXRef-" + re.sub(r"[^A-Za-z0-9.-]", "-", name)


def library_package(library, versions, debian):
    module = module_of(library)
    _, licence, home = LIBRARIES[module]
    entry = {"SPDXID": identifier(module), "name": module, "versionInfo": versions[module],
             "downloadLocation": home, "filesAnalyzed": False, "licenseConcluded": "NOASSERTION",
             "licenseDeclared": licence, "copyrightText": "NOASSERTION", "supplier": "NOASSERTION",
             "comment": f"linked dynamically as {library}"}
    if library in debian:
        name, version, architecture = debian[library]
        entry["externalRefs"] = [{
            "referenceCategory": "PACKAGE-MANAGER", "referenceType": "purl",
            "referenceLocator": f"pkg:deb/debian/{name}@{version.replace('+', '%2B')}?arch={architecture}"}]
    return entry


def program_package(binary, version):
    digest = hashlib.sha256(pathlib.Path(binary).read_bytes()).hexdigest()
    return {"SPDXID": identifier("renkei"), "name": "renkei", "versionInfo": version,
            "downloadLocation": "NOASSERTION", "filesAnalyzed": False, "licenseConcluded": "MIT",
            "licenseDeclared": "MIT", "copyrightText": "NOASSERTION", "supplier": "NOASSERTION",
            "primaryPackagePurpose": "APPLICATION",
            "checksums": [{"algorithm": "SHA256", "checksumValue": digest}]}


def document(binary, version, versions, created):
    libraries = [library for library in needed(binary) if not SYSTEM.search(library)]
    strangers = [library for library in libraries if module_of(library) not in versions]
    if strangers:
        sys.exit(f"sbom.py: {', '.join(strangers)}: name the module in LIBRARIES and give its version")
    program = program_package(binary, version)
    debian = debian_packages(libraries)
    packages = [library_package(library, versions, debian) for library in libraries]
    return {
        "spdxVersion": "SPDX-2.3", "dataLicense": "CC0-1.0", "SPDXID": "SPDXRef-DOCUMENT",
        "name": f"renkei-{version}",
        "documentNamespace": f"https://spdx.org/spdxdocs/renkei-{version}-{program['checksums'][0]['checksumValue']}",
        "creationInfo": {"created": created, "creators": ["Tool: renkei-tools/sbom.py"]},
        "packages": [program, *packages],
        "relationships": [
            {"spdxElementId": "SPDXRef-DOCUMENT", "relationshipType": "DESCRIBES",
             "relatedSpdxElement": program["SPDXID"]},
            *({"spdxElementId": program["SPDXID"], "relationshipType": "DYNAMIC_LINK",
               "relatedSpdxElement": package["SPDXID"]} for package in packages)],
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--binary", required=True)
    parser.add_argument("--version", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("modules", nargs="+", metavar="NAME=VERSION")
    options = parser.parse_args()
    seconds = int(os.environ.get("SOURCE_DATE_EPOCH", os.stat(options.binary).st_mtime))
    created = datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    versions = dict(module.split("=", 1) for module in options.modules)
    made = document(options.binary, options.version, versions, created)
    pathlib.Path(options.out).write_text(json.dumps(made, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
