/*
 * Stands between a program and libOpenCL (LD_PRELOAD) and prints what is allocated, moved and launched, with sizes.
 * FAIL_CREATE, FAIL_WRITE, FAIL_READ, FAIL_LAUNCH=N in the environment: the N-th such call fails, out of resources.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

typedef void *handle;

static void *real(const char *name) {
    static void *library;
    if (!library) {
        library = dlopen("libOpenCL.so.1", RTLD_NOW);
    }
    return dlsym(library, name);
}

static void say(const char *what, size_t size) {
    fprintf(stderr, "[opencl] %s %zu\n", what, size);
}

#define OUT_OF_RESOURCES (-5)

static int fails(const char *variable, int *calls) {
    const char *which = getenv(variable);
    *calls += 1;
    return which && atoi(which) == *calls;
}

handle clCreateBuffer(handle context, unsigned long flags, size_t size, handle host, int *error) {
    static handle (*call)(handle, unsigned long, size_t, handle, int *);
    if (!call) {
        call = (handle (*)(handle, unsigned long, size_t, handle, int *)) real("clCreateBuffer");
    }
    say("create", size);
    static int calls;
    if (fails("FAIL_CREATE", &calls)) {
        *error = OUT_OF_RESOURCES;
        return NULL;
    }
    return call(context, flags, size, host, error);
}

int clEnqueueWriteBuffer(handle queue, handle buffer, unsigned blocking, size_t offset, size_t size, const void *from,
                         unsigned count, const handle *wait, handle *event) {
    static int (*call)(handle, handle, unsigned, size_t, size_t, const void *, unsigned, const handle *, handle *);
    if (!call) {
        call = (int (*)(handle, handle, unsigned, size_t, size_t, const void *, unsigned, const handle *, handle *))
                real("clEnqueueWriteBuffer");
    }
    say("write", size);
    static int calls;
    if (fails("FAIL_WRITE", &calls)) {
        return OUT_OF_RESOURCES;
    }
    return call(queue, buffer, blocking, offset, size, from, count, wait, event);
}

int clEnqueueReadBuffer(handle queue, handle buffer, unsigned blocking, size_t offset, size_t size, void *to,
                        unsigned count, const handle *wait, handle *event) {
    static int (*call)(handle, handle, unsigned, size_t, size_t, void *, unsigned, const handle *, handle *);
    if (!call) {
        call = (int (*)(handle, handle, unsigned, size_t, size_t, void *, unsigned, const handle *, handle *))
                real("clEnqueueReadBuffer");
    }
    say("read", size);
    static int calls;
    if (fails("FAIL_READ", &calls)) {
        return OUT_OF_RESOURCES;
    }
    return call(queue, buffer, blocking, offset, size, to, count, wait, event);
}

int clEnqueueNDRangeKernel(handle queue, handle kernel, unsigned dimensions, const size_t *offset,
                           const size_t *global, const size_t *local, unsigned count, const handle *wait,
                           handle *event) {
    static int (*call)(handle, handle, unsigned, const size_t *, const size_t *, const size_t *, unsigned,
                       const handle *, handle *);
    if (!call) {
        call = (int (*)(handle, handle, unsigned, const size_t *, const size_t *, const size_t *, unsigned,
                        const handle *, handle *)) real("clEnqueueNDRangeKernel");
    }
    say("launch", global[0]);
    static int calls;
    if (fails("FAIL_LAUNCH", &calls)) {
        return OUT_OF_RESOURCES;
    }
    return call(queue, kernel, dimensions, offset, global, local, count, wait, event);
}
