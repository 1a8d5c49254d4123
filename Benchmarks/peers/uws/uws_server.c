// SPDX-License-Identifier: Apache-2.0
//
// uWebSockets as the socketify wheel brings it, driven through its C interface without Python in the process.
//   /sub?id=CHANNEL listens; /pub publishes text frames "CHANNEL\nPAYLOAD". No compression.
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include "uws.h"
static uws_app_t *app;

static void upgrade(uws_res_t *res, uws_req_t *req, uws_socket_context_t *ctx, void *u) {
    const char *k, *p = "", *e = "", *q;
    size_t kl = uws_req_get_header(req, "sec-websocket-key", 17, &k),
           pl = uws_req_get_header(req, "sec-websocket-protocol", 22, &p), ql = uws_req_get_query(req, "id", 2, &q);
    char *t = malloc(ql + 1);
    memcpy(t, q, ql);
    t[ql] = 0;
    uws_res_upgrade(0, res, t, k, kl, p, pl, e, 0, ctx);
}

static void sopen(uws_websocket_t *ws, void *u) {
    char *t = uws_ws_get_user_data(0, ws);
    uws_ws_subscribe(0, ws, t, strlen(t));
}

static void sclose(uws_websocket_t *ws, int code, const char *m, size_t l, void *u) {
    free(uws_ws_get_user_data(0, ws));
}

static void smsg(uws_websocket_t *ws, const char *m, size_t l, uws_opcode_t op, void *u) {}

static void pmsg(uws_websocket_t *ws, const char *m, size_t l, uws_opcode_t op, void *u) {
    const char *z = memchr(m, '\n', l);
    if (z) uws_publish(0, app, m, z - m, z + 1, l - (z + 1 - m), TEXT, false);
}

static void nop(uws_websocket_t *ws, void *u) {}

static void listened(struct us_listen_socket_t *s, uws_app_listen_config_t c, void *u) {
    if (!s) {
        fprintf(stderr, "listen failed\n");
        exit(1);
    }
    fprintf(stderr, "listening %d\n", c.port);
}

int main(int ac, char **av) {
    struct rlimit rl;
    getrlimit(RLIMIT_NOFILE, &rl);
    rl.rlim_cur = rl.rlim_max;
    setrlimit(RLIMIT_NOFILE, &rl);
    struct us_socket_context_options_t o;
    memset(&o, 0, sizeof o);
    app = uws_create_app(0, o);
    uws_socket_behavior_t b;
    memset(&b, 0, sizeof b);
    b.compression = DISABLED;
    b.maxPayloadLength = 65536;
    b.idleTimeout = 120;
    b.maxBackpressure = 16 << 20;
    b.sendPingsAutomatically = true;
    b.upgrade = upgrade;
    b.open = sopen;
    b.message = smsg;
    b.close = sclose;
    uws_ws(0, app, "/sub", b, NULL);
    uws_socket_behavior_t p;
    memset(&p, 0, sizeof p);
    p.compression = DISABLED;
    p.maxPayloadLength = 65536;
    p.idleTimeout = 120;
    p.maxBackpressure = 16 << 20;
    p.sendPingsAutomatically = true;
    p.message = pmsg;
    p.open = nop;
    uws_ws(0, app, "/pub", p, NULL);
    uws_app_listen_config_t c = {ac > 1 ? atoi(av[1]) : 9110, "127.0.0.1", 0};
    uws_app_listen_with_config(0, app, c, listened, NULL);
    uws_app_run(0, app);
    return 0;
}
