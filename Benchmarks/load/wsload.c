// SPDX-License-Identifier: Apache-2.0
//
// wsload: many WebSocket clients in one thread, the same for every server that is compared.
//
// Opens N connections, does what it is told on standard input, one command a line, and prints one JSON object for each.
// Processor time of the servers is read from their process clocks (all threads, user and system), memory from
// /proc/PID/statm. Every message carries "ts=" (CLOCK_MONOTONIC at sending, ns) and "n=" (its number): latencies, gaps
// and repeats are found per connection, across reconnects.
//
// Commands
//   connect [rate]             open all connections and wait until each is ready
//   idle S                     hold for S seconds, then tell the memory per connection since the start
//   recv T [M]                 count messages for T seconds, or until there were M
//   drop [fin]                 close all connections, by RST or FIN
//   reconnect M [rate] [T]     open all again with the resume path or frames, until each is ready and has M messages
//   quit                       or end of input
//
// Options
//   --host A --port P --path T          where to; --resume-path T for reconnect
//   -n N --channels C                   how many, and {c} = i modulo C
//   --src-ips K                         source addresses 127.0.0.2 and up (default: one per 25000 connections)
//   --header 'K: V'                     another request header (may be repeated)
//   --send T, --sendbin T               a text or binary frame after the upgrade (may be repeated; \\xNN \\r \\n \\t
//   escapes)
//   --resume-send T, --resume-sendbin T in place of those when reconnecting
//   --ready S, --reready S              a connection is ready when a frame with S has come (default: when upgraded)
//   --proto ws|nats|mqtt|martlet        how heartbeats and acknowledgements are answered
//   --token-after S --token-until S     remembers per connection what stands between (# = digits): {T}; --token2-…: {E}
//   --server-pid P[,P…]                 whose processor time and memory count
//   --inflight K                        handshakes at once (default 128)
//   --shm FILE                          the page shared with wspub, for publishing in a closed loop
//
// Templates: {i} index, {u} --base plus index, {i5} {c5} padded to five digits, {c} channel, {T} {E} tokens, {S} last
// number.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/futex.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

typedef uint64_t u64;
typedef uint32_t u32;
typedef uint8_t u8;

enum { S_IDLE, S_CONN, S_HS, S_OPEN, S_READY, S_FAIL };

typedef struct {
    int fd;
    u8 state, mode;
    u8 readyseen;
    u8 caught;
    u32 rxlen, rxcap;
    u8 *rx;
    u32 msgs;
    long last_n;
    char tok[40], tok2[64];
} conn;

static conn *C;
static int N = 1;
static int ep;
static const char *host = "127.0.0.1";
static int port = 0;
static const char *path = "/", *rpath = NULL;
static int channels = 1, src_ips = 0;
static const char *hdrs[32];
static int nhdrs;

typedef struct {
    const char *t;
    int bin;
} snd;

static snd sends[16], rsends[16];
static int nsends, nrsends;
static const char *ready_s = NULL, *ready1_s = NULL, *ready2_s = NULL;
static int ready_count = 1;
static const char *marker = "ts=", *seqmark = "n=";
static size_t mlen = 3, smlen = 2;
static const char *ta, *tu, *t2a, *t2u;

enum { P_WS, P_NATS, P_MQTT, P_MARTLET };

static int proto = P_WS;
static int pids[64], npids;
static clockid_t pclk[64];
static int inflight_cap = 128;

typedef struct {
    volatile u64 total;
    volatile u64 thresh;
    volatile u32 waiting;
    volatile u32 fut;
} shm_t;

static shm_t *shm;
static int quiet_trace = 0;

// phase state
static u64 frames, msgs, bytes, cbytes, gaps, dups, pings, closed, errs, recvcalls, ctlframes;
static u64 first_ns, last_ns, now_ns;
static int count_on;
static int n_open, n_ready, n_inflight, n_failed, n_caught;
static u32 need; // for reconnect
static u64 total_base;

// histogram: 32 sub-buckets per power of two
#define SUB 5
static u64 hist[64 << SUB];
static u64 hcount, hmax;

static inline void hadd(u64 v) {
    hcount++;
    if (v > hmax) hmax = v;
    int b;
    if (v < (1u << SUB))
        b = (int)v;
    else {
        int e = 63 - __builtin_clzll(v);
        b = ((e - SUB + 1) << SUB) + (int)((v >> (e - SUB)) & ((1 << SUB) - 1));
    }
    hist[b]++;
}

static double hq(double q) {
    if (!hcount) return 0;
    u64 t = (u64)(q * hcount), s = 0;
    if (t >= hcount) t = hcount - 1;
    for (int b = 0; b < (64 << SUB); b++) {
        s += hist[b];
        if (s > t) {
            if (b < (1 << SUB)) return b;
            int e = (b >> SUB) + SUB - 1;
            double lo = ((u64)1 << e) + ((u64)(b & ((1 << SUB) - 1)) << (e - SUB));
            return lo + (double)((u64)1 << (e - SUB)) / 2;
        }
    }
    return hmax;
}

static u64 mono(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000000ull + t.tv_nsec;
}

static u64 owncpu(void) {
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return t.tv_sec * 1000000000ull + t.tv_nsec;
}

static u64 srvcpu(void) {
    u64 s = 0;
    for (int i = 0; i < npids; i++) {
        struct timespec t;
        if (!clock_gettime(pclk[i], &t)) s += t.tv_sec * 1000000000ull + t.tv_nsec;
    }
    return s;
}

static void srvsplit(double *u, double *s) {
    *u = *s = 0;
    for (int i = 0; i < npids; i++) {
        char p[64], b[1024];
        snprintf(p, 64, "/proc/%d/stat", pids[i]);
        FILE *f = fopen(p, "r");
        if (!f) continue;
        size_t k = fread(b, 1, 1023, f);
        b[k] = 0;
        fclose(f);
        char *q = strrchr(b, ')');
        if (!q) continue;
        unsigned long ut = 0, st = 0;
        sscanf(q + 2, "%*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu", &ut, &st);
        *u += ut / 100.0;
        *s += st / 100.0;
    }
}

static double rss_kib(void) {
    double r = 0;
    for (int i = 0; i < npids; i++) {
        char p[64];
        snprintf(p, 64, "/proc/%d/statm", pids[i]);
        FILE *f = fopen(p, "r");
        if (!f) continue;
        long a, b;
        if (fscanf(f, "%ld %ld", &a, &b) == 2) r += b * 4.0;
        fclose(f);
    }
    return r;
}

static double rss_base;
static long ubase;

static void die(const char *f, ...) {
    va_list a;
    va_start(a, f);
    vfprintf(stderr, f, a);
    va_end(a);
    fputc('\n', stderr);
    exit(2);
}

static size_t expand(const char *t, int i, char *o, size_t cap, int esc) {
    size_t n = 0;
    while (*t && n + 64 < cap) {
        if (t[0] == '{') {
            if (!strncmp(t, "{i}", 3)) {
                n += sprintf(o + n, "%d", i);
                t += 3;
            } else if (!strncmp(t, "{u}", 3)) {
                n += sprintf(o + n, "%ld", ubase + i);
                t += 3;
            } else if (!strncmp(t, "{i5}", 4)) {
                n += sprintf(o + n, "%05d", i);
                t += 4;
            } else if (!strncmp(t, "{c}", 3)) {
                n += sprintf(o + n, "%d", i % channels);
                t += 3;
            } else if (!strncmp(t, "{c5}", 4)) {
                n += sprintf(o + n, "%05d", i % channels);
                t += 4;
            } else if (!strncmp(t, "{T}", 3)) {
                n += sprintf(o + n, "%s", C[i].tok);
                t += 3;
            } else if (!strncmp(t, "{E}", 3)) {
                n += sprintf(o + n, "%s", C[i].tok2);
                t += 3;
            } else if (!strncmp(t, "{S}", 3)) {
                n += sprintf(o + n, "%ld", C[i].last_n);
                t += 3;
            } else
                o[n++] = *t++;
        } else if (esc && t[0] == '\\' && t[1]) {
            if (t[1] == 'x') {
                char h[3] = {t[2], t[3], 0};
                o[n++] = (char)strtol(h, 0, 16);
                t += 4;
            } else {
                o[n++] = t[1] == 'r' ? '\r' : t[1] == 'n' ? '\n' : t[1] == 't' ? '\t' : t[1];
                t += 2;
            }
        } else
            o[n++] = *t++;
    }
    o[n] = 0;
    return n;
}

static int wsend(conn *c, int op, const void *d, size_t n) { // client frames carry a zero masking key
    u8 b[8192];
    size_t h = 2;
    if (n > 8000) die("frame too long");
    b[0] = 0x80 | op;
    if (n < 126)
        b[1] = 0x80 | n;
    else {
        b[1] = 0x80 | 126;
        b[2] = n >> 8;
        b[3] = n;
        h = 4;
    }
    memset(b + h, 0, 4);
    h += 4;
    memcpy(b + h, d, n);
    ssize_t r = send(c->fd, b, h + n, MSG_NOSIGNAL);
    if (r != (ssize_t)(h + n)) {
        errs++;
        return -1;
    }
    return 0;
}

static void cclose(conn *c, int rst) {
    if (c->fd < 0) return;
    if (rst) {
        struct linger l = {1, 0};
        setsockopt(c->fd, SOL_SOCKET, SO_LINGER, &l, sizeof l);
    }
    close(c->fd);
    c->fd = -1;
    free(c->rx);
    c->rx = NULL;
    c->rxlen = c->rxcap = 0;
    if (c->state == S_CONN || c->state == S_HS) n_inflight--;
    if (c->state >= S_OPEN && c->state <= S_READY) n_open--;
    if (c->state == S_READY) n_ready--;
    c->state = S_IDLE;
}

static void fail(conn *c, const char *why) {
    int st = c->state;
    if (st == S_OPEN || st == S_READY)
        closed++;
    else
        n_failed++;
    if (quiet_trace++ < 5)
        fprintf(stderr, "wsload: conn %d state %d: %s (%s)\n", (int)(c - C), st, why, strerror(errno));
    cclose(c, 1);
    c->state = S_FAIL;
}

static void chk_caught(conn *c) {
    if (need && !c->caught && c->state == S_READY && c->msgs >= need) {
        c->caught = 1;
        n_caught++;
    }
}

static void mkready(conn *c) {
    if (c->state == S_OPEN) {
        c->state = S_READY;
        n_ready++;
        chk_caught(c);
    }
}

static void capture(const u8 *p, size_t n, const char *a, const char *u, char *o, size_t cap) {
    size_t al = strlen(a), ul = strlen(u);
    const u8 *q = p, *e = p + n, *last = NULL;
    while ((q = memmem(q, e - q, a, al))) {
        q += al;
        last = q;
    }
    if (!last) return;
    const u8 *z = NULL;
    if (!strcmp(u, "#")) {
        z = last;
        while (z < e && isdigit(*z)) z++;
    } else
        z = memmem(last, e - last, u, ul);
    if (!z) z = e;
    size_t l = z - last;
    if (l >= cap) return;
    memcpy(o, last, l);
    o[l] = 0;
}

static void payload(conn *c, const u8 *p, size_t n) {
    frames++;
    bytes += n;
    const u8 *q = p, *e = p + n;
    int got = 0;
    if (mlen)
        while ((q = memmem(q, e - q, marker, mlen))) {
            q += mlen;
            u64 ts = 0;
            const u8 *d = q;
            while (q < e && *q >= '0' && *q <= '9') ts = ts * 10 + (*q++ - '0');
            if (q - d < 8) continue; // not a time stamp
            got++;
            msgs++;
            c->msgs++;
            if (count_on) {
                u64 v = now_ns > ts ? now_ns - ts : 0;
                hadd(v);
            }
            size_t w = e - q < 40 ? e - q : 40;
            const u8 *s = memmem(q, w, seqmark, smlen);
            if (s) {
                s += smlen;
                long k = 0;
                while (s < e && *s >= '0' && *s <= '9') k = k * 10 + (*s++ - '0');
                if (c->last_n >= 0) {
                    if (k > c->last_n + 1)
                        gaps += k - c->last_n - 1;
                    else if (k <= c->last_n) {
                        dups++;
                        k = c->last_n;
                    }
                }
                c->last_n = k;
            }
        }
    if (got) {
        if (!first_ns) first_ns = now_ns;
        last_ns = now_ns;
        chk_caught(c);
    }
    if (ta) capture(p, n, ta, tu, c->tok, sizeof c->tok);
    if (t2a) capture(p, n, t2a, t2u, c->tok2, sizeof c->tok2);
    if (c->state == S_OPEN && ready_s && memmem(p, n, ready_s, strlen(ready_s))) {
        if (++c->readyseen >= ready_count) mkready(c);
    }
    if (proto == P_NATS) {
        if (n >= 6 && memmem(p, n, "PING\r\n", 6)) wsend(c, 2, "PONG\r\n", 6);
    } else if (proto == P_MARTLET) {
        if (n < 120 && memmem(p, n, "\"type\":\"ping\"", 13)) {
            pings++;
            wsend(c, 1, "{\"type\":\"pong\"}", 15);
        }
    } else if (proto == P_MQTT) { // acknowledge QoS1 publishes: walk the packets of this frame (mosquitto: whole
                                  // packets per frame)
        const u8 *m = p;
        u8 ack[4096];
        size_t an = 0;
        while (m + 2 <= e) {
            u8 t = m[0];
            size_t l = 0;
            int sh = 0;
            const u8 *x = m + 1;
            while (x < e) {
                l |= (size_t)(*x & 127) << sh;
                sh += 7;
                if (!(*x++ & 128)) break;
            }
            if (x + l > e) break;
            if ((t & 0xf6) == 0x32 && an + 4 < sizeof ack) {
                size_t tl = x[0] << 8 | x[1];
                ack[an++] = 0x40;
                ack[an++] = 2;
                ack[an++] = x[2 + tl];
                ack[an++] = x[3 + tl];
            }
            m = x + l;
        }
        if (an) wsend(c, 2, ack, an);
    }
}

// returns bytes consumed or -1
static ssize_t parse(conn *c, u8 *b, size_t n) {
    size_t o = 0;
    if (c->state == S_HS) {
        u8 *z = memmem(b, n, "\r\n\r\n", 4);
        if (!z) return n > 16000 ? -1 : 0;
        if (n < 12 || memcmp(b, "HTTP/1.1 101", 12)) {
            errno = 0;
            if (quiet_trace < 5) fprintf(stderr, "wsload: reply: %.*s\n", (int)(n > 120 ? 120 : n), b);
            return -1;
        }
        o = z + 4 - b;
        c->state = S_OPEN;
        n_open++;
        n_inflight--;
        char t[8192];
        int rs = c->mode;
        snd *S = rs ? rsends : sends;
        int k = rs ? nrsends : nsends;
        int i = c - C;
        for (int j = 0; j < k; j++) {
            size_t l = expand(S[j].t, i, t, sizeof t, 1);
            if (wsend(c, S[j].bin ? 2 : 1, t, l)) return -1;
        }
        if (!ready_s) mkready(c);
    }
    while (n - o >= 2) {
        u8 *h = b + o;
        size_t l = h[1] & 127, hl = 2;
        if (l == 126) {
            if (n - o < 4) break;
            l = h[2] << 8 | h[3];
            hl = 4;
        } else if (l == 127) {
            if (n - o < 10) break;
            l = 0;
            for (int k = 0; k < 8; k++) l = l << 8 | h[2 + k];
            hl = 10;
            if (l > 64u << 20) return -1;
        }
        if (n - o < hl + l) break;
        int op = h[0] & 15;
        if (op <= 2)
            payload(c, h + hl, l);
        else if (op == 9) {
            pings++;
            wsend(c, 10, h + hl, l);
        } else if (op == 8) {
            errno = 0;
            if (quiet_trace < 5)
                fprintf(stderr, "wsload: close frame code %d %.*s\n", l >= 2 ? h[hl] << 8 | h[hl + 1] : 0,
                        l > 2 ? (int)l - 2 : 0, h + hl + 2);
            return -1;
        } else
            ctlframes++;
        o += hl + l;
        if (c->fd < 0) return o;
    }
    return o;
}

static u8 *BUF;
static size_t BUFSZ = 1 << 20;

static void readable(conn *c) {
    size_t have = c->rxlen;
    u8 *b = BUF;
    if (have) memcpy(b, c->rx, have);
    ssize_t r = recv(c->fd, b + have, BUFSZ - have, MSG_DONTWAIT);
    recvcalls++;
    if (r <= 0) {
        if (r < 0 && (errno == EAGAIN || errno == EINTR)) return;
        fail(c, r == 0 ? "eof" : "recv");
        return;
    }
    cbytes += r;
    have += r;
    now_ns = mono();
    ssize_t o = parse(c, b, have);
    if (o < 0) {
        fail(c, "protocol/close");
        return;
    }
    size_t left = have - o;
    if (left) {
        if (left > c->rxcap) {
            c->rxcap = left < 512 ? 512 : left * 2;
            c->rx = realloc(c->rx, c->rxcap);
        }
        memcpy(c->rx, b + o, left);
        if (left >= BUFSZ - 65536) die("rx buffer");
    } else if (c->rxcap > 4096) {
        free(c->rx);
        c->rx = NULL;
        c->rxcap = 0;
    }
    c->rxlen = left;
}

static void start_hs(conn *c) {
    char b[8192], t[4096];
    int i = c - C;
    size_t n;
    expand(c->mode && rpath ? rpath : path, i, t, sizeof t, 0);
    n = snprintf(b, sizeof b,
                 "GET %s HTTP/1.1\r\nHost: %s:%d\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: "
                 "dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n",
                 t, host, port);
    for (int k = 0; k < nhdrs; k++) {
        expand(hdrs[k], i, t, sizeof t, 0);
        n += snprintf(b + n, sizeof b - n, "%s\r\n", t);
    }
    n += snprintf(b + n, sizeof b - n, "\r\n");
    if (send(c->fd, b, n, MSG_NOSIGNAL) != (ssize_t)n) {
        fail(c, "send hs");
        return;
    }
    c->state = S_HS;
    struct epoll_event ev = {.events = EPOLLIN, .data.u32 = i};
    epoll_ctl(ep, EPOLL_CTL_MOD, c->fd, &ev);
}

static void start_conn(int i, int mode) {
    conn *c = &C[i];
    c->mode = mode;
    c->readyseen = 0;
    c->caught = 0;
    c->rxlen = 0;
    c->msgs = 0;
    c->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (c->fd < 0) die("socket: %s", strerror(errno));
    int one = 1;
    setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    int k = src_ips ? src_ips : (N + 24999) / 25000;
    struct sockaddr_in s = {.sin_family = AF_INET};
    if (k > 1 || src_ips) {
        setsockopt(c->fd, SOL_IP, IP_BIND_ADDRESS_NO_PORT, &one, sizeof one);
        s.sin_addr.s_addr = htonl(0x7f000002 + i % k);
        if (bind(c->fd, (void *)&s, sizeof s)) die("bind: %s", strerror(errno));
    }
    struct sockaddr_in d = {.sin_family = AF_INET, .sin_port = htons(port)};
    inet_pton(AF_INET, host, &d.sin_addr);
    c->state = S_CONN;
    n_inflight++;
    int r = connect(c->fd, (void *)&d, sizeof d);
    struct epoll_event ev = {.events = EPOLLOUT, .data.u32 = i};
    if (r && errno != EINPROGRESS) {
        fail(c, "connect");
        return;
    }
    epoll_ctl(ep, EPOLL_CTL_ADD, c->fd, &ev);
    if (r == 0) start_hs(c);
}

static void shm_update(void) {
    if (!shm) return;
    shm->total = msgs + total_base;
    if (shm->waiting && shm->total >= shm->thresh) {
        shm->waiting = 0;
        __sync_fetch_and_add(&shm->fut, 1);
        syscall(SYS_futex, &shm->fut, FUTEX_WAKE, 8, NULL, NULL, 0);
    }
}
static struct epoll_event EV[512];

static void pump(u64 until) { // one epoll round
    u64 t = mono();
    long ms = until > t ? (until - t + 999999) / 1000000 : 0;
    if (ms > 50) ms = 50;
    int k = epoll_wait(ep, EV, 512, (int)ms);
    for (int j = 0; j < k; j++) {
        conn *c = &C[EV[j].data.u32];
        if (c->fd < 0) continue;
        if (c->state == S_CONN) {
            int e = 0;
            socklen_t l = sizeof e;
            getsockopt(c->fd, SOL_SOCKET, SO_ERROR, &e, &l);
            if (e) {
                errno = e;
                fail(c, "connect");
            } else if (EV[j].events & EPOLLOUT)
                start_hs(c);
            continue;
        }
        readable(c);
        if (shm && (j & 31) == 31) shm_update();
    }
    if (k > 0) shm_update();
}

static void reset_counts(void) {
    total_base += msgs;
    frames = msgs = bytes = cbytes = gaps = dups = pings = closed = errs = recvcalls = ctlframes = 0;
    first_ns = last_ns = 0;
    memset(hist, 0, sizeof hist);
    hcount = hmax = 0;
}

static void minmax(u32 *mn, u32 *mx) {
    *mn = ~0u;
    *mx = 0;
    for (int i = 0; i < N; i++) {
        if (C[i].msgs < *mn) *mn = C[i].msgs;
        if (C[i].msgs > *mx) *mx = C[i].msgs;
    }
}

typedef struct {
    u64 t, srv, own;
    double u, s;
} snap_t;

static snap_t snap(void) {
    snap_t x;
    x.t = mono();
    x.srv = srvcpu();
    x.own = owncpu();
    srvsplit(&x.u, &x.s);
    return x;
}

static void common(const char *ph, snap_t a, snap_t b) {
    double sc = (b.srv - a.srv) / 1e9, w = (b.t - a.t) / 1e9;
    u32 mn, mx;
    minmax(&mn, &mx);
    printf(
        "{\"phase\":\"%s\",\"n\":%d,\"open\":%d,\"ready\":%d,\"wall_s\":%.6f,\"server_cpu_s\":%.6f,\"server_user_s\":%."
        "2f,\"server_sys_s\":%.2f,\"own_cpu_s\":%.6f,"
        "\"frames\":%lu,\"messages\":%lu,\"bytes\":%lu,\"wire_bytes\":%lu,\"recv_calls\":%lu,\"gaps\":%lu,\"dups\":%lu,"
        "\"pings\":%lu,\"closed\":%lu,\"errors\":%lu,\"per_conn_min\":%u,\"per_conn_max\":%u,\"server_rss_kib\":%.0f",
        ph, N, n_open, n_ready, w, sc, b.u - a.u, b.s - a.s, (b.own - a.own) / 1e9, frames, msgs, bytes, cbytes,
        recvcalls, gaps, dups, pings, closed, errs, mn, mx, rss_kib());
    if (msgs)
        printf(",\"server_us_per_msg\":%.4f,\"own_us_per_msg\":%.4f,\"msgs_per_server_cpu_s\":%.0f,\"msgs_per_s\":%.0f,"
               "\"active_s\":%.6f,\"active_msgs_per_s\":%.0f,\"lat_us\":{\"p50\":%.1f,\"p90\":%.1f,\"p99\":%.1f,"
               "\"p999\":%.1f,\"max\":%.1f}",
               sc * 1e6 / msgs, (b.own - a.own) / 1e3 / msgs, sc > 0 ? msgs / sc : 0, msgs / w,
               (last_ns - first_ns) / 1e9, last_ns > first_ns ? msgs / ((last_ns - first_ns) / 1e9) : 0, hq(.5) / 1e3,
               hq(.9) / 1e3, hq(.99) / 1e3, hq(.999) / 1e3, hmax / 1e3);
}

static void do_connect(double rate, int mode, u32 M, double T) {
    reset_counts();
    n_failed = 0;
    n_caught = 0;
    need = M;
    ready_s = mode && ready2_s ? ready2_s : ready1_s;
    count_on = 0;
    quiet_trace = 0;
    for (int i = 0; i < N; i++) {
        if (C[i].fd >= 0) cclose(&C[i], 1);
        C[i].state = S_IDLE;
        C[i].msgs = 0;
        C[i].caught = 0;
        if (!mode) C[i].last_n = -1;
    }
    snap_t a = snap();
    u64 t0 = a.t, dl = t0 + (u64)(T * 1e9), t_ready = 0, t_up = 0;
    int next = 0;
    for (;;) {
        u64 t = mono();
        int allowed = rate > 0 ? (int)((t - t0) / 1e9 * rate) + 1 : N;
        if (allowed > N) allowed = N;
        while (next < allowed && n_inflight < inflight_cap) start_conn(next++, mode);
        pump(t + (next < N ? 1000000 : 50000000));
        if (!t_up && n_open + n_failed >= N) t_up = mono();
        if (!t_ready && n_ready + n_failed >= N) t_ready = mono();
        if (next == N && n_ready + n_failed + (int)closed >= N && (!M || n_caught + n_failed + (int)closed >= N)) break;
        if (mono() > dl) break;
    }
    snap_t b = snap();
    common(mode ? "reconnect" : "connect", a, b);
    int ok = n_ready;
    printf(",\"failed\":%d,\"connects_per_s\":%.0f,\"server_cpu_us_per_conn\":%.2f,\"own_cpu_us_per_conn\":%.2f,\"t_"
           "upgraded_s\":%.4f,\"t_ready_s\":%.4f",
           n_failed, ok / ((b.t - a.t) / 1e9), ok ? (b.srv - a.srv) / 1e3 / ok : 0, ok ? (b.own - a.own) / 1e3 / ok : 0,
           t_up ? (t_up - t0) / 1e9 : -1, t_ready ? (t_ready - t0) / 1e9 : -1);
    if (mode)
        printf(",\"missed_per_conn\":%u,\"caught_up\":%d,\"expected\":%lu,\"t_caught_up_s\":%.4f", M, n_caught,
               (u64)M * N, (b.t - a.t) / 1e9);
    printf("}\n");
    fflush(stdout);
    need = 0;
}

static void do_recv(double T, u64 M) {
    reset_counts();
    for (int i = 0; i < N; i++) C[i].msgs = 0;
    count_on = 1;
    quiet_trace = 0;
    if (shm) {
        total_base = 0;
        shm->total = 0;
    }
    snap_t a = snap();
    u64 dl = a.t + (u64)(T * 1e9);
    printf("{\"phase\":\"recv-start\"}\n");
    fflush(stdout);
    while (mono() < dl && !(M && msgs >= M)) pump(dl);
    snap_t b = snap();
    u64 at_end = msgs;
    u64 l = mono() + 300000000ull;
    if (M && msgs >= M)
        while (mono() < l) pump(l); // linger: duplicates would show here
    common("recv", a, b);
    printf(",\"expected\":%lu,\"extra_after\":%lu}\n", M, msgs - at_end);
    fflush(stdout);
    count_on = 0;
}

static void do_hold(const char *ph, double T) {
    reset_counts();
    snap_t a = snap();
    u64 dl = a.t + (u64)(T * 1e9);
    while (mono() < dl) pump(dl);
    snap_t b = snap();
    common(ph, a, b);
    double r = rss_kib();
    printf(",\"rss_base_kib\":%.0f,\"rss_kib\":%.0f,\"kib_per_conn\":%.3f,\"server_cpu_pct\":%.3f}\n", rss_base, r,
           (r - rss_base) / N, (b.srv - a.srv) * 100.0 / (b.t - a.t));
    fflush(stdout);
}

static int run_cmd(char *l) {
    char w[32] = "";
    double a = 0, b = 0, d = 0;
    char rest[64] = "";
    int k = sscanf(l, " %31s %lf %lf %lf", w, &a, &b, &d);
    if (k < 1) return 1;
    sscanf(l, " %31s %63s", w, rest);
    if (!strcmp(w, "connect"))
        do_connect(a, 0, 0, 120);
    else if (!strcmp(w, "reconnect"))
        do_connect(b, 1, (u32)a, d > 0 ? d : 60);
    else if (!strcmp(w, "recv"))
        do_recv(k > 1 ? a : 10, (u64)b);
    else if (!strcmp(w, "idle"))
        do_hold("idle", k > 1 ? a : 5);
    else if (!strcmp(w, "sleep"))
        do_hold("sleep", k > 1 ? a : 1);
    else if (!strcmp(w, "reset")) {
        reset_counts();
        for (int i = 0; i < N; i++) {
            C[i].msgs = 0;
            C[i].last_n = -1;
        }
    } else if (!strcmp(w, "drop")) {
        snap_t s = snap();
        for (int i = 0; i < N; i++) cclose(&C[i], strcmp(rest, "fin"));
        reset_counts();
        snap_t e = snap();
        common("drop", s, e);
        printf("}\n");
        fflush(stdout);
    } else if (!strcmp(w, "quit"))
        return 0;
    else
        die("unknown phase %s", w);
    return 1;
}

int main(int ac, char **av) {
    const char *shmf = NULL;
    for (int i = 1; i < ac; i++) {
        char *a = av[i];
#define ARG(x) (!strcmp(a, x) && i + 1 < ac)
        if (ARG("--reready"))
            ready2_s = av[++i];
        else if (ARG("--host"))
            host = av[++i];
        else if (ARG("--port"))
            port = atoi(av[++i]);
        else if (ARG("--path"))
            path = av[++i];
        else if (ARG("--resume-path"))
            rpath = av[++i];
        else if (ARG("-n"))
            N = atoi(av[++i]);
        else if (ARG("--base"))
            ubase = atol(av[++i]);
        else if (ARG("--channels"))
            channels = atoi(av[++i]);
        else if (ARG("--src-ips"))
            src_ips = atoi(av[++i]);
        else if (ARG("--header"))
            hdrs[nhdrs++] = av[++i];
        else if (ARG("--send"))
            sends[nsends++] = (snd){av[++i], 0};
        else if (ARG("--sendbin"))
            sends[nsends++] = (snd){av[++i], 1};
        else if (ARG("--resume-send"))
            rsends[nrsends++] = (snd){av[++i], 0};
        else if (ARG("--resume-sendbin"))
            rsends[nrsends++] = (snd){av[++i], 1};
        else if (ARG("--ready"))
            ready1_s = av[++i];
        else if (ARG("--ready-count"))
            ready_count = atoi(av[++i]);
        else if (ARG("--proto")) {
            a = av[++i];
            proto = !strcmp(a, "nats")      ? P_NATS
                    : !strcmp(a, "mqtt")    ? P_MQTT
                    : !strcmp(a, "martlet") ? P_MARTLET
                                            : P_WS;
        } else if (ARG("--marker")) {
            marker = av[++i];
            mlen = strlen(marker);
        } else if (ARG("--seqmark")) {
            seqmark = av[++i];
            smlen = strlen(seqmark);
        } else if (ARG("--token-after"))
            ta = av[++i];
        else if (ARG("--token-until"))
            tu = av[++i];
        else if (ARG("--token2-after"))
            t2a = av[++i];
        else if (ARG("--token2-until"))
            t2u = av[++i];
        else if (ARG("--server-pid")) {
            for (char *p = strtok(av[++i], ","); p; p = strtok(NULL, ",")) pids[npids++] = atoi(p);
        } else if (ARG("--inflight"))
            inflight_cap = atoi(av[++i]);
        else if (ARG("--shm"))
            shmf = av[++i];
        else
            die("bad option %s", a);
    }
    if (!port) die("--port needed");
    if (ta && !tu) die("--token-until needed");
    if (t2a && !t2u) die("--token2-until needed");
    if (!nrsends) {
        memcpy(rsends, sends, sizeof sends);
        nrsends = nsends;
    }
    signal(SIGPIPE, SIG_IGN);
    struct rlimit rl = {N + 1000, N + 1000}, cur;
    getrlimit(RLIMIT_NOFILE, &cur);
    if (cur.rlim_cur < (rlim_t)N + 1000) {
        if (cur.rlim_max > rl.rlim_max) rl.rlim_max = cur.rlim_max;
        if (setrlimit(RLIMIT_NOFILE, &rl)) die("setrlimit: %s", strerror(errno));
    }
    for (int i = 0; i < npids; i++)
        if (clock_getcpuclockid(pids[i], &pclk[i])) die("no cpu clock for pid %d", pids[i]);
    if (shmf) {
        int f = open(shmf, O_RDWR | O_CREAT, 0600);
        if (f < 0 || ftruncate(f, 4096)) die("shm");
        shm = mmap(0, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, f, 0);
        close(f);
        memset((void *)shm, 0, sizeof *shm);
    }
    C = calloc(N, sizeof *C);
    for (int i = 0; i < N; i++) {
        C[i].fd = -1;
        C[i].last_n = -1;
    }
    BUF = malloc(BUFSZ);
    ep = epoll_create1(EPOLL_CLOEXEC);
    rss_base = rss_kib();
    // commands from stdin; connections are served between commands
    fcntl(0, F_SETFL, fcntl(0, F_GETFL) | O_NONBLOCK);
    char b[4096];
    size_t n = 0;
    int go = 1;
    while (go) {
        ssize_t r = read(0, b + n, sizeof b - n - 1);
        if (r == 0) break;
        if (r > 0) {
            n += r;
            b[n] = 0;
            char *nl;
            while (go && (nl = strchr(b, '\n'))) {
                *nl = 0;
                char line[512];
                snprintf(line, sizeof line, "%s", b);
                size_t k = nl + 1 - b;
                memmove(b, nl + 1, n - k + 1);
                n -= k;
                go = run_cmd(line);
            }
            continue;
        }
        pump(mono() + 2000000);
    }
    for (int i = 0; i < N; i++)
        if (C[i].fd >= 0) cclose(&C[i], 1);
    return 0;
}
