// SPDX-License-Identifier: Apache-2.0
//
// floor: what the kernel alone takes. A bare epoll server with one send() for each connection and publish; no product.
//
//   floor PORT
//   /sub?id=CHANNEL[&resume_from=N]    a listener; with N, everything after number N of the channel comes first
//   /pub                               a publisher of text frames "CHANNEL\nPAYLOAD"
//
// A publish is framed once; what one read of a publisher brings is sent in one go. Each channel keeps 500 framed
// events.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>
typedef uint8_t u8;
typedef uint32_t u32;
#define RING 500

typedef struct {
    u8 *d;
    u32 n;
} ev;

typedef struct chan {
    char name[64];
    int *subs;
    int ns, cap;
    ev *ring;
    u32 seq;
    u8 *batch;
    size_t bn, bcap;
    int dirty;
    struct chan *next;
} chan;

typedef struct {
    int fd, role, idx, up;
    chan *ch;
    u8 *in;
    u32 inl, inc;
    u8 *out;
    u32 ol, oc;
} conn;

static conn *T[1 << 17];
static int ep;
static chan *H[65536];
static chan *D[65536];
static int nd;

static u32 rol(u32 x, int k) { return x << k | x >> (32 - k); }

static void sha1(const u8 *m, size_t n, u8 *o) {
    u32 h[5] = {0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476, 0xC3D2E1F0};
    u8 b[256] = {0};
    memcpy(b, m, n);
    b[n] = 0x80;
    size_t t = (n + 9 + 63) / 64 * 64;
    for (int i = 0; i < 8; i++) b[t - 1 - i] = (u8)((n * 8) >> (8 * i));
    for (size_t p = 0; p < t; p += 64) {
        u32 w[80], a = h[0], c1 = h[1], c2 = h[2], d = h[3], e = h[4];
        for (int i = 0; i < 16; i++)
            w[i] = b[p + 4 * i] << 24 | b[p + 4 * i + 1] << 16 | b[p + 4 * i + 2] << 8 | b[p + 4 * i + 3];
        for (int i = 16; i < 80; i++) w[i] = rol(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1);
        for (int i = 0; i < 80; i++) {
            u32 f, k;
            if (i < 20)
                f = (c1 & c2) | (~c1 & d), k = 0x5A827999;
            else if (i < 40)
                f = c1 ^ c2 ^ d, k = 0x6ED9EBA1;
            else if (i < 60)
                f = (c1 & c2) | (c1 & d) | (c2 & d), k = 0x8F1BBCDC;
            else
                f = c1 ^ c2 ^ d, k = 0xCA62C1D6;
            u32 x = rol(a, 5) + f + e + k + w[i];
            e = d;
            d = c2;
            c2 = rol(c1, 30);
            c1 = a;
            a = x;
        }
        h[0] += a;
        h[1] += c1;
        h[2] += c2;
        h[3] += d;
        h[4] += e;
    }
    for (int i = 0; i < 20; i++) o[i] = h[i / 4] >> (24 - 8 * (i % 4));
}

static void b64(const u8 *d, int n, char *o) {
    const char *t = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (int i = 0; i < n; i += 3) {
        u32 v = d[i] << 16 | (i + 1 < n ? d[i + 1] << 8 : 0) | (i + 2 < n ? d[i + 2] : 0);
        *o++ = t[v >> 18];
        *o++ = t[v >> 12 & 63];
        *o++ = i + 1 < n ? t[v >> 6 & 63] : '=';
        *o++ = i + 2 < n ? t[v & 63] : '=';
    }
    *o = 0;
}

static chan *getch(const char *s, size_t n) {
    u32 h = 2166136261u;
    for (size_t i = 0; i < n; i++) h = (h ^ (u8)s[i]) * 16777619u;
    h &= 65535;
    for (chan *c = H[h]; c; c = c->next)
        if (strlen(c->name) == n && !memcmp(c->name, s, n)) return c;
    chan *c = calloc(1, sizeof *c);
    memcpy(c->name, s, n < 63 ? n : 63);
    c->ring = calloc(RING, sizeof(ev));
    c->next = H[h];
    H[h] = c;
    return c;
}

static void kill_(conn *c) {
    if (c->role == 1 && c->ch) {
        chan *h = c->ch;
        int l = h->subs[--h->ns];
        h->subs[c->idx] = l;
        T[l]->idx = c->idx;
    }
    close(c->fd);
    T[c->fd] = NULL;
    free(c->in);
    free(c->out);
    free(c);
}

static int put(conn *c, const void *d, size_t n) { // 0 ok
    if (!c->ol) {
        ssize_t r = send(c->fd, d, n, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (r == (ssize_t)n) return 0;
        if (r < 0) {
            if (errno != EAGAIN) return -1;
            r = 0;
        }
        d = (const u8 *)d + r;
        n -= r;
    }
    if (c->ol + n > c->oc) {
        c->oc = (c->ol + n) * 2;
        c->out = realloc(c->out, c->oc);
    }
    memcpy(c->out + c->ol, d, n);
    c->ol += n;
    struct epoll_event e = {.events = EPOLLIN | EPOLLOUT, .data.fd = c->fd};
    epoll_ctl(ep, EPOLL_CTL_MOD, c->fd, &e);
    return 0;
}

static void flush_dirty(void) {
    for (int k = 0; k < nd; k++) {
        chan *h = D[k];
        for (int i = h->ns - 1; i >= 0; i--) put(T[h->subs[i]], h->batch, h->bn);
        h->bn = 0;
        h->dirty = 0;
    }
    nd = 0;
}

static void publish(const u8 *p, size_t n) {
    const u8 *z = memchr(p, '\n', n);
    if (!z) return;
    chan *h = getch((char *)p, z - p);
    size_t l = n - (z + 1 - p);
    u8 hd[4] = {0x81};
    int hl = 2;
    if (l < 126)
        hd[1] = l;
    else {
        hd[1] = 126;
        hd[2] = l >> 8;
        hd[3] = l;
        hl = 4;
    }
    if (h->bn + l + 4 > h->bcap) {
        h->bcap = (h->bn + l + 4) * 2;
        h->batch = realloc(h->batch, h->bcap);
    }
    u8 *o = h->batch + h->bn;
    memcpy(o, hd, hl);
    memcpy(o + hl, z + 1, l);
    h->bn += hl + l;
    if (!h->dirty) {
        h->dirty = 1;
        D[nd++] = h;
    }
    ev *e = &h->ring[h->seq++ % RING];
    e->d = realloc(e->d, hl + l);
    memcpy(e->d, o, hl + l);
    e->n = hl + l;
}

static int frame_in(conn *c) {
    u32 o = 0;
    if (!c->up) {
        u8 *z = memmem(c->in, c->inl, "\r\n\r\n", 4);
        if (!z) return 0;
        c->in[c->inl] = 0;
        char *k = strcasestr((char *)c->in, "sec-websocket-key:");
        if (!k) return -1;
        k += 18;
        while (*k == ' ') k++;
        char b[128];
        size_t kl = strcspn(k, "\r\n");
        if (kl > 60) return -1;
        memcpy(b, k, kl);
        memcpy(b + kl, "258EAFA5-E914-47DA-95CA-C5AB0DC85B11", 36);
        u8 dg[20];
        sha1((u8 *)b, kl + 36, dg);
        char ac[40], r[256];
        b64(dg, 20, ac);
        int n = sprintf(r,
                        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: "
                        "Upgrade\r\nSec-WebSocket-Accept: %s\r\n\r\n",
                        ac);
        c->up = 1;
        if (put(c, r, n)) return -1;
        char *ln = strchr((char *)c->in, '\r');
        *ln = 0;
        char *q = strstr((char *)c->in, "id=");
        if (!strncmp((char *)c->in, "GET /sub", 8) && q) {
            q += 3;
            size_t l = strcspn(q, " &");
            chan *h = getch(q, l);
            c->role = 1;
            c->ch = h;
            if (h->ns == h->cap) {
                h->cap = h->cap ? h->cap * 2 : 8;
                h->subs = realloc(h->subs, h->cap * sizeof(int));
            }
            c->idx = h->ns;
            h->subs[h->ns++] = c->fd;
            char *f = strstr(q, "resume_from=");
            if (f) {
                u32 from = strtoul(f + 12, 0, 10);
                u8 buf[262144];
                size_t bn = 0;
                if (h->seq - from > RING) from = h->seq - RING;
                for (; from < h->seq; from++) {
                    ev *e = &h->ring[from % RING];
                    if (bn + e->n > sizeof buf) {
                        if (put(c, buf, bn)) return -1;
                        bn = 0;
                    }
                    memcpy(buf + bn, e->d, e->n);
                    bn += e->n;
                }
                if (bn && put(c, buf, bn)) return -1;
            }
        } else
            c->role = 2;
        o = z + 4 - c->in;
    }
    while (c->inl - o >= 6) {
        u8 *h = c->in + o;
        u32 l = h[1] & 127, hl = 2;
        if (l == 126) {
            if (c->inl - o < 8) break;
            l = h[2] << 8 | h[3];
            hl = 4;
        } else if (l == 127)
            return -1;
        if (c->inl - o < hl + 4 + l) break;
        u8 *m = h + hl, *p = m + 4;
        for (u32 i = 0; i < l; i++) p[i] ^= m[i & 3];
        int op = h[0] & 15;
        if (op == 8) return -1;
        if (op == 9) {
            u8 b[140] = {0x8a, (u8)l};
            memcpy(b + 2, p, l);
            if (put(c, b, 2 + l)) return -1;
        }
        if (op <= 2 && c->role == 2) publish(p, l);
        o += hl + 4 + l;
    }
    memmove(c->in, c->in + o, c->inl - o);
    c->inl -= o;
    return 0;
}

int main(int ac, char **av) {
    signal(SIGPIPE, SIG_IGN);
    struct rlimit rl;
    getrlimit(RLIMIT_NOFILE, &rl);
    rl.rlim_cur = rl.rlim_max;
    setrlimit(RLIMIT_NOFILE, &rl);
    int ls = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), one = 1;
    setsockopt(ls, SOL_SOCKET, SO_REUSEADDR, &one, 4);
    struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons(ac > 1 ? atoi(av[1]) : 9100)};
    if (bind(ls, (void *)&a, sizeof a) || listen(ls, 4096)) {
        perror("listen");
        return 1;
    }
    ep = epoll_create1(0);
    struct epoll_event e = {.events = EPOLLIN, .data.fd = ls}, E[256];
    epoll_ctl(ep, EPOLL_CTL_ADD, ls, &e);
    static u8 rb[1 << 18];
    for (;;) {
        int n = epoll_wait(ep, E, 256, -1);
        for (int i = 0; i < n; i++) {
            int fd = E[i].data.fd;
            if (fd == ls) {
                int f;
                while ((f = accept4(ls, 0, 0, SOCK_NONBLOCK)) >= 0) {
                    if (f >= 1 << 17) {
                        close(f);
                        continue;
                    }
                    setsockopt(f, IPPROTO_TCP, TCP_NODELAY, &one, 4);
                    conn *c = calloc(1, sizeof *c);
                    c->fd = f;
                    T[f] = c;
                    e.events = EPOLLIN;
                    e.data.fd = f;
                    epoll_ctl(ep, EPOLL_CTL_ADD, f, &e);
                }
                continue;
            }
            conn *c = T[fd];
            if (!c) continue;
            if (E[i].events & EPOLLOUT) {
                u32 ol = c->ol;
                ssize_t r = send(fd, c->out, ol, MSG_NOSIGNAL | MSG_DONTWAIT);
                if (r > 0) {
                    memmove(c->out, c->out + r, ol - r);
                    c->ol -= r;
                }
                if (!c->ol) {
                    e.events = EPOLLIN;
                    e.data.fd = fd;
                    epoll_ctl(ep, EPOLL_CTL_MOD, fd, &e);
                    free(c->out);
                    c->out = 0;
                    c->oc = 0;
                }
            }
            if (E[i].events & ~EPOLLOUT) {
                ssize_t r = recv(fd, rb, sizeof rb, MSG_DONTWAIT);
                if (r <= 0) {
                    if (r == 0 || errno != EAGAIN) kill_(c);
                    continue;
                }
                if (c->inl + r + 1 > c->inc) {
                    c->inc = c->inl + r + 1;
                    c->in = realloc(c->in, c->inc);
                }
                memcpy(c->in + c->inl, rb, r);
                c->inl += r;
                if (frame_in(c)) {
                    kill_(c);
                    continue;
                }
                if (!c->inl) {
                    free(c->in);
                    c->in = 0;
                    c->inc = 0;
                }
                flush_dirty();
            }
        }
    }
}
