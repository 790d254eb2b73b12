#!/bin/bash
# Takes the files of an unpacked swagger-ui-dist into third_party/swagger-ui.
#
#     npm pack swagger-ui-dist@VERSION && tar xzf swagger-ui-dist-*.tgz && tools/vendor_swagger_ui.sh package
set -euo pipefail

from=${1:?usage: vendor_swagger_ui.sh FOLDER}
into=$(cd "$(dirname "$0")/.." && pwd)/third_party/swagger-ui
for name in swagger-ui-bundle.js swagger-ui.css; do
    gzip -9nc "$from/$name" >"$into/$name.gz"
done
cp "$from/LICENSE" "$from/NOTICE" "$from/swagger-ui-bundle.js.LICENSE.txt" "$into"
version=$(sed -n 's/^ *"version": "\(.*\)",$/\1/p' "$from/package.json")
sed -i "s/swagger-ui-dist [0-9.]* (npm)/swagger-ui-dist $version (npm)/" "$into/README.md"
