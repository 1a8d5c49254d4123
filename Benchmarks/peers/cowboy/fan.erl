%% SPDX-License-Identifier: Apache-2.0
%%
%% The class of server that Phoenix channels are: one process a connection, listeners in ETS, the payload shared as a binary
%% that each connection frames. /sub?id=CHANNEL[&resume_from=N] listens, /pub takes text frames "CHANNEL\nPAYLOAD".
-module(fan).
-export([main/1, init/2, websocket_init/1, websocket_handle/2, websocket_info/2, terminate/3]).
-define(RING, 500).
main([P]) ->
  {ok, _} = application:ensure_all_started(cowboy),
  spawn(fun() -> ets:new(subs, [ordered_set, public, named_table, {write_concurrency, true}, {read_concurrency, true}]),
                 ets:new(hist, [ordered_set, public, named_table, {write_concurrency, true}]), ets:new(seq, [set, public, named_table]), receive stop -> ok end end),
  timer:sleep(100),
  D = cowboy_router:compile([{'_', [{"/sub", ?MODULE, sub}, {"/pub", ?MODULE, pub}]}]),
  {ok, _} = cowboy:start_clear(l, #{num_acceptors => 4, max_connections => infinity, socket_opts => [{ip, {127,0,0,1}}, {port, list_to_integer(atom_to_list(P))}, {backlog, 4096}, {nodelay, true}]},
    #{env => #{dispatch => D}, max_keepalive => 1}), ok.
init(Req, pub) -> {cowboy_websocket, Req, pub, #{compress => false, idle_timeout => infinity, validate_utf8 => false}};
init(Req, sub) -> Q = cowboy_req:parse_qs(Req), {_, Ch} = lists:keyfind(<<"id">>, 1, Q),
  From = case lists:keyfind(<<"resume_from">>, 1, Q) of {_, N} -> binary_to_integer(N); false -> none end,
  {cowboy_websocket, Req, {Ch, From}, #{compress => false, idle_timeout => infinity, validate_utf8 => false}}.
websocket_init(pub) -> {[], pub};
websocket_init({Ch, From}) -> ets:insert(subs, {{Ch, self()}}),
  {case From of none -> []; _ -> [{text, B} || [B] <- ets:select(hist, [{{{Ch, '$1'}, '$2'}, [{'>', '$1', From}], [['$2']]}])] end, Ch, hibernate}.
websocket_handle({text, M}, pub) -> [Ch0, P0] = binary:split(M, <<"\n">>), Ch = binary:copy(Ch0), P = binary:copy(P0),
  S = ets:update_counter(seq, Ch, 1, {Ch, 0}), ets:insert(hist, {{Ch, S}, P}), ets:delete(hist, {Ch, S - ?RING}),
  [Pid ! {p, P} || Pid <- ets:select(subs, [{{{Ch, '$1'}}, [], ['$1']}])], {[], pub};
websocket_handle(_, S) -> {[], S}.
websocket_info({p, P}, S) -> {[{text, P}], S};
websocket_info(_, S) -> {[], S}.
terminate(_, _, pub) -> ok;
terminate(_, _, S) -> Ch = case S of {C, _} -> C; C -> C end, ets:delete(subs, {Ch, self()}), ok.
