/* NVIDIA's libraries, as far as they are called, for machines without a card. Compiled once for each library, with its part
 * defined. Device memory is the host's; what goes into a stream is computed when somebody waits for it and no sooner, so that
 * host memory that is used again too early shows, and a wait of one stream for another that is missing. With PRETENDED_EAGER what
 * goes into a stream after the first is computed at once, as far as it waits for nothing. With PRETENDED_CALLS calls that order
 * streams, wait or take memory are told. NVRTC calls g++, and kernels run on the CPU. */
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static long number(const char *variable, long otherwise) {
    const char *text = getenv(variable);
    return text ? atol(text) : otherwise;
}

#if defined(PART_cuda)
enum { SUCCESS, INVALID_VALUE, OUT_OF_MEMORY, NO_DEVICE = 100, NOT_READY = 600, CAPTURE_UNSUPPORTED = 900 };
typedef unsigned long long Address;

/* a stream: what was asked for and is not computed */
enum { COPY, CLEAR, LAUNCH, RECORD, AWAIT, GRAPH };
typedef struct Work {
    int kind;
    void *to;
    const void *from;
    size_t bytes;
    struct Function *function;
    unsigned grid[4];
    long long values[32];
    struct List *graph;
    struct Event *event;
    int time;
    struct Work *next;
} Work;
typedef struct List {
    Work *first, **last;
} List;
typedef struct Function {
    void (*launch)(unsigned, unsigned, unsigned, unsigned, void **);
    int arguments;
} Function;
/* how often it was recorded, and which of these times was reached */
typedef struct Event {
    int asked, reached;
    List *stream;
} Event;
static List streams[8], *recording; /* everything but uploads goes into the first stream */
static int made;
static size_t allocated;

static void called(const char *call, void *stream) {
    if (number("PRETENDED_CALLS", 0)) fprintf(stderr, "%s%s\n", call, stream && stream != streams ? " beside" : "");
}
static void compute(Work *work);
static void compute_all(List *list) {
    for (Work *work = list->first; work; work = work->next) compute(work);
}
static void step(List *stream) {
    Work *work = stream->first;
    stream->first = work->next;
    if (!stream->first) stream->last = &stream->first;
    compute(work);
    free(work);
}
static void finish(List *stream) {
    while (stream->first) step(stream);
}
static void reach(Event *event, int time) {
    while (event->reached < time) step(event->stream);
}
/* goes on with a stream as far as it waits for nothing */
static int asked(void *stream) {
    List *list = stream;
    while (list != streams && number("PRETENDED_EAGER", 0) && list->first
            && !(list->first->kind == AWAIT && list->first->event->reached < list->first->time)) step(list);
    return SUCCESS;
}
static void record(Event *event, int time) {
    event->reached = time;
    for (int i = 1; i < made; i++) asked(&streams[i]);
}
static void compute(Work *work) {
    void *arguments[32];
    switch (work->kind) {
        case COPY: memcpy(work->to, work->from, work->bytes); break;
        case CLEAR: memset(work->to, 0, work->bytes); break;
        case RECORD: record(work->event, work->time); break;
        case AWAIT: reach(work->event, work->time); break;
        case GRAPH: compute_all(work->graph); break;
        case LAUNCH:
            for (int i = 0; i < 32; i++) arguments[i] = &work->values[i];
            work->function->launch(work->grid[0], work->grid[1], work->grid[2], work->grid[3], arguments);
    }
}
static Work *later(int kind, void *stream) {
    Work *work = calloc(1, sizeof *work);
    List *list = recording && stream == streams ? recording : stream;
    work->kind = kind;
    *list->last = work;
    list->last = &work->next;
    return work;
}
int cuInit(unsigned flags) { return number("PRETENDED_CARDS", 1) ? SUCCESS : NO_DEVICE; }
int cuDriverGetVersion(int *version) { *version = number("PRETENDED_VERSION", 13000); return SUCCESS; }
int cuGetErrorName(int code, const char **text) {
    *text = code == NO_DEVICE ? "CUDA_ERROR_NO_DEVICE" : code == OUT_OF_MEMORY ? "CUDA_ERROR_OUT_OF_MEMORY" : "CUDA_ERROR_PRETENDED";
    return SUCCESS;
}
int cuGetErrorString(int code, const char **text) { *text = "pretended"; return SUCCESS; }
int cuDeviceGetCount(int *count) { *count = number("PRETENDED_CARDS", 1); return SUCCESS; }
int cuDeviceGet(int *device, int index) { *device = index; return index < number("PRETENDED_CARDS", 1) ? SUCCESS : INVALID_VALUE; }
int cuDeviceGetName(char *name, int length, int device) { snprintf(name, length, "Pretended %c", 'A' + device); return SUCCESS; }
int cuDeviceTotalMem_v2(size_t *bytes, int device) { *bytes = number("PRETENDED_MEMORY", 8000000000); return SUCCESS; }
int cuDeviceGetAttribute(int *value, int attribute, int device) {
    long capability = number("PRETENDED_CAPABILITY", 90);
    if (device == 1) capability = number("PRETENDED_CAPABILITY_OF_1", capability);
    *value = attribute == 75 ? capability / 10 : capability % 10;
    return attribute == 75 || attribute == 76 ? SUCCESS : INVALID_VALUE;
}
int cuDevicePrimaryCtxRetain(void **context, int device) {
    *context = &allocated;
    return number("PRETENDED_BUSY", 0) ? 46 : SUCCESS;
}
int cuCtxSetCurrent(void *context) { return SUCCESS; }
int cuMemGetInfo_v2(size_t *free, size_t *total) {
    *total = number("PRETENDED_MEMORY", 8000000000);
    *free = *total - allocated;
    return SUCCESS;
}
int cuMemAlloc_v2(Address *address, size_t bytes) {
    size_t free, total;
    cuMemGetInfo_v2(&free, &total);
    called("cuMemAlloc", 0);
    if (recording || bytes == 0) return INVALID_VALUE;
    if (bytes > free) return OUT_OF_MEMORY;
    size_t whole = (bytes + 511) / 256 * 256;
    char *memory = aligned_alloc(256, whole);
    memset(memory, 255, whole); /* not a number */
    *(size_t *) memory = whole;
    allocated += whole;
    *address = (Address) memory + 256;
    return SUCCESS;
}
int cuMemFree_v2(Address address) {
    size_t *memory = (size_t *) (address - 256);
    called("cuMemFree", 0);
    if (recording || streams->first) return INVALID_VALUE; /* something may still read it */
    allocated -= *memory;
    free(memory);
    return SUCCESS;
}
int cuMemHostAlloc(void **memory, size_t bytes, unsigned flags) { called("cuMemHostAlloc", 0); *memory = malloc(bytes); return SUCCESS; }
int cuMemFreeHost(void *memory) { called("cuMemFreeHost", 0); free(memory); return SUCCESS; }
static int copy(void *to, const void *from, size_t bytes, void *stream) {
    Work *work = later(COPY, stream);
    work->to = to;
    work->from = from;
    work->bytes = bytes;
    return asked(stream);
}
int cuMemcpyHtoDAsync_v2(Address to, const void *from, size_t bytes, void *stream) {
    called("cuMemcpyHtoDAsync", stream);
    return copy((void *) to, from, bytes, stream);
}
int cuMemcpyDtoHAsync_v2(void *to, Address from, size_t bytes, void *stream) {
    called("cuMemcpyDtoHAsync", stream);
    return copy(to, (void *) from, bytes, stream);
}
int cuMemcpyDtoDAsync_v2(Address to, Address from, size_t bytes, void *stream) {
    called("cuMemcpyDtoDAsync", stream);
    return copy((void *) to, (void *) from, bytes, stream);
}
int cuMemsetD8Async(Address to, unsigned char value, size_t bytes, void *stream) {
    Work *work = later(CLEAR, stream);
    work->to = (void *) to;
    work->bytes = bytes;
    return value ? INVALID_VALUE : SUCCESS;
}
int cuStreamCreate(void **stream, unsigned flags) {
    List *list = &streams[made++];
    list->last = &list->first;
    *stream = list;
    return flags == 1 ? SUCCESS : INVALID_VALUE;
}
int cuStreamSynchronize(void *stream) {
    called("cuStreamSynchronize", stream);
    if (recording) return CAPTURE_UNSUPPORTED;
    finish(stream);
    return SUCCESS;
}
int cuStreamWaitEvent(void *stream, Event *event, unsigned flags) {
    called("cuStreamWaitEvent", stream);
    Work *work = later(AWAIT, stream);
    work->event = event;
    work->time = event->asked;
    return asked(stream);
}
int cuEventCreate(void **event, unsigned flags) { *event = calloc(1, sizeof(Event)); return SUCCESS; }
int cuEventDestroy_v2(void *event) { free(event); return SUCCESS; }
int cuEventRecord(Event *event, void *stream) {
    Work *work = later(RECORD, stream);
    work->event = event;
    work->time = ++event->asked;
    event->stream = stream;
    return asked(stream);
}
int cuEventQuery(Event *event) {
    return recording ? CAPTURE_UNSUPPORTED : event->reached == event->asked ? SUCCESS : NOT_READY;
}
int cuEventSynchronize(Event *event) {
    called(event->reached == event->asked ? "cuEventSynchronize at once" : "cuEventSynchronize", event->stream);
    if (recording) return CAPTURE_UNSUPPORTED;
    reach(event, event->asked);
    return SUCCESS;
}
int cuStreamBeginCapture_v2(void *stream, int mode) {
    if (number("PRETENDED_NO_GRAPHS", 0)) return CAPTURE_UNSUPPORTED;
    recording = calloc(1, sizeof *recording);
    recording->last = &recording->first;
    return mode == 1 ? SUCCESS : INVALID_VALUE;
}
int cuStreamEndCapture(void *stream, void **graph) { *graph = recording; recording = 0; return SUCCESS; }
int cuGraphInstantiateWithFlags(void **ready, void *graph, Address flags) {
    fprintf(stderr, "recorded\n");
    *ready = graph;
    return SUCCESS;
}
int cuGraphDestroy(void *graph) { return SUCCESS; }
int cuGraphExecDestroy(void *graph) { return SUCCESS; }
int cuGraphLaunch(void *graph, void *stream) {
    called("cuGraphLaunch", stream);
    later(GRAPH, stream)->graph = graph;
    return asked(stream);
}

int cuModuleLoadData(void **module, const void *image) {
    char file[] = "/tmp/pretendedXXXXXX";
    int descriptor = mkstemp(file);
    size_t bytes = *(const size_t *) image, wrote = write(descriptor, (const size_t *) image + 1, bytes);
    close(descriptor);
    *module = dlopen(file, RTLD_NOW | RTLD_LOCAL);
    if (!*module) fprintf(stderr, "%s\n", dlerror());
    unlink(file);
    return *module && wrote == bytes ? SUCCESS : INVALID_VALUE;
}
int cuModuleGetFunction(void **function, void *module, const char *name) {
    char text[256];
    Function *made = calloc(1, sizeof *made);
    snprintf(text, sizeof text, "launch_%s", name);
    made->launch = (void (*)(unsigned, unsigned, unsigned, unsigned, void **)) dlsym(module, text);
    snprintf(text, sizeof text, "count_%s", name);
    int (*count)(void) = (int (*)(void)) dlsym(module, text);
    if (!made->launch || !count) return 500;
    made->arguments = count();
    *function = made;
    return SUCCESS;
}
int cuLaunchKernel(void *function, unsigned gridX, unsigned gridY, unsigned gridZ, unsigned blockX, unsigned blockY, unsigned blockZ,
        unsigned shared, void *stream, void **arguments, void **more) {
    if (!gridX || !gridY || gridZ != 1 || blockX * blockY > 1024 || blockZ != 1 || shared || more) return INVALID_VALUE;
    called("cuLaunchKernel", stream);
    Work *work = later(LAUNCH, stream);
    work->function = function;
    work->grid[0] = gridX, work->grid[1] = gridY, work->grid[2] = blockX, work->grid[3] = blockY;
    for (int i = 0; i < work->function->arguments; i++) memcpy(&work->values[i], arguments[i], 8);
    return asked(stream);
}

#elif defined(PART_nvrtc)
typedef struct {
    char *text, log[200];
    size_t bytes, *image; /* its length comes first, as nobody passes it on */
} Program;
int nvrtcVersion(int *major, int *minor) { *major = 13; *minor = number("PRETENDED_NVRTC_MINOR", 0); return 0; }
int nvrtcGetNumSupportedArchs(int *count) { *count = 3; return 0; }
int nvrtcGetSupportedArchs(int *archs) { archs[0] = 75, archs[1] = 80, archs[2] = 90; return 0; }
const char *nvrtcGetErrorString(int code) { return "NVRTC_ERROR_PRETENDED"; }
int nvrtcCreateProgram(Program **program, const char *text, const char *name, int headers, const char **h, const char **n) {
    *program = calloc(1, sizeof **program);
    (*program)->text = strdup(text);
    return headers;
}
/* each kernel gets a launcher and the number of its arguments */
int nvrtcCompileProgram(Program *program, int count, const char **options) {
    char folder[] = "/tmp/pretendedXXXXXX", command[4096], file[300];
    if (!mkdtemp(folder)) return 1;
    snprintf(file, sizeof file, "%s/a.cpp", folder);
    FILE *source = fopen(file, "w");
    fprintf(source, "#include \"%s\"\n%s\n", getenv("PRETENDED_HEADER"), program->text);
    fprintf(source, "template <class... A> static int counted(void (*)(A...)) { return sizeof...(A); }\n");
    fclose(source);
    snprintf(command, sizeof command,
        "cd %s && G='g++ -std=c++17 -O1 -Wl,-Bsymbolic -ffp-contract=off -fPIC -w' && $G -E -P a.cpp "
        "| grep -oE 'extern \"C\" +void \\w+\\(' | grep -oE '\\w+\\($' | tr -d '(' | sort -u "
        "| sed 's/.*/FPN_LAUNCHER(&) extern \"C\" int count_&() { return counted(\\&&); }/' >b && cat b >>a.cpp && $G -shared -o a.so a.cpp",
        folder);
    int code = system(command);
    snprintf(file, sizeof file, "%s/a.so", folder);
    FILE *made = code ? 0 : fopen(file, "r");
    if (made) {
        fseek(made, 0, SEEK_END);
        program->bytes = ftell(made);
        program->image = malloc(program->bytes + sizeof(size_t));
        rewind(made);
        *program->image = program->bytes;
        code = fread(program->image + 1, 1, program->bytes, made) != program->bytes;
        fclose(made);
    }
    snprintf(command, sizeof command, "rm -r %s", folder);
    fprintf(stderr, "compiled with %s\n", options[0]);
    return system(command) || code;
}
int nvrtcGetCUBINSize(Program *program, size_t *bytes) { *bytes = program->bytes + sizeof(size_t); return 0; }
int nvrtcGetCUBIN(Program *program, char *image) { memcpy(image, program->image, program->bytes + sizeof(size_t)); return 0; }
int nvrtcGetPTXSize(Program *program, size_t *bytes) { return nvrtcGetCUBINSize(program, bytes); }
int nvrtcGetPTX(Program *program, char *image) { return nvrtcGetCUBIN(program, image); }
int nvrtcGetProgramLogSize(Program *program, size_t *bytes) { *bytes = sizeof program->log; return 0; }
int nvrtcGetProgramLog(Program *program, char *log) { strcpy(log, "pretended"); return 0; }
int nvrtcDestroyProgram(Program **program) { free((*program)->text); free((*program)->image); free(*program); return 0; }

#elif defined(PART_cudnn_graph)
int cudnnCreate(void **handle) { *handle = malloc(1); return number("PRETENDED_CUDNN_STATUS", 0); }
int cudnnSetStream(void *handle, void *stream) { return 0; }
const char *cudnnGetErrorString(int status) { return "CUDNN_STATUS_PRETENDED"; }
size_t cudnnGetVersion(void) { return 92400; }
int cudnnBackendCreateDescriptor(int kind, void **descriptor) { return 3000; } /* what is asked of it is not supported */
int cudnnBackendDestroyDescriptor(void *descriptor) { return 0; }
void cudnnGetLastErrorString(char *text, size_t length) { *text = 0; }
size_t cudnnGetCudartVersion(void) { return number("PRETENDED_CUDNN_FOR", 13000); }
#endif
