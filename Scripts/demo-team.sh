# SPDX-License-Identifier: Apache-2.0
#
# A small lively team, for a script to source: it talks on $server through $martlet for as long as the process $pid lives.

# call USER METHOD PARAMS: the answer as JSON. Every call has a key, so that a second run finds what the first one made.
call() { "$martlet" call "$2" "$3" --server "$server" --user "$1" --json; }
id() { sed -E 's/^[^0-9]*"id": ?([0-9]+).*/\1/' | head -n 1; }

person() { call 1 user.create "{\"name\":\"$1\",\"display_name\":\"$2\",\"idempotency_key\":\"demo-$1\"}" | tr -d '\n' | id; }
ada=$(person ada "Ada") || exit 1
ben=$(person ben "Ben")
cleo=$(person cleo "Cleo")
dan=$(person dan "Dan")
team=$(call "$ada" workspace.create '{"name":"Swifts","idempotency_key":"demo-team"}' | tr -d '\n' | id)
for user in "$ben" "$cleo" "$dan"; do
    call "$ada" workspace.member_add "{\"workspace_id\":$team,\"user_id\":$user,\"idempotency_key\":\"demo-$user\"}" >/dev/null
done
channel() {
    call "$ada" channel.create "{\"workspace_id\":$team,\"kind\":\"public\",\"name\":\"$1\",\"idempotency_key\":\"demo-$1\"}" |
        tr -d '\n' | id
}
general=$(channel general)
flights=$(channel flights)
for user in "$ben" "$cleo" "$dan"; do
    for channel in "$general" "$flights"; do
        call "$user" channel.join "{\"channel_id\":$channel,\"idempotency_key\":\"demo-$channel\"}" >/dev/null
    done
done
dm=$(call "$ada" channel.create "{\"workspace_id\":$team,\"kind\":\"dm\",\"peer_ids\":[$ben]}" | tr -d '\n' | id)
say() {
    call "$1" message.send "{\"channel_id\":$2,\"body\":\"$3\"${4:+,$4}}" | tr -d '\n' | id
}
first=$(say "$ada" "$general" "Good morning, @ben and @cleo." '"idempotency_key":"demo-first"')
say "$cleo" "$general" "Morning! Who is on the tower today?" "\"thread_id\":$first,\"idempotency_key\":\"demo-answer\"" >/dev/null
# work USER PULL-REQUEST [SECONDS-AGO SECONDS]: begins work, or with a length tells of work that is over.
now() { date +%s; }
work() {
    local name ended=""
    name=$(now)
    if [ $# -gt 2 ]; then
        # Of one name a day, so that a second run finds what the first one made.
        name=$((($(now) - $3) / 86400))
        ended=",\"started_at\":$((($(now) - $3) * 1000)),\"duration_seconds\":$4"
    fi
    call "$1" session.start "{\"local_id\":\"demo-$1-$2-$name\",\"repo_owner\":\"swifts\",\"repo_name\":\"tower\",\"pr_number\":$2$ended}" |
        tr -d '\n' | id
}
for ago in 1 2 3 4 5 6; do
    work "$ada" $((10 + ago)) $((ago * 86400)) $((1200 * ago)) >/dev/null
    work "$ben" $((20 + ago)) $((ago * 86400 - 7200)) $((5400 - 600 * ago)) >/dev/null
    [ $((ago % 2)) -eq 0 ] || work "$cleo" $((30 + ago)) $((ago * 86400 - 3600)) 4500 >/dev/null
done
say "$ben" "$dm" "Ada, have you a minute?" '"idempotency_key":"demo-dm"' >/dev/null

cat <<TEXT

  A team of four talks on $server: Ada ($ada), Ben ($ben), Cleo ($cleo) and Dan ($dan).

  In a browser:       $server, and pick who you are. Who works on what is at $server/board, and for the
                      operator how the server does at $server/console.
  Listen as Dan:      $martlet tail --server $server --user $dan
  Read a channel:     $martlet message list --server $server --user $dan --channel-id $general --limit 10
  Say something:      $martlet message send --server $server --user $dan --channel-id $general "hello"
  The same with curl: curl -s $server/rpc -H 'Content-Type: application/json' -H 'X-Martlet-User: $dan' \\
                        -d '{"jsonrpc":"2.0","id":1,"method":"message.list","params":{"channel_id":$general}}'
  Every method:       $server/openrpc.json

  Ctrl-C ends the server and the team.

TEXT

lines=("On my way." "Wind from the west, 12 knots." "Two up, none landed." "Who takes the late shift?" "Done, see the thread."
    "Lunch at noon?" "The new sensor works." "I am back at five." "Nice catch." "Landing is for others.")
people=("$ada" "$ben" "$cleo" "$dan")
channels=("$general" "$general" "$flights" "$dm")
working="" worker=""
while kill -0 "$pid" 2>/dev/null; do
    channel=${channels[RANDOM % 4]}
    user=${people[RANDOM % 4]}
    [ "$channel" = "$dm" ] && user=${people[RANDOM % 2]}
    say "$user" "$channel" "${lines[RANDOM % 10]}" >/dev/null
    if [ -z "$working" ]; then
        worker=${people[RANDOM % 4]}
        working=$(work "$worker" $((RANDOM % 90 + 10)))
    elif [ $((RANDOM % 5)) -eq 0 ]; then
        call "$worker" session.end "{\"id\":$working}" >/dev/null
        working=""
    fi
    sleep "$((2 + RANDOM % 4))" &
    wait $!
done
