/* In the place of NVIDIA's driver, so that cuDNN can be asked about cards that are not there: what cuDNN looks for by name is there, succeeds and
 * does nothing. The driver's private tables are not pretended: whoever needs a card is refused. */
typedef unsigned long long address;

static char anything[4096];

static int nothing(void) {
    return 0;
}

int cuDriverGetVersion(int *version) {
    *version = 13000;
    return 0;
}

int cuGetProcAddress_v2(const char *name, void **function, int version, address flags, int *status) {
    *function = (void *) nothing;
    if (status) {
        *status = 0;
    }
    return 0;
}

int cuGetExportTable(const void **table, const void *id) {
    return 1;
}

int cuGetErrorName(int code, const char **text) {
    *text = "an error of no card";
    return 0;
}

int cuGetErrorString(int code, const char **text) {
    return cuGetErrorName(code, text);
}

#define GIVES(name) \
    int name(void **made) { \
        *made = anything; \
        return 0; \
    }
GIVES(cuCtxGetCurrent)
GIVES(cuCtxPopCurrent)
GIVES(cuLibraryLoadData)
GIVES(cuLibraryLoadFromFile)
GIVES(cuLibraryGetKernel)

#define DOES_NOTHING(name) \
    int name(void) { \
        return 0; \
    }
DOES_NOTHING(cuInit)
DOES_NOTHING(cuCtxGetLimit)
DOES_NOTHING(cuCtxPushCurrent)
DOES_NOTHING(cuStreamGetCtx)
DOES_NOTHING(cuLinkCreate)
DOES_NOTHING(cuLinkAddData)
DOES_NOTHING(cuLinkComplete)
DOES_NOTHING(cuLinkDestroy)
DOES_NOTHING(cuLaunchKernel)
DOES_NOTHING(cuLaunchKernelEx)
DOES_NOTHING(cuLaunchCooperativeKernel)
DOES_NOTHING(cuDeviceGetCount)
DOES_NOTHING(cuDeviceGet)
DOES_NOTHING(cuLibraryUnload)
DOES_NOTHING(cuKernelSetAttribute)
DOES_NOTHING(cuKernelGetAttribute)
DOES_NOTHING(cuOccupancyMaxPotentialClusterSize)
