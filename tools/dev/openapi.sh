# shellcheck shell=bash
# The contract under the eyes of strangers' tools: the meta-schema of OpenAPI 3.1, Redocly, Spectral.
# They come from npm in the versions of tools/openapi_lint/package-lock.json, once, under build/.

openapi_tools()
{
    npm_folder "$root/tools/openapi_lint" "$build/openapi_lint"
}

# What a package-lock.json names, once as long as it says the same.
npm_folder() # FROM INTO
{
    local from=$1 into=$2
    command -v npm >/dev/null || packages_ensure npm
    cmp -s "$from/package-lock.json" "$into/installed.json" && return 0
    say "installing what ${from#"$root/"} needs from npm"
    rm -rf "$into"
    mkdir -p "$into"
    cp "$from/package.json" "$from/package-lock.json" "$into"
    npm ci --prefix "$into" --prefer-offline --ignore-scripts --no-audit --no-fund --silent || return 1
    cp "$from/package-lock.json" "$into/installed.json"
}

openapi_tool() # NAME ARGUMENT...
{
    local name=$1
    shift
    REDOCLY_TELEMETRY=off REDOCLY_SUPPRESS_UPDATE_NOTICE=true \
        "$build/openapi_lint/node_modules/.bin/$name" "$@"
}

openapi_valid() # FILE: the whole document
{
    openapi_tool validate-api "$1"
}

openapi_redocly() # FILE: the root on disk
{
    openapi_tool redocly lint --config "$root/tools/openapi_lint/redocly.yaml" "$1"
}

openapi_spectral() # FILE: the whole document
{
    openapi_tool spectral lint --ruleset "$root/tools/openapi_lint/spectral.yaml" \
        --fail-severity hint "$1"
}

# Each tool must refuse a copy that is broken in its own way; one that lets it pass judges nothing.
openapi_controls() # FOLDER with openapi.json
{
    local folder=$1 broken="$1/broken" example="$1/example"
    rm -rf "$broken" "$example"
    mkdir -p "$broken" "$example"
    cp -r "$root/openapi.yaml" "$root/openapi" "$broken"
    cp -r "$root/openapi.yaml" "$root/openapi" "$example"
    sed -i "0,/description: /s//descriptoin: /" "$broken/openapi/service.yaml"
    sed -i '0,/small: .*value: {name: "[^"]*"}/s/{name: "[^"]*"}/{name: 5}/' "$example/openapi/suppliers.yaml"
    sed 's/"operationId":"live"/"operationId":"live","as asked":null/' "$folder/openapi.json" \
        >"$broken/slip.json"
    sed 's/"operationId":"ready"/"operationId":"live"/' "$folder/openapi.json" >"$broken/twice.json"
    refuses openapi_valid "$broken/slip.json" "as asked" &&
        refuses openapi_redocly "$broken/openapi.yaml" "descriptoin" &&
        refuses openapi_redocly "$example/openapi.yaml" "must conform to the schema" &&
        refuses openapi_spectral "$broken/twice.json" "operation-operationId-unique"
}

refuses() # CHECK FILE WORD: fails, and says so with this word
{
    local said
    if said=$("$1" "$2" 2>&1); then
        echo "$1 lets a broken document pass: $2"
        return 1
    fi
    grep -q "$3" <<<"$said" || { echo "$said"; echo "$1 fails for another reason than $3"; return 1; }
}

check_openapi()
{
    local folder="$build/check/openapi"
    mkdir -p "$folder"
    openapi_tools && "$PYTHON" "$root/tools/contract.py" --openapi "$root/openapi.yaml" \
        --out "$folder" &&
        openapi_valid "$folder/openapi.json" && openapi_redocly "$root/openapi.yaml" &&
        openapi_spectral "$folder/openapi.json" && openapi_controls "$folder"
}
