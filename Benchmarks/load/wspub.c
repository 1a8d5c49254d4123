// SPDX-License-Identifier: Apache-2.0
//
// wspub: one publisher, at a constant rate or as fast as all listeners hear it.
//
//   wspub --mode http|ws|nats|mqtt --port P [--host A] [--path T] --chan 'ch{c}' --channels C --subs S --count K
//         (--rate R | --window W --shm FILE) [--size 200] [--qos 0|1] [--prefix T --suffix T]
//
// At a rate: an absolute schedule of R publishes a second over the channels by turns, that never waits for the server.
// In a window: at most W publishes are under way that wsload has not counted S deliveries for each.
// With --await S it ends only when each publish was answered by a frame with S in it.
// --base K is added to {c}; --plain 1 writes a payload without quotes, to stand inside a JSON string; --seq0 N is where
// numbers go on from. The payload has --size bytes with "ts=<CLOCK_MONOTONIC ns>" and "n=<number in its channel>".
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/futex.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>
typedef uint64_t u64;
typedef uint32_t u32;
typedef uint8_t u8;

typedef struct {
    volatile u64 total;
    volatile u64 thresh;
    volatile u32 waiting;
    volatile u32 fut;
} shm_t;

static const char *host = "127.0.0.1", *path = "/", *chan = "ch{c}", *prefix = "{ch}\n", *suffix = "";
static long cbase;
static int plain;
static int port, channels = 1, subs = 1, size = 200, qos = 0, window = 8, seq0 = 0;
static long count = 100;
static double rate = 0;
static double max_s = 60;

enum { M_HTTP, M_WS, M_NATS, M_MQTT };

static int mode = M_WS;
static int fd;
static u64 acks, bad;
static const char *await;

static void die(const char *f, ...) {
    va_list a;
    va_start(a, f);
    vfprintf(stderr, f, a);
    va_end(a);
    fputc('\n', stderr);
    exit(2);
}

static u64 mono(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000000ull + t.tv_nsec;
}

static char RB[1 << 16];
static size_t rn;
static void sendall(const char *b, size_t n);

static void drain(void) {
    for (;;) {
        ssize_t r = recv(fd, RB + rn, sizeof RB - rn - 1, MSG_DONTWAIT);
        if (r == 0) die("wspub: server closed");
        if (r < 0) return;
        rn += r;
        RB[rn] = 0;
        if (mode == M_HTTP) {
            char *p = RB, *q;
            while ((q = memmem(p, RB + rn - p, "HTTP/1.1 ", 9)) && RB + rn - q >= 12) {
                if (q[9] == '2')
                    acks++;
                else {
                    if (!bad++) fprintf(stderr, "wspub: %.60s\n", q);
                }
                p = q + 12;
            }
            size_t keep = RB + rn - p;
            if (keep > 11) {
                p += keep - 11;
                keep = 11;
            }
            memmove(RB, p, keep);
            rn = keep;
        } else if (mode == M_NATS) {
            if (memmem(RB, rn, "PING", 4)) sendall("PONG\r\n", 6);
            if (memmem(RB, rn, "-ERR", 4)) die("nats: %s", RB);
            rn = 0;
        } else if (mode == M_MQTT) {
            size_t o = 0;
            while (rn - o >= 2 && rn - o >= 2u + (u8)RB[o + 1]) {
                if (((u8)RB[o] >> 4) == 4) acks++;
                o += 2 + (u8)RB[o + 1];
            }
            memmove(RB, RB + o, rn - o);
            rn -= o;
        } else {
            // answers pings, and counts what it waits for
            size_t o = 0;
            while (rn - o >= 2) {
                u8 *h = (u8 *)RB + o;
                size_t l = h[1] & 127, hl = 2;
                if (l == 126) {
                    if (rn - o < 4) break;
                    l = h[2] << 8 | h[3];
                    hl = 4;
                }
                if (rn - o < hl + l) break;
                if ((h[0] & 15) == 9) {
                    u8 p[140] = {0x8a, 0x80 | l};
                    memcpy(p + 6, h + hl, l);
                    sendall((char *)p, 6 + l);
                } else if ((h[0] & 15) == 8)
                    die("wspub: closed by server");
                else if (await && memmem(h + hl, l, await, strlen(await)))
                    acks++;
                o += hl + l;
            }
            memmove(RB, RB + o, rn - o);
            rn -= o;
        }
    }
}

static void sendall(const char *b, size_t n) {
    while (n) {
        ssize_t r = send(fd, b, n, MSG_DONTWAIT | MSG_NOSIGNAL);
        if (r > 0) {
            b += r;
            n -= r;
            continue;
        }
        if (r < 0 && errno != EAGAIN) die("send: %s", strerror(errno));
        struct pollfd p = {fd, POLLIN | POLLOUT, 0};
        poll(&p, 1, 1000);
        if (p.revents & POLLIN) drain();
    }
}

static size_t xp(const char *t, int c, const char *ch, char *o) {
    size_t n = 0;
    while (*t) {
        if (!strncmp(t, "{c}", 3)) {
            n += sprintf(o + n, "%ld", cbase + c);
            t += 3;
        } else if (!strncmp(t, "{c5}", 4)) {
            n += sprintf(o + n, "%05d", c);
            t += 4;
        } else if (ch && !strncmp(t, "{ch}", 4)) {
            n += sprintf(o + n, "%s", ch);
            t += 4;
        } else if (t[0] == '\\' && t[1] == 'n') {
            o[n++] = '\n';
            t += 2;
        } else
            o[n++] = *t++;
    }
    o[n] = 0;
    return n;
}

static void waitfor(const char *s) {
    char b[8192];
    size_t n = 0;
    u64 dl = mono() + 5000000000ull;
    while (mono() < dl) {
        struct pollfd p = {fd, POLLIN, 0};
        poll(&p, 1, 100);
        ssize_t r = recv(fd, b + n, sizeof b - 1 - n, MSG_DONTWAIT);
        if (r == 0) die("closed early");
        if (r > 0) {
            n += r;
            b[n] = 0;
            if (memmem(b, n, s, strlen(s))) return;
        }
    }
    b[n] = 0;
    die("no '%s' from server: %s", s, b);
}

static u32 *seqs;
static char pad[4096];

static size_t message(long k, char *o) { // formats one complete publish
    int c = k % channels;
    char ch[128], p[4200], path_[256];
    xp(chan, c, NULL, ch);
    u32 n = ++seqs[c];
    int l = plain ? snprintf(p, sizeof p, "type=message id=%ld ts=%019lu;n=%09u; room=%s from=user-00042 text=", k,
                             mono(), n, ch)
                  : snprintf(p, sizeof p,
                             "{\"type\":\"message\",\"id\":%ld,\"ts\":\"ts=%019lu;n=%09u;\",\"room\":\"%s\",\"from\":"
                             "\"user-00042\",\"text\":\"",
                             k, mono(), n, ch);
    int fill = size - l - 2;
    if (fill < 0) fill = 0;
    memcpy(p + l, pad, fill);
    l += fill;
    if (plain) {
        p[l++] = 'x';
        p[l++] = 'x';
    } else {
        p[l++] = '"';
        p[l++] = '}';
    }
    size_t m = 0;
    switch (mode) {
    case M_HTTP:
        xp(path, c, ch, path_);
        m = sprintf(o, "POST %s HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n",
                    path_, l);
        memcpy(o + m, p, l);
        return m + l;
    case M_NATS:
        m = sprintf(o, "PUB %s %d\r\n", ch, l);
        memcpy(o + m, p, l);
        m += l;
        o[m++] = '\r';
        o[m++] = '\n';
        return m;
    case M_MQTT: {
        size_t tl = strlen(ch), rem = 2 + tl + (qos ? 2 : 0) + l;
        o[m++] = 0x30 | (qos << 1);
        size_t x = rem;
        do {
            u8 b = x & 127;
            x >>= 7;
            o[m++] = b | (x ? 128 : 0);
        } while (x);
        o[m++] = tl >> 8;
        o[m++] = tl;
        memcpy(o + m, ch, tl);
        m += tl;
        if (qos) {
            u32 id = k % 65535 + 1;
            o[m++] = id >> 8;
            o[m++] = id;
        }
        memcpy(o + m, p, l);
        return m + l;
    }
    default: {
        char a[512], b[256];
        size_t al = xp(prefix, c, ch, a), bl = xp(suffix, c, ch, b), t = al + l + bl;
        o[m++] = (char)0x81;
        if (t < 126)
            o[m++] = 0x80 | t;
        else {
            o[m++] = (char)(0x80 | 126);
            o[m++] = t >> 8;
            o[m++] = t;
        }
        memset(o + m, 0, 4);
        m += 4;
        memcpy(o + m, a, al);
        m += al;
        memcpy(o + m, p, l);
        m += l;
        memcpy(o + m, b, bl);
        return m + bl;
    }
    }
}

int main(int ac, char **av) {
    const char *shmf = NULL;
    signal(SIGPIPE, SIG_IGN);
    for (int i = 1; i < ac; i++) {
        char *a = av[i];
        if (i + 1 >= ac) die("bad option %s", a);
        if (!strcmp(a, "--mode")) {
            a = av[++i];
            mode = !strcmp(a, "http") ? M_HTTP : !strcmp(a, "nats") ? M_NATS : !strcmp(a, "mqtt") ? M_MQTT : M_WS;
        } else if (!strcmp(a, "--host"))
            host = av[++i];
        else if (!strcmp(a, "--port"))
            port = atoi(av[++i]);
        else if (!strcmp(a, "--path"))
            path = av[++i];
        else if (!strcmp(a, "--chan"))
            chan = av[++i];
        else if (!strcmp(a, "--channels"))
            channels = atoi(av[++i]);
        else if (!strcmp(a, "--subs"))
            subs = atoi(av[++i]);
        else if (!strcmp(a, "--count"))
            count = atol(av[++i]);
        else if (!strcmp(a, "--rate"))
            rate = atof(av[++i]);
        else if (!strcmp(a, "--window"))
            window = atoi(av[++i]);
        else if (!strcmp(a, "--size"))
            size = atoi(av[++i]);
        else if (!strcmp(a, "--qos"))
            qos = atoi(av[++i]);
        else if (!strcmp(a, "--shm"))
            shmf = av[++i];
        else if (!strcmp(a, "--prefix"))
            prefix = av[++i];
        else if (!strcmp(a, "--suffix"))
            suffix = av[++i];
        else if (!strcmp(a, "--max-s"))
            max_s = atof(av[++i]);
        else if (!strcmp(a, "--base"))
            cbase = atol(av[++i]);
        else if (!strcmp(a, "--plain"))
            plain = atoi(av[++i]);
        else if (!strcmp(a, "--await"))
            await = av[++i];
        else if (!strcmp(a, "--seq0"))
            seq0 = atoi(av[++i]);
        else
            die("bad option %s", a);
    }
    memset(pad, 'x', sizeof pad);
    seqs = calloc(channels, sizeof *seqs);
    for (int i = 0; i < channels; i++) seqs[i] = seq0;
    shm_t *shm = NULL;
    if (rate <= 0) {
        if (!shmf) die("--shm needed for window mode");
        int f = open(shmf, O_RDWR);
        if (f < 0) die("shm");
        shm = mmap(0, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, f, 0);
    }
    fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    int one = 1;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    struct sockaddr_in d = {.sin_family = AF_INET, .sin_port = htons(port)};
    inet_pton(AF_INET, host, &d.sin_addr);
    if (connect(fd, (void *)&d, sizeof d)) die("connect: %s", strerror(errno));
    char b[8192];
    if (mode == M_WS) {
        int n = snprintf(b, sizeof b,
                         "GET %s HTTP/1.1\r\nHost: %s:%d\r\nUpgrade: websocket\r\nConnection: "
                         "Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n",
                         path, host, port);
        sendall(b, n);
        waitfor("\r\n\r\n");
    } else if (mode == M_NATS) {
        waitfor("INFO");
        const char *q = "CONNECT {\"verbose\":false,\"pedantic\":false,\"name\":\"wspub\"}\r\nPING\r\n";
        sendall(q, strlen(q));
        waitfor("PONG");
    } else if (mode == M_MQTT) {
        char c[] = "\x10\x11\x00\x04MQTT\x04\x02\x00\x00\x00\x05wspub";
        sendall(c, 19);
        waitfor("\x20\x02");
    }
    char *ob = malloc(1 << 20);
    size_t on = 0;
    u64 t0 = mono();
    long k = 0;
    struct timespec c0, c1;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &c0);
    u64 dl = t0 + (u64)(max_s * 1e9);
    double late = 0;
    while (k < count && mono() < dl) {
        long allow;
        if (rate > 0) {
            u64 due = t0 + (u64)(k / rate * 1e9);
            struct timespec t = {due / 1000000000ull, due % 1000000000ull};
            u64 now = mono();
            if (now < due) clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &t, NULL);
            now = mono();
            double l = (now - due) / 1e6;
            if (l > late) late = l;
            allow = (long)((now - t0) / 1e9 * rate) + 1;
            if (allow > count) allow = count;
        } else {
            u64 tot = shm->total;
            allow = (long)(tot / subs) + window;
            if (allow > count) allow = count;
            if (allow <=
                k) { // wait until one more publish is fully delivered (wake up at half a window to let batches form)
                u32 f = shm->fut;
                shm->thresh = (u64)(k - window + (window > 1 ? window / 2 : 1)) * subs;
                __sync_synchronize();
                shm->waiting = 1;
                __sync_synchronize();
                if (shm->total < shm->thresh) {
                    struct timespec t = {0, 50000000};
                    syscall(SYS_futex, &shm->fut, FUTEX_WAIT, f, &t, NULL, 0);
                } else
                    shm->waiting = 0;
                drain();
                continue;
            }
        }
        on = 0;
        while (k < allow && on < (1 << 20) - 16384) on += message(k++, ob + on);
        sendall(ob, on);
        drain();
    }
    u64 t1 = mono(), w = t1 + 60000000000ull;
    int need = await || mode == M_HTTP || (mode == M_MQTT && qos);
    while (need && acks + bad < (u64)k && mono() < w) {
        struct pollfd p = {fd, POLLIN, 0};
        poll(&p, 1, 100);
        drain();
    }
    if (mode == M_NATS) {
        sendall("PING\r\n", 6);
        u64 x = mono() + 20000000;
        while (mono() < x) {
            struct pollfd p = {fd, POLLIN, 0};
            poll(&p, 1, 10);
            drain();
        }
    }
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &c1);
    printf("{\"published\":%ld,\"acks\":%lu,\"bad\":%lu,\"wall_s\":%.4f,\"rate\":%.1f,\"late_ms_max\":%.2f,\"pub_cpu_"
           "s\":%.4f}\n",
           k, acks, bad, (t1 - t0) / 1e9, k / ((t1 - t0) / 1e9), late,
           (c1.tv_sec - c0.tv_sec) + (c1.tv_nsec - c0.tv_nsec) / 1e9);
    return 0;
}
