# What the pages of this folder and the README use in a shell, with ./dev run going: . docs/guides/helpers.sh
eval "$(./dev env)"          # RENKEI_URL, RENKEI_TOKEN of an administrator, and what the program itself needs
reply=$(mktemp)
call() {    # METHOD PATH [CURL OPTION...]: prints the status and keeps the reply
    curl -sS -o "$reply" -w '%{http_code}\n' -X "$1" "$RENKEI_URL$2" \
        -H "Authorization: Bearer ${TOKEN:-$RENKEI_TOKEN}" "${@:3}"
}
value() {   # PATH...: prints these members of the reply, e.g. data.0.name or data.*.name
    /usr/bin/python3 -c 'import json, sys
def find(at, names):
    if not names:
        return at
    if names[0] == "*":
        return [find(item, names[1:]) for item in at]
    return find(at[int(names[0]) if names[0].isdigit() else names[0]], names[1:])
for path in sys.argv[2:]:
    found = find(json.load(open(sys.argv[1])), path.split("."))
    print(found if isinstance(found, str) else json.dumps(found, ensure_ascii=False))' "$reply" "$@"
}
